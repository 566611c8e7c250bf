import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { parseRecord } from "../../../src/history/parse.js";
import { planUndo } from "../../../src/history/plan-undo.js";
import {
  HISTORY_FOLDER,
  HISTORY_LIMITS,
  type HistoryEntry,
  recordNumbers,
  recordPath,
  recordsToDrop,
} from "../../../src/history/record.js";
import { withRecord } from "../../../src/history/with-record.js";
import { LOCKFILE_PATH } from "../../../src/lockfile/lockfile.js";
import { printLockfile } from "../../../src/lockfile/print.js";
import type { Change } from "../../../src/reconcile/change-set.js";
import {
  applyChangeSet,
  memoryDisk,
  type MemoryFiles,
} from "../../../src/workspace/memory-disk.js";
import {
  changeSet,
  create,
  lockfileOf,
  remove,
  update,
} from "../workspace/trees.js";

const start: MemoryFiles = {
  [LOCKFILE_PATH]: printLockfile(lockfileOf("0")),
  "a.ts": "a0",
};

/** Commits as the commands do. */
function commit(
  files: MemoryFiles,
  changes: readonly Change[],
  lockfile: Parameters<typeof withRecord>[0]["lockfile"],
  command = "generate",
): MemoryFiles {
  return applyChangeSet(
    files,
    withRecord(changeSet(changes, lockfile), {
      disk: memoryDisk(files),
      entries: entriesOf(files),
      command,
    }),
  );
}

function entriesOf(files: MemoryFiles): HistoryEntry[] {
  return namesOf(files).map((name) => {
    const text = files[`${HISTORY_FOLDER}/${name}`] ?? "";
    return { name, bytes: Buffer.byteLength(text) };
  });
}

function undo(files: MemoryFiles, force = false) {
  const [number = 0] = recordNumbers(namesOf(files));
  const path = recordPath(number);
  const disk = memoryDisk(files);
  const record = parseRecord(path, files[path] ?? "");
  const planned = planUndo({ record, number, disk, force });
  return { ...planned, files: applyChangeSet(files, planned.changeSet) };
}

function namesOf(files: MemoryFiles): string[] {
  return Object.keys(files)
    .filter((path) => path.startsWith(`${HISTORY_FOLDER}/`))
    .map((path) => path.slice(HISTORY_FOLDER.length + 1));
}

describe("the history", () => {
  it("reaches back over dozens of changes, to what made the app", () => {
    const before: MemoryFiles = { "mine.txt": "mine" };
    let files = commit(before, [create("a.ts", "a0")], lockfileOf("0"));
    const states = [before];
    for (let n = 1; n <= 40; n++) {
      states.push(files);
      files = commit(
        files,
        [update("a.ts", `a${n - 1}`, `a${n}`)],
        lockfileOf(String(n)),
      );
    }
    for (const state of states.toReversed()) {
      files = undo(files).files;
      expect(files).toEqual(state);
    }
  });

  it("drops the oldest where they are too many or too large together, and goes on counting", () => {
    const { least, most, bytes } = HISTORY_LIMITS;
    const entries = (count: number, size: number): HistoryEntry[] =>
      Array.from({ length: count }, (_, index) => ({
        name: `${index + 1}.json`,
        bytes: size,
      }));
    expect(recordsToDrop(entries(most - 1, 1), 1)).toEqual([]);
    expect(recordsToDrop(entries(most, 1), 1)).toEqual([1]);
    expect(recordsToDrop(entries(16, bytes / 16), 0)).toEqual([]);
    expect(recordsToDrop(entries(16, bytes / 16), 1)).toEqual([1]);
    // However large: what was just done can be taken back.
    const large = recordsToDrop(entries(20, bytes), bytes);
    expect(20 + 1 - large.length).toBe(least);
    expect(recordsToDrop(entries(9, bytes), bytes)).toEqual([]);
    expect(recordsToDrop([{ name: "x.json", bytes }], bytes)).toEqual([]);

    const big = "x".repeat(bytes);
    let files: MemoryFiles = { ...start, "a.ts": big };
    for (let n = 1; n <= 13; n++)
      files = commit(
        files,
        [update("a.ts", files["a.ts"] ?? "", `${big}${n}`)],
        lockfileOf(String(n)),
      );
    const numbers = recordNumbers(namesOf(files));
    expect(numbers).toEqual([13, 12, 11, 10, 9, 8, 7, 6, 5, 4]);
  });

  it("passes over what is no record of it", () => {
    const names = ["2.json", "10.json", "0.json", "01.json", "x.json", "3"];
    expect(recordNumbers([...names, "9999999999.json"])).toEqual([10, 2]);
  });

  it("takes back what made the app, and leaves what was there", () => {
    const before = { "mine.txt": "mine", "package.json": "{}" };
    const files = commit(
      before,
      [create("a.ts", "a"), update("package.json", "{}", "{ }")],
      lockfileOf("1"),
      "adopt",
    );
    expect(Object.keys(files)).toContain(LOCKFILE_PATH);
    expect(undo(files).files).toEqual(before);
  });

  it("does not hold a commit that makes no app", () => {
    const wanted = changeSet([create("a.ts", "a")], null);
    const request = { disk: memoryDisk({}), entries: [], command: "create" };
    expect(withRecord(wanted, request).changes).toEqual(wanted.changes);
  });

  it("knows what may be run again", () => {
    const disk = {
      ...memoryDisk(start),
      read: (path: string) => {
        const file = memoryDisk(start).read(path);
        return file && { ...file, executable: true };
      },
    };
    const { changes } = withRecord(changeSet([remove("a.ts", "a0")]), {
      disk,
      entries: [],
      command: "generate",
    });
    const record = changes.find(({ path }) => path === recordPath(1));
    const text = record?.kind === "create" ? record.text : "";
    expect(parseRecord(recordPath(1), text).files).toEqual([
      { path: "a.ts", before: { text: "a0", executable: true }, after: null },
    ]);
  });
});

