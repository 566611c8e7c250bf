import { hintOf } from "../../diagnostics/render.js";
import { LOCKFILE_PATH, type Lockfile } from "../../lockfile/lockfile.js";
import { MANIFEST_PATH } from "../../manifest/manifest.js";
import type { Tool } from "../../pipeline.js";
import type {
  ChangeSet,
  Conflict,
  Outcome,
} from "../../reconcile/change-set.js";

/** Why a file is not as generating would leave it. */
export type DriftReason =
  | "edited" // it belongs to the tool, and was changed by hand
  | "stale-manifest" // frameio.jsonc has changed since
  | "stale-schema" // the provider's event schemas have
  | "stale-template" // the tool has, or a layer, or a template of the project's own
  | "missing"
  | "orphan" // no longer generated
  | "conflict"; // you and the template changed the same thing

export interface Drift {
  readonly path: string;
  readonly reason: DriftReason;
  /** `error` needs somebody to decide, the others are settled by generating. */
  readonly severity: "error" | "warning";
  /** One sentence for people. */
  readonly message: string;
  /** 1-based: where it differs first, or where the conflict is. */
  readonly line?: number;
  /** The next step. */
  readonly hint: string;
}

const GENERATE = "Run `npx frameio-gen generate`, and commit the result.";

const messages: Readonly<Record<DriftReason, string>> = {
  edited: "was edited, and belongs to frameio-gen",
  "stale-manifest": "does not follow the manifest any more",
  "stale-schema": "was made from older event schemas",
  "stale-template":
    "was made from other templates: of the tool, of a layer, or of your own",
  missing: "is missing",
  orphan: "is no longer generated",
  conflict: "was changed by you and by the template, differently",
};

/** Conflicts that are not between what you and the template wrote. */
const conflictMessages: Readonly<Partial<Record<string, string>>> = {
  FG302: "stands where frameio-gen keeps a file of its own",
  FG304: "still has conflict markers",
  FG305: "cannot be merged: what it was generated from is missing",
};

/** What generating would change, with the reason file by file, sorted by path. */
export function findDrift(
  changeSet: ChangeSet,
  lockfile: Lockfile | undefined,
  tool: Pick<Tool, "version">,
): readonly Drift[] {
  const stale = staleReason(changeSet, lockfile, tool);
  const conflicts = changeSet.conflicts.map((conflict): Drift => {
    const { path, diagnostic } = conflict;
    const reason = diagnostic.code === "FG301" ? "edited" : "conflict";
    const line =
      diagnostic.line ??
      (reason === "edited" ? firstDifference(conflict) : undefined);
    return {
      path,
      reason,
      severity: "error",
      message: conflictMessages[diagnostic.code] ?? messages[reason],
      ...(line === undefined ? {} : { line }),
      hint: hintOf(diagnostic),
    };
  });
  const known = new Set(conflicts.map(({ path }) => path));
  const changes = changeSet.changes
    .filter(({ path }) => isGenerated(path) && !known.has(path))
    .map((change): Drift => {
      const reason = reasonOf(change.reason) ?? stale;
      return {
        path: change.path,
        reason,
        severity: "warning",
        message: messages[reason],
        hint: GENERATE,
      };
    });
  return [...conflicts, ...changes].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The first line that is not as it is generated; the last one where only lines at the end are missing. */
function firstDifference({ ours, theirs }: Conflict): number {
  const lines = ours.replace(/\n$/, "").split("\n");
  const want = theirs.split("\n");
  const index = lines.findIndex((line, at) => line !== want[at]);
  return index < 0 ? lines.length : index + 1;
}

function reasonOf(outcome: Outcome): DriftReason | undefined {
  if (outcome === "create" || outcome === "recreate") return "missing";
  if (outcome === "delete") return "orphan";
  return undefined;
}

function staleReason(
  { lockfile: next }: ChangeSet,
  last: Lockfile | undefined,
  tool: Pick<Tool, "version">,
): DriftReason {
  if (last === undefined) return "missing";
  const now = next ?? last;
  const schemas = ({ providers }: Lockfile): string =>
    JSON.stringify(
      Object.entries(providers).map(([id, { digest }]) => [id, digest]),
    );
  if (schemas(now) !== schemas(last)) return "stale-schema";
  const sameTemplates =
    tool.version === last.toolVersion && now.templates === last.templates;
  return sameTemplates ? "stale-manifest" : "stale-template";
}

function isGenerated(path: string): boolean {
  return (
    path !== MANIFEST_PATH &&
    path !== LOCKFILE_PATH &&
    !path.startsWith(".frameio/base/")
  );
}
