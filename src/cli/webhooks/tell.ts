import type {
  RegisteredWebhook,
  RegistrationError,
} from "../../../templates/app/src/frameio/kernel/registration/registration.gen.js";
import { printable } from "../../diagnostics/printable.js";
import type { Json } from "../../schema/catalog.js";
import { failure } from "./provider.js";

/** One line of a list. */
export function lineOf({ id, url, events, active }: RegisteredWebhook): string {
  const state = active === false ? " (off)" : "";
  return `${id}${state}  ${url ?? ""}  ${events.join(", ")}`;
}

/** A webhook for `--json`. */
export function jsonOf({
  id,
  url,
  events,
  name,
  active,
}: RegisteredWebhook): Json {
  return {
    id,
    url: url ?? null,
    name: name ?? null,
    events: [...events],
    active: active ?? null,
  };
}

/** What the provider refused, with what to do about it. */
export function refused(error: RegistrationError, tokenVariable: string) {
  const { kind, message } = error;
  const hints: Partial<Record<RegistrationError["kind"], string>> = {
    misused: "See the flags with `npx frameio-gen webhooks --help`.",
    unauthorized: `The token in ${tokenVariable} is wrong or too old.`,
    forbidden: `Whose token ${tokenVariable} is may not do this; at Frame.io it takes an account admin.`,
    "not-found": "Check the id and the parameters, such as the account's.",
    rejected: "Correct what the provider names.",
    "rate-limited": "Wait a minute, then run the command again.",
    unreachable: "Check the network, and `--api-url` where you gave it.",
  };
  const hint = hints[kind];
  return failure(
    "FG560",
    printable(message),
    hint === undefined ? {} : { hint },
    { cause: error },
  );
}
