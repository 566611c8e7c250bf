import type { Row, Verdict } from "./run-suite.js";

export const VERDICTS: readonly Verdict[] = [
  "clean",
  "formatting",
  "true conflict",
  "false conflict",
  "user edit lost",
  "template change lost",
  "broken",
];

export function count(row: Row, verdict: Verdict): number {
  return row.verdicts.filter((one) => one.verdict === verdict).length;
}

/** The score of every engine as a Markdown table. */
export function scoreTable(rows: readonly Row[]): string {
  const lines = [
    `| Engine | ${VERDICTS.join(" | ")} |`,
    `| --- | ${VERDICTS.map(() => "--:").join(" | ")} |`,
    ...rows.map(
      (row) =>
        `| ${row.engine} | ${VERDICTS.map((verdict) => count(row, verdict)).join(" | ")} |`,
    ),
  ];
  return `${lines.join("\n")}\n`;
}
