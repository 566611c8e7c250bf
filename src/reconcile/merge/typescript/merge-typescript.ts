import type ts from "typescript";
import { mergeLines } from "../lines/merge-lines.js";
import { lostWords } from "../lost-words.js";
import type { Merged } from "../structure/context.js";
import { mergeList } from "../structure/merge-list.js";
import { mergePart } from "../structure/merge-part.js";
import type { MergeInput, MergeResult } from "../types.js";
import { losingNothing, wholeFile } from "../whole-file.js";
import { importsOf } from "./bindings.js";
import { editImports, marked } from "./edit-imports.js";
import {
  hasSyntaxErrors,
  type ParsedFile,
  parsedFile,
  parseFile,
  syntaxTree,
} from "./parse.js";
import {
  changesNothing,
  type ImportPlan,
  planImports,
} from "./plan-imports.js";
import { alignNames } from "./renames.js";
import { type Names, namesOf } from "./scope.js";

interface Sides {
  readonly base: ParsedFile | undefined;
  readonly ours: ParsedFile;
  readonly theirs: ParsedFile;
}

/**
 * Three-way merge of TypeScript and JavaScript by structure. What is reported as clean parses, and mentions no name
 * that got lost on the way; where structure does not get there, lines are tried. All texts are plain.
 */
export function mergeTypeScript(input: MergeInput): MergeResult {
  const sides = parseSides(input);
  if (!sides) {
    const lines = mergeLines(input, { prose: false, finer: false });
    return losingNothing(input, lines);
  }
  const aligned = alignNames(input.path, sides);
  // A name that one side changed in what the other side took out is lost in that light: then look at the texts as they are.
  for (const one of new Set([aligned, sides])) {
    const merged = mergeSides(one, input);
    if (isSound(merged, sides, input))
      return { text: merged.text, conflicts: merged.conflicts };
  }
  const lines = mergeLines(input, { prose: false, finer: false });
  return isSound(lines, sides, input) ? lines : wholeFile(input);
}

interface Finished extends MergeResult {
  /** Of the text, where it is known. */
  readonly tree?: ts.SourceFile;
}

function mergeSides(sides: Sides, input: MergeInput): Finished {
  const body = mergeBodies(sides);
  return body.conflicts.length > 0
    ? withImports(body, sides, input)
    : finish(body, sides, input.path);
}

function parseSides({
  path,
  base,
  ours,
  theirs,
}: MergeInput): Sides | undefined {
  const [b, o, t] = [
    base === undefined ? undefined : parseFile(path, base),
    parseFile(path, ours),
    parseFile(path, theirs),
  ];
  if (!o || !t || (base !== undefined && !b)) return undefined;
  return { base: b, ours: o, theirs: t };
}

/** All but the imports: those of the user stand as they are. */
function mergeBodies({ base, ours, theirs }: Sides): Merged {
  return mergeList(
    base?.list,
    ours.list,
    theirs.list,
    { lines: true, mergePart },
    "",
  );
}

/** Brings the imports of a cleanly merged text up to date. */
function finish(body: Merged, sides: Sides, path: string): Finished {
  const tree = syntaxTree(path, body.text);
  if (hasSyntaxErrors(tree)) return { ...body, tree };
  const { used } = namesOf(tree);
  const plan = plannedImports(sides, (name) => used.has(name));
  if (changesNothing(plan)) return { ...body, tree };
  return editImports(parsedFile(tree), sides, plan);
}

/** With conflicts in the body the merged text does not parse: the imports are edited first, for both sides' code. */
function withImports(
  body: Merged,
  sides: Sides,
  input: MergeInput,
): MergeResult {
  const used = [sides.ours, sides.theirs].map(({ file }) => namesOf(file).used);
  const plan = plannedImports(sides, (name) =>
    used.some((names) => names.has(name)),
  );
  const calm: ImportPlan = { ...plan, conflicts: [] };
  const edited = editImports(sides.ours, sides, calm);
  const ours = parseFile(input.path, edited.text);
  if (edited.conflicts.length > 0 || !ours) return wholeFile(input);
  const again = mergeBodies({ ...sides, ours });
  if (again.conflicts.length !== body.conflicts.length) return wholeFile(input);
  let { text } = again;
  for (const conflict of plan.conflicts) {
    text = text.replace(conflict.ours, () => marked(conflict));
  }
  return { text, conflicts: [...plan.conflicts, ...again.conflicts] };
}

function plannedImports(
  { base, ours, theirs }: Sides,
  used: (name: string) => boolean,
): ImportPlan {
  return planImports(
    base && importsOf(base.file),
    importsOf(ours.file),
    importsOf(theirs.file),
    used,
  );
}

/** Has what both sides brought in. Where it is clean: parses, and has no name undeclared or declared twice that was not so on one of the sides. */
function isSound(
  { text, conflicts, tree }: Finished,
  { ours, theirs }: Sides,
  input: MergeInput,
): boolean {
  if (lostWords(text, input).length > 0) return false;
  if (conflicts.length > 0) return true;
  const file = tree ?? syntaxTree(input.path, text);
  if (hasSyntaxErrors(file)) return false;
  const result = namesOf(file);
  return (
    nothingNew(result, ours, theirs, "free") &&
    nothingNew(result, ours, theirs, "doubled")
  );
}

function nothingNew(
  result: Names,
  ours: ParsedFile,
  theirs: ParsedFile,
  what: "free" | "doubled",
): boolean {
  const isIn = ({ file }: ParsedFile, name: string) =>
    namesOf(file)[what].has(name);
  return [...result[what]].every(
    (name) => isIn(ours, name) || isIn(theirs, name),
  );
}
