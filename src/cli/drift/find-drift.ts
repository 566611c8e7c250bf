import { LOCKFILE_PATH, type Lockfile } from "../../lockfile/lockfile.js";
import { MANIFEST_PATH } from "../../manifest/manifest.js";
import type { Tool } from "../../pipeline.js";
import type { ChangeSet, Outcome } from "../../reconcile/change-set.js";

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
  /** One sentence for people. */
  readonly message: string;
  readonly line?: number;
}

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

/** What generating would change, with the reason file by file, sorted by path. */
export function findDrift(
  changeSet: ChangeSet,
  lockfile: Lockfile | undefined,
  tool: Pick<Tool, "version">,
): readonly Drift[] {
  const stale = staleReason(changeSet, lockfile, tool);
  const conflicts = changeSet.conflicts.map(({ path, diagnostic }): Drift => {
    const reason = diagnostic.code === "FG301" ? "edited" : "conflict";
    return {
      path,
      reason,
      message: messages[reason],
      ...(diagnostic.line === undefined ? {} : { line: diagnostic.line }),
    };
  });
  const known = new Set(conflicts.map(({ path }) => path));
  const changes = changeSet.changes
    .filter(({ path }) => isGenerated(path) && !known.has(path))
    .map((change): Drift => {
      const reason = reasonOf(change.reason) ?? stale;
      return { path: change.path, reason, message: messages[reason] };
    });
  return [...conflicts, ...changes].sort((a, b) => (a.path < b.path ? -1 : 1));
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
