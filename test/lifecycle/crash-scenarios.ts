import { printLockfile } from "../../src/lockfile/print.js";
import type { ChangeSet } from "../../src/reconcile/change-set.js";
import { applyChangeSet } from "../../src/workspace/memory-disk.js";
import {
  changeSet,
  create,
  lockfileOf,
  remove,
  update,
} from "../unit/workspace/trees.js";

export interface Scenario {
  readonly name: string;
  /** Files before; undefined when the project's folder does not exist. */
  readonly files: Readonly<Record<string, string>> | undefined;
  readonly changeSet: ChangeSet;
}

const files = {
  "package.json": "{}",
  "src/a.ts": "a1",
  "src/old/deep/gone.ts": "gone",
  "src/old/kept.ts": "kept",
  "lone/gone.ts": "gone too",
  "mine.txt": "mine",
  ".frameio/base/package.json.base": "{}",
  ".frameio/lock.json": printLockfile(lockfileOf("1")),
};

const creations = [
  create("bin/run.sh", "#!/bin/sh\n", true),
  create("src/new/er/c.ts", "c\n".repeat(100)),
];

const changes = [
  update(".frameio/base/package.json.base", "{}", '{ "a": 1 }'),
  ...creations,
  remove("lone/gone.ts", "gone too"),
  update("package.json", "{}", '{ "a": 1 }'),
  update("src/a.ts", "a1", "a2"),
  remove("src/old/deep/gone.ts", "gone"),
];

export const scenarios: readonly Scenario[] = [
  {
    name: "an existing project",
    files,
    changeSet: changeSet(changes, lockfileOf("2")),
  },
  {
    name: "an existing project whose lockfile stays",
    files: { "src/a.ts": "a1", "lone/gone.ts": "gone" },
    changeSet: changeSet([
      ...creations,
      remove("lone/gone.ts", "gone"),
      update("src/a.ts", "a1", "a2"),
    ]),
  },
  {
    name: "a new project",
    files: undefined,
    changeSet: changeSet(creations, lockfileOf("1")),
  },
];

/** What {@link tree} finds in a folder with these files and nothing else. */
export function treeOf(
  paths: Readonly<Record<string, string>> | undefined,
): Record<string, string> | undefined {
  if (paths === undefined) return undefined;
  const found: Record<string, string> = { ...paths };
  for (const path of Object.keys(paths))
    for (let at = path.indexOf("/"); at > 0; at = path.indexOf("/", at + 1))
      found[path.slice(0, at + 1)] = "";
  return found;
}

/** The tree before and after the commit. */
export function treesOf(scenario: Scenario) {
  return {
    old: treeOf(scenario.files),
    new: treeOf(applyChangeSet(scenario.files ?? {}, scenario.changeSet)),
  };
}