const path = fc.constantFrom("a", "b.ts", "c/d.ts", ".frameio/base/b.ts.base");
const anyTree = fc.dictionary(path, fc.string({ maxLength: 8 }));

describe("undo", () => {
  it("is the inverse of any commit, however many there were", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(anyTree, fc.boolean()), {
          minLength: 1,
          maxLength: 10,
        }),
        (wanted) => {
          const trees: MemoryFiles[] = [start];
          wanted.forEach(([next, isLocked], index) => {
            const before = trees.at(-1) ?? {};
            const lockfile = isLocked ? lockfileOf(`${index}`) : null;
            trees.push(commit(before, changesBetween(before, next), lockfile));
          });
          let files = trees.pop() ?? {};
          while (trees.length > 0) {
            const undone = undo(files);
            expect(undone.changeSet.conflicts).toEqual([]);
            files = undone.files;
            expect(files).toEqual(trees.pop());
          }
        },
      ),
      { seed: 31, numRuns: 300 },
    );
  });

  it("never takes away what was edited since, unless forced", () => {
    fc.assert(
      fc.property(
        anyTree,
        anyTree,
        anyTree,
        fc.boolean(),
        (first, second, edits, force) => {
          const before = { ...start, ...first };
          const after = commit(
            before,
            changesBetween(before, { ...start, ...second }),
            lockfileOf("1"),
          );
          const edited = { ...after, ...edits };
          const { changeSet: planned, losses, files } = undo(edited, force);
          const lost = Object.keys(edited).filter(
            (each) =>
              edited[each] !== after[each] &&
              edited[each] !== before[each] &&
              files[each] !== edited[each],
          );
          expect(losses.map((loss) => loss.path)).toEqual(
            expect.arrayContaining(lost),
          );
          if (!force) expect(lost).toEqual([]);
          expect(planned.conflicts.length).toBe(force ? 0 : losses.length);
        },
      ),
      { seed: 32, numRuns: 300 },
    );
  });

  it("refuses when the lockfile is not the one that the commit left", () => {
    const after = commit(start, [update("a.ts", "a0", "a1")], lockfileOf("1"));
    const other = { ...after, [LOCKFILE_PATH]: printLockfile(lockfileOf("2")) };
    expect(() => undo(other, true)).toThrow(/FG432/);
  });
});

/** The changes from one tree to another, but for the lockfile and the history. */
function changesBetween(before: MemoryFiles, after: MemoryFiles): Change[] {
  const isOurs = (each: string) =>
    each !== LOCKFILE_PATH && !each.startsWith(`${HISTORY_FOLDER}/`);
  const paths = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...paths].filter(isOurs).flatMap((each): Change[] => {
    const old = before[each];
    const text = after[each];
    if (text === old) return [];
    if (text === undefined) return [remove(each, old ?? "")];
    return [old === undefined ? create(each, text) : update(each, old, text)];
  });
}
