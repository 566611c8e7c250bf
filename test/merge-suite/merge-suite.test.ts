import { beforeAll, describe, expect, it } from "vitest";
import {
  loadTypeScriptMerge,
  merge,
  type TypeScriptMerge,
} from "../../src/reconcile/merge/index.js";
import { type Case, FILE_KINDS, type Row, runSuite } from "./run-suite.js";
import { count, scoreTable } from "./table.js";

let row: Row;
let typescript: TypeScriptMerge;

beforeAll(async () => {
  typescript = await loadTypeScriptMerge();
  const [first] = await runSuite(["ours"]);
  if (!first) throw new Error("no row");
  row = first;
}, 120_000);

const named = (one: Case) =>
  `${one.file.kind}: ${one.edit.kind} x ${one.upgrade.kind}`;

describe("the merge suite", () => {
  it("is wide enough", () => {
    expect(FILE_KINDS).toHaveLength(6);
    for (const { edits, upgrades } of FILE_KINDS) {
      expect(
        new Set(edits.map((edit) => edit.kind)).size,
      ).toBeGreaterThanOrEqual(20);
      expect(
        new Set(upgrades.map((upgrade) => upgrade.kind)).size,
      ).toBeGreaterThanOrEqual(12);
    }
  });

  it.each(["user edit lost", "template change lost", "broken"] as const)(
    "has no case of: %s",
    (verdict) => {
      const found = row.verdicts.filter((one) => one.verdict === verdict);
      expect(found.map((one) => `${named(one.case)}: ${one.detail}`)).toEqual(
        [],
      );
    },
  );

  it("reports every real conflict", () => {
    const real = row.verdicts.filter((one) => one.case.conflict);
    expect(real.length).toBeGreaterThan(20);
    expect(
      real
        .filter((one) => one.verdict !== "true conflict")
        .map((one) => named(one.case)),
    ).toEqual([]);
  });

  it("reports at most one conflict in a hundred that is none, and none where things were only added", () => {
    const wrong = row.verdicts.filter(
      (one) => one.verdict === "false conflict",
    );
    expect(wrong.length / row.verdicts.length).toBeLessThanOrEqual(0.01);
    const additive = wrong.filter(
      (one) => one.case.edit.additive && one.case.upgrade.additive,
    );
    expect(additive.map((one) => named(one.case))).toEqual([]);
  });

  it("keeps the layout of what the template did not touch", () => {
    expect(count(row, "formatting") / row.verdicts.length).toBeLessThanOrEqual(
      0.005,
    );
  });

  it("changes nothing on a second run", () => {
    for (const { case: one, verdict, text } of row.verdicts) {
      if (verdict.endsWith("conflict")) continue;
      const path = one.file.path;
      const again = merge(
        { path, base: one.theirs, ours: text, theirs: one.theirs },
        { typescript },
      );
      expect(again, named(one)).toEqual({ text, conflicts: [] });
      // The same upgrade again, with the old base: by lines alone this cannot be told.
      if (path === "README.md") continue;
      const repeated = merge(
        { path, base: one.file.base, ours: text, theirs: one.theirs },
        { typescript },
      );
      expect(repeated.conflicts, named(one)).toEqual([]);
      expect(one.file.squeeze(repeated.text), named(one)).toBe(
        one.file.squeeze(text),
      );
    }
  }, 120_000);

  it("gives the same things whichever side added them first", () => {
    const additive = row.verdicts.filter(
      (one) => one.case.edit.additive && one.case.upgrade.additive,
    );
    for (const { case: one, text } of additive) {
      const { file, ours, theirs } = one;
      const other = merge(
        { path: file.path, base: file.base, ours: theirs, theirs: ours },
        { typescript },
      );
      expect(other.conflicts, named(one)).toEqual([]);
      const letters = (merged: string) =>
        [...file.squeeze(merged).replace(/[\s,]/g, "")].sort().join("");
      expect(letters(other.text), named(one)).toBe(letters(text));
    }
  }, 120_000);

  it("puts markers around every conflict", () => {
    for (const { case: one, verdict, text } of row.verdicts) {
      if (verdict === "true conflict")
        expect(text, named(one)).toMatch(
          /^<{7} yours\n[^]*^\|{7} base\n[^]*^={7}\n[^]*^>{7} new$/m,
        );
    }
  });

  it("prints a table", () => {
    expect(scoreTable([row])).toContain(`| ours | ${count(row, "clean")} |`);
  });
});
