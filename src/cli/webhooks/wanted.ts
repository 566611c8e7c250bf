import { eventsNamed } from "../../manifest/families.js";
import type { Manifest } from "../../manifest/manifest.js";
import { assertKnownEvents } from "../events/known-events.js";
import { failure, type Registrar } from "./provider.js";

/** What a webhook at the provider should be for. */
export interface Wanted {
  readonly events: readonly string[];
  /** Where the app looks for its secret; undefined where a resolver finds it. */
  readonly variable: string | undefined;
}

/**
 * The events that are asked for, or those that the app handles. Webhooks with different secrets are different webhooks at the provider:
 * `--variable` says which.
 *
 * @throws FrameioGenError when that is not clear, or an event is unknown
 */
export function wantedOf(
  { webhooks }: Manifest,
  { id, catalog }: Registrar,
  asked: readonly string[] | undefined,
  variable: string | undefined,
): Wanted {
  assertKnownEvents(asked ?? [], catalog.events);
  const known = () => catalog.events.map(({ name }) => name);
  const own = webhooks.filter(({ provider }) => provider === id);
  const named = eventsNamed(asked ?? [], known);
  const concerned = own.filter(
    ({ events, secret }) =>
      (asked === undefined ||
        eventsNamed(events, known).some((event) => named.includes(event))) &&
      (variable === undefined ||
        (secret.kind === "env" && secret.variables.includes(variable))),
  );
  const variables = new Set(
    concerned.map(({ secret }) =>
      secret.kind === "env" ? secret.variables[0] : undefined,
    ),
  );
  if (variables.size > 1) {
    const names = [...variables].filter((name) => name !== undefined);
    throw failure(
      "FG505",
      "These events have different secrets: each secret is a webhook of its own",
      {
        hint: `Register one after the other: --variable ${names.join(", --variable ")}.`,
      },
    );
  }
  const events =
    asked === undefined
      ? [
          ...new Set(
            concerned.flatMap((each) => eventsNamed(each.events, known)),
          ),
        ]
      : named;
  if (events.length === 0) {
    throw failure("FG505", "The app handles no event of this provider", {
      hint: "Name the events with `--events`, or correct `--variable`.",
    });
  }
  return { events, variable: variable ?? [...variables][0] };
}
