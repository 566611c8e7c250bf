import type { AppAnswers } from "../../../generators/app/answers.js";
import { FrameioGenError } from "../../diagnostics/diagnostic.js";
import { quote } from "../../diagnostics/printable.js";
import { packageNameProblem } from "../../manifest/names.js";
import type { EventType } from "../../schema/catalog.js";
import { assertKnownEvents } from "../events/known-events.js";

/** @throws FrameioGenError for a name or events that no app can have */
export function checkGiven(
  { name, events, providers }: Partial<AppAnswers>,
  known: readonly EventType[],
): void {
  const problem = name === undefined ? undefined : packageNameProblem(name);
  if (problem !== undefined) {
    throw new FrameioGenError([
      {
        code: "FG503",
        severity: "error",
        message: `--name does not take ${quote(name ?? "")}: ${problem.message}`,
        ...(problem.hint === undefined ? {} : { hint: problem.hint }),
      },
    ]);
  }
  // Those of a provider whose users name them are checked with the manifest.
  const named = (events ?? []).filter(
    (event) =>
      providers === undefined ||
      known.some((each) => each.name === event) ||
      !providers.some((provider) => provider.sends(event)),
  );
  assertKnownEvents(named, known);
}
