import type { Paint } from "../../diagnostics/render.js";
import { MANIFEST_PATH } from "../../manifest/manifest.js";
import type {
  ChangeSet,
  FileOutcome,
  Outcome,
} from "../../reconcile/change-set.js";
import type { Json } from "../../schema/catalog.js";

/** Outcomes that leave no trace: not worth a line. */
const quiet: ReadonlySet<Outcome> = new Set(["unchanged", "keep", "adopt"]);

const words: Readonly<Record<Outcome, string>> = {
  create: "created",
  recreate: "created again",
  update: "updated",
  merge: "merged",
  adopt: "adopted",
  unchanged: "unchanged",
  keep: "kept",
  "stay-deleted": "left deleted",
  delete: "deleted",
  release: "handed over to you",
  forget: "forgotten",
  conflict: "in conflict",
  edit: "edited",
  move: "moved",
};

/** What happens to every file that people know of, the manifest included, sorted by path. */
export function fileOutcomes(changeSet: ChangeSet): readonly FileOutcome[] {
  const manifest = changeSet.changes.find(({ path }) => path === MANIFEST_PATH);
  const known = changeSet.outcomes.some(({ path }) => path === MANIFEST_PATH);
  return [
    ...(manifest === undefined || known
      ? []
      : [{ path: MANIFEST_PATH, outcome: manifest.reason }]),
    ...changeSet.outcomes,
  ].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Whether the commit would touch anything but the tool's own bookkeeping. */
export function changesFiles(changeSet: ChangeSet): boolean {
  return changeSet.changes.some(
    ({ path }) => !/^\.frameio\/(?!templates\/)/.test(path),
  );
}

/** One line for each file that changes, `update  package.json`, or for each folder of many that are the tool's; empty when none does. */
export function renderOutcomes(changeSet: ChangeSet, paint: Paint): string {
  const rows = withFolders(
    fileOutcomes(changeSet).filter(({ outcome }) => !quiet.has(outcome)),
  );
  const width = Math.max(0, ...rows.map(({ outcome }) => outcome.length));
  return rows
    .map(
      ({ path, outcome }) =>
        `  ${marked(outcome, outcome.padEnd(width), paint)}  ${path}`,
    )
    .join("\n");
}

/** More of one folder than these are one line: what needs an eye must not scroll away. */
const MOST_OF_FOLDER = 5;

const collapsible: ReadonlySet<Outcome> = new Set([
  "create",
  "update",
  "delete",
]);

function withFolders(rows: readonly FileOutcome[]): readonly FileOutcome[] {
  const folders = new Map<string, FileOutcome[]>();
  const keyOf = ({ path, outcome }: FileOutcome) => {
    const folder = /^src\/frameio\/[^/]+\//.exec(path)?.[0];
    return folder !== undefined && collapsible.has(outcome)
      ? `${outcome} ${folder}`
      : undefined;
  };
  for (const row of rows) {
    const key = keyOf(row);
    if (key !== undefined) folders.set(key, [...(folders.get(key) ?? []), row]);
  }
  return rows.flatMap((row): FileOutcome[] => {
    const key = keyOf(row);
    const together = (key !== undefined && folders.get(key)) || [row];
    if (together.length <= MOST_OF_FOLDER) return [row];
    if (together[0] !== row) return [];
    const folder = row.path.split("/", 3).join("/");
    return [{ ...row, path: `${folder}/ (${together.length} files)` }];
  });
}

/** `12 files created, 1 updated`; empty when nothing happens to any file. */
export function summarizeOutcomes(changeSet: ChangeSet): string {
  const outcomes = fileOutcomes(changeSet).map(({ outcome }) => outcome);
  return (Object.keys(words) as Outcome[])
    .filter((outcome) => !quiet.has(outcome) && outcomes.includes(outcome))
    .map((outcome, index) => {
      const count = outcomes.filter((other) => other === outcome).length;
      const files = count === 1 ? "file " : "files ";
      return `${count} ${index === 0 ? files : ""}${words[outcome]}`;
    })
    .join(", ");
}

/** For `--json`. */
export function outcomesToJson(changeSet: ChangeSet): Json {
  return fileOutcomes(changeSet).map(({ path, outcome }) => ({
    path,
    outcome,
  }));
}

function marked(outcome: Outcome, text: string, paint: Paint): string {
  if (outcome === "conflict") return paint.error(text);
  if (outcome === "delete" || outcome === "release") return paint.warning(text);
  return paint.info(text);
}
