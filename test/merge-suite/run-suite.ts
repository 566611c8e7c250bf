import { parse as parseJsonc, type ParseError } from "jsonc-parser";
import { compile } from "./compile.js";
import { conflicting, type Edit, type FileKind } from "./edit.js";
import { type EngineName, ENGINES, type Outcome } from "./engines.js";
import { env } from "./kinds/env.js";
import { handler } from "./kinds/handler.js";
import { packageJson } from "./kinds/package-json.js";
import { readme } from "./kinds/readme.js";
import { registry } from "./kinds/registry.js";
import { types } from "./kinds/types.js";

export const FILE_KINDS: readonly FileKind[] = [
  registry,
  handler,
  types,
  packageJson,
  readme,
  env,
];

/** One pair of an edit and an upgrade of one file. */
export interface Case {
  readonly file: FileKind;
  readonly edit: Edit;
  readonly upgrade: Edit;
  readonly ours: string;
  readonly theirs: string;
  /** Whether the two really collide. */
  readonly conflict: boolean;
  /** The text that a layout edit should give: the upgrade, laid out the user's way. */
  readonly expected: string | undefined;
}

export type Verdict =
  | "clean"
  | "formatting"
  | "true conflict"
  | "false conflict"
  | "user edit lost"
  | "template change lost"
  | "broken";

export interface Row {
  readonly engine: EngineName;
  readonly verdicts: readonly {
    readonly case: Case;
    readonly verdict: Verdict;
    readonly detail: string;
    readonly text: string;
  }[];
}

export async function allCases(): Promise<Case[]> {
  const cases: Case[] = [];
  for (const file of FILE_KINDS) {
    for (const edit of file.edits) {
      const ours = await edit.apply(file.base);
      for (const upgrade of file.upgrades) {
        const theirs = await upgrade.apply(file.base);
        const expected = edit.layout ? await edit.apply(theirs) : undefined;
        cases.push({
          file,
          edit,
          upgrade,
          ours,
          theirs,
          conflict: conflicting(edit, upgrade),
          expected,
        });
      }
    }
  }
  return cases;
}

/** Merges every case with every engine and judges what comes out, without asking the engine how it did it. */
export async function runSuite(
  engines: readonly EngineName[] = Object.keys(ENGINES) as EngineName[],
): Promise<Row[]> {
  const cases = await allCases();
  const inputs = cases.map(({ file, ours, theirs }) => ({
    path: file.path,
    base: file.base,
    ours,
    theirs,
  }));
  const rows: Row[] = [];
  for (const engine of engines) {
    const outcomes = await ENGINES[engine](inputs);
    const faults = faultsOf(cases, outcomes);
    const verdicts = cases.map((one, i) => {
      const outcome = outcomes[i] ?? { text: "", conflict: true };
      const { verdict, detail } = judge(one, outcome, faults[i] ?? []);
      return { case: one, verdict, detail, text: outcome.text };
    });
    rows.push({ engine, verdicts });
  }
  return rows;
}

/** What is wrong with each text as a program or as data; nothing is expected of texts with conflicts. */
function faultsOf(
  cases: readonly Case[],
  outcomes: readonly Outcome[],
): string[][] {
  const code = (one: Case) => one.file.path.endsWith(".ts");
  const programs = cases.map((one, i) =>
    code(one) && !outcomes[i]?.conflict ? (outcomes[i]?.text ?? "") : "",
  );
  const compiled = compile(programs);
  return cases.map((one, i) => {
    if (one.file.path !== "package.json" || outcomes[i]?.conflict)
      return compiled[i] ?? [];
    const errors: ParseError[] = [];
    parseJsonc((outcomes[i]?.text ?? "").replace(/^\uFEFF/, ""), errors);
    return errors.map((error) => `JSON error ${error.error}`);
  });
}

/** What a text lacks of what it must say after an edit. */
export function missing(file: FileKind, edit: Edit, text: string): string[] {
  const said = file.squeeze(text);
  const squeezed = (claim: string) =>
    file.path.endsWith(".ts") ? file.squeeze(claim) : claim;
  return [
    ...edit.has.filter((claim) => !said.includes(squeezed(claim))),
    ...edit.hasNot
      .filter((claim) => said.includes(squeezed(claim)))
      .map((claim) => `not ${claim}`),
  ];
}

function judge(
  one: Case,
  { text, conflict }: Outcome,
  faults: readonly string[],
): { verdict: Verdict; detail: string } {
  if (conflict)
    return {
      verdict: one.conflict ? "true conflict" : "false conflict",
      detail: "",
    };
  if (faults.length > 0)
    return { verdict: "broken", detail: faults.join("; ") };
  const lostEdit = missing(one.file, one.edit, text);
  if (lostEdit.length > 0)
    return { verdict: "user edit lost", detail: lostEdit.join(" | ") };
  const lostChange = missing(one.file, one.upgrade, text);
  if (lostChange.length > 0)
    return { verdict: "template change lost", detail: lostChange.join(" | ") };
  const layout = layoutLost(one, text);
  return layout
    ? { verdict: "formatting", detail: layout }
    : { verdict: "clean", detail: "" };
}

/** A line that the user wrote, and that the template has not touched, but that is not in the text as it was. */
function layoutLost(one: Case, text: string): string | undefined {
  if (text === one.expected) return undefined;
  const lines = new Set(text.split("\n"));
  const before = new Set(one.file.base.split("\n"));
  return one.ours
    .split("\n")
    .filter((line) => line.trim() !== "" && !before.has(line))
    .find((line) => !lines.has(line) && !touched(one, line));
}

/** The template changed the same line, or the one that the line came from. */
function touched(one: Case, line: string): boolean {
  const words = new Set(line.match(/\w+/g));
  const similar = one.file.base
    .split("\n")
    .filter(
      (other) =>
        (other.match(/\w+/g) ?? []).filter((word) => words.has(word)).length >=
        2,
    );
  const after = new Set(one.theirs.split("\n"));
  return similar.some((other) => !after.has(other));
}
