import { describe, expect, it } from "vitest";
import { classify, type Decision } from "../../../src/reconcile/classify.js";

/** base, disk and next; undefined where there is none. */
type Triple = [string | undefined, string | undefined, string | undefined];

/** The ownership table, a row per case: base, disk, next, and what happens to a managed, a scaffolded and a merged file. */
const table: [string, Triple, [Decision, Decision, Decision]][] = [
  ["new", [undefined, undefined, "t"], ["create", "create", "create"]],
  ["already there", [undefined, "t", "t"], ["adopt", "adopt", "adopt"]],
  [
    "a foreign file",
    [undefined, "d", "t"],
    ["conflict-foreign", "keep", "merge"],
  ],
  ["nothing new", ["b", "b", "b"], ["unchanged", "unchanged", "unchanged"]],
  ["new text, untouched", ["b", "b", "t"], ["update", "keep", "update"]],
  ["edited, nothing new", ["b", "d", "b"], ["conflict-drift", "keep", "keep"]],
  ["edited, new text", ["b", "d", "t"], ["conflict-drift", "keep", "merge"]],
  ["edited to what is new", ["b", "t", "t"], ["adopt", "adopt", "adopt"]],
  [
    "deleted by the user",
    ["b", undefined, "t"],
    ["recreate", "stay-deleted", "stay-deleted"],
  ],
  [
    "deleted by the user, nothing new",
    ["b", undefined, "b"],
    ["recreate", "stay-deleted", "stay-deleted"],
  ],
  [
    "no longer generated, untouched",
    ["b", "b", undefined],
    ["delete", "release", "release"],
  ],
  [
    "no longer generated, edited",
    ["b", "d", undefined],
    ["release", "release", "release"],
  ],
  [
    "no longer generated, gone",
    ["b", undefined, undefined],
    ["forget", "forget", "forget"],
  ],
];

describe("classify", () => {
  it.each(table)(
    "%s",
    (_name, [base, disk, next], [managed, scaffolded, merged]) => {
      expect(classify("managed", { base, disk, next })).toBe(managed);
      expect(classify("scaffolded", { base, disk, next })).toBe(scaffolded);
      expect(classify("merged", { base, disk, next })).toBe(merged);
    },
  );
});
