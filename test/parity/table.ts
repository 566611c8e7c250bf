import { markdownTable } from "../../src/render/markdown.js";
import type { ParityCase } from "./cases.js";

const names = {
  same: "same",
  different: "deliberately different",
  later: "later",
} as const;

/** The cases as a table, with a count that hides nothing. */
export function parityTable(cases: readonly ParityCase[]): string {
  const rows = cases.map(({ id, title, verdict, because, partLater }) => {
    const name = partLater
      ? `${names[verdict]}, in part later`
      : names[verdict];
    const reason = because === undefined ? "" : `: ${because}`;
    return [id, title, `_${name}_${reason}`];
  });
  const count = (test: (one: ParityCase) => boolean | undefined) =>
    cases.filter(test).length;
  const wholly = count((one) => one.verdict === "same" && !one.partLater);
  const partly = count((one) => one.partLater);
  const different = count((one) => one.verdict === "different");
  const later = count((one) => one.verdict === "later");
  return [
    markdownTable(["Case", "What", "A generated app"], rows).trimEnd(),
    "",
    `Of ${cases.length} cases ${wholly} are the same, ${partly} are the same but for a part that comes later, ${different} are deliberately different, and ${later} come later.`,
  ].join("\n");
}
