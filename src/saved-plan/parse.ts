import { type Diagnostic, FrameioGenError } from "../diagnostics/diagnostic.js";
import { codes } from "../diagnostics/codes.js";
import { printable } from "../diagnostics/printable.js";
import { HISTORY_FOLDER } from "../history/record.js";
import { isDigest } from "../lockfile/digest.js";
import { parseLockfile } from "../lockfile/parse.js";
import { printLockfile } from "../lockfile/print.js";
import { MANIFEST_PATH } from "../manifest/manifest.js";
import type { Change, Outcome } from "../reconcile/change-set.js";
import { isReserved, pathProblem } from "../workspace/path-guard.js";
import { planDigest } from "./print.js";
import type { SavedPlan } from "./saved-plan.js";

/**
 * Reads a plan's text. It is untrusted: it may come from another machine. What it would do is what it shows: each change stands
 * in the list that people see, with the same outcome, or is bookkeeping that belongs to it.
 *
 * @param file its name, for messages
 * @throws {FrameioGenError} FG440 with the first thing that is wrong, and the lockfile's own errors.
 */
export function parsePlan(text: string, file: string): SavedPlan {
  const { digest, ...body } = members(parseJson(text, file), file);
  const refuse = (what: string) => new FrameioGenError([unusable(file, what)]);
  if (body.planVersion !== 1)
    throw refuse("is not a plan of a version that this tool knows");
  if (digest !== bodyDigest(body))
    throw refuse("was cut off or edited: its digest does not fit");
  if (!isPlan(body)) throw refuse("does not have the form of a plan");
  const { lockfile, changes } = body;
  if (lockfile !== null && printLockfile(parseLockfile(lockfile)) !== lockfile)
    throw refuse("holds a lockfile that the tool would not write");
  const shown = new Set(
    body.outcomes.map(({ path, outcome }) => `${outcome} ${path}`),
  );
  const hidden = changes.find((change) => !isShown(change, shown));
  if (hidden !== undefined)
    throw refuse(`would change ${hidden.path}, and does not tell so`);
  return body;
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new FrameioGenError([unusable(file, "is not valid JSON")]);
  }
}

function members(value: unknown, file: string): Record<string, unknown> {
  if (isObject(value)) return value;
  throw new FrameioGenError([unusable(file, "is not a JSON object")]);
}

function bodyDigest(body: object): string | undefined {
  try {
    return planDigest(body);
  } catch {
    // Nested deeper than can be printed: no plan of ours.
    return undefined;
  }
}

function isPlan(
  value: Record<string, unknown>,
): value is typeof value & SavedPlan {
  const { tool, command, lockfile } = value;
  return (
    isObject(tool) &&
    typeof tool.version === "string" &&
    typeof tool.fingerprint === "string" &&
    typeof command === "string" &&
    printable(command) === command &&
    isDigest(value.inputs) &&
    (lockfile === null || typeof lockfile === "string") &&
    isListOf(value.expects, isExpected) &&
    isListOf(value.changes, isChange) &&
    isListOf(value.outcomes, isOutcome) &&
    isListOf(value.conflicts, isConflict) &&
    isListOf(value.warnings, isDiagnostic)
  );
}

function isExpected(value: Record<string, unknown>): boolean {
  const { path, digest } = value;
  return isPath(path) && (digest === null || isDigest(digest));
}

function isChange(value: Record<string, unknown>): boolean {
  const { kind, path, expects, reason, text, executable } = value;
  const isOurs =
    isPath(path) &&
    !isReserved(path) &&
    !path.startsWith(`${HISTORY_FOLDER}/`) &&
    isOutcomeWord(reason);
  if (!isOurs) return false;
  if (kind === "delete") return isDigest(expects);
  const hasText = typeof text === "string" && typeof executable === "boolean";
  if (kind === "create") return hasText && expects === null;
  return kind === "update" && hasText && isDigest(expects);
}

function isOutcome({ path, outcome }: Record<string, unknown>): boolean {
  return isPath(path) && isOutcomeWord(outcome);
}

function isConflict(value: Record<string, unknown>): boolean {
  const { path, diagnostic, ours, theirs } = value;
  return (
    isPath(path) &&
    isObject(diagnostic) &&
    isDiagnostic(diagnostic) &&
    typeof ours === "string" &&
    typeof theirs === "string"
  );
}

function isDiagnostic(value: Record<string, unknown>): boolean {
  const { code, severity, message, file, line, column, length, hint } = value;
  const texts = [message, file ?? "", hint ?? ""];
  const numbers = [line ?? 1, column ?? 1, length ?? 1];
  return (
    typeof code === "string" &&
    Object.hasOwn(codes, code) &&
    ["error", "warning", "info"].includes(String(severity)) &&
    texts.every((each) => typeof each === "string") &&
    numbers.every((each) => Number.isSafeInteger(each) && Number(each) > 0) &&
    (file === undefined || isPath(file))
  );
}

function isShown(
  { path, reason }: Change,
  shown: ReadonlySet<string>,
): boolean {
  return (
    path === MANIFEST_PATH ||
    path.startsWith(".frameio/base/") ||
    shown.has(`${reason} ${path}`)
  );
}

const outcomeWords: Readonly<Record<Outcome, true>> = {
  create: true,
  recreate: true,
  update: true,
  merge: true,
  adopt: true,
  unchanged: true,
  keep: true,
  "stay-deleted": true,
  delete: true,
  release: true,
  forget: true,
  conflict: true,
  edit: true,
  move: true,
};

function isOutcomeWord(value: unknown): boolean {
  return typeof value === "string" && Object.hasOwn(outcomeWords, value);
}

function isPath(value: unknown): value is string {
  return typeof value === "string" && pathProblem(value) === undefined;
}

function isListOf(
  value: unknown,
  isItem: (item: Record<string, unknown>) => boolean,
): boolean {
  return (
    Array.isArray(value) &&
    value.every((item: unknown) => isObject(item) && isItem(item))
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function unusable(file: string, what: string): Diagnostic {
  return { code: "FG440", severity: "error", message: `${file} ${what}` };
}
