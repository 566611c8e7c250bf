import type {
  RegisteredWebhook,
  RegistrationError,
} from "../../../templates/app/src/frameio/kernel/registration/registration.gen.js";
import { printable } from "../../diagnostics/printable.js";
import type { Json } from "../../schema/catalog.js";
import type { CliContext } from "../context.js";
import { remark } from "../output.js";
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

/** Kinds that leave open whether the provider did what was asked. */
const unsure: readonly RegistrationError["kind"][] = [
  "timeout",
  "unavailable",
  "unexpected",
  "unreachable",
];

/**
 * What the provider refused, with what to do about it.
 *
 * @param makes whether a webhook was to be made
 */
export function refused(
  { kind, message }: RegistrationError,
  tokenVariable: string,
  makes: boolean,
) {
  const hints: Readonly<Record<RegistrationError["kind"], string>> = {
    misused: "See the flags with `npx frameio-gen webhooks --help`.",
    unauthorized: `The token in ${tokenVariable} is wrong or too old.`,
    forbidden: `Whose token ${tokenVariable} is may not do this; at Frame.io it takes an account admin.`,
    "not-found": "Check the id and the parameters, such as the account's.",
    rejected: "Correct what the provider names.",
    "rate-limited": "Wait a minute, then run the command again.",
    unavailable: "The provider has failed: run the command again later.",
    timeout: "Run the command again later.",
    unexpected:
      "Check `--api-url` where you gave it: what answers is not the provider's API as its document describes it.",
    unreachable: "Check the network, and `--api-url` where you gave it.",
  };
  const after =
    makes && unsure.includes(kind)
      ? " Look with `npx frameio-gen webhooks list` first: the webhook may have been made."
      : "";
  // Without its cause: that of a failed request may have the token in it.
  return failure("FG560", printable(message), { hint: hints[kind] + after });
}

/** Whoever interrupts while a webhook is made has to know that it may be there. */
export async function whileUnsure<T>(
  context: CliContext,
  make: () => Promise<T>,
): Promise<T> {
  const told = new AbortController();
  const tell = () =>
    remark(
      context,
      "Interrupted while the provider was asked: the webhook may have been made. Look with `npx frameio-gen webhooks list`.",
    );
  context.signal.addEventListener("abort", tell, { signal: told.signal });
  try {
    return await make();
  } finally {
    told.abort();
  }
}
