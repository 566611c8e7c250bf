import { describe, expect, it } from "vitest";
import type { Migration } from "../../../src/migrations/migration.js";
import {
  pendingMigrations,
  versionProblem,
} from "../../../src/migrations/pending.js";
import { compareVersions, isVersion } from "../../../src/migrations/version.js";

describe("compareVersions", () => {
  // From semver.org, in ascending order.
  const ascending = [
    "0.9.9",
    "1.0.0-alpha",
    "1.0.0-alpha.1",
    "1.0.0-alpha.beta",
    "1.0.0-beta",
    "1.0.0-beta.2",
    "1.0.0-beta.11",
    "1.0.0-rc.1",
    "1.0.0",
    "1.0.10",
    "1.2.0",
    "1.10.0",
  ];
  it("orders by the rules of semantic versioning", () => {
    for (const [i, a] of ascending.entries())
      for (const [j, b] of ascending.entries())
        expect(Math.sign(compareVersions(a, b)), `${a} ${b}`).toBe(
          Math.sign(i - j),
        );
  });

  it("does not order what is no version", () => {
    expect(compareVersions("latest", "1.0.0")).toBe(0);
    expect(compareVersions("1.0.0+build", "1.0.0")).toBe(0);
    expect(["1.0.0", "1.0", "^1.0.0", ""].map(isVersion)).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});

describe("pending migrations", () => {
  const migration = (id: string, from: string): Migration => ({
    id,
    from,
    description: id,
    apply: () => ({}),
  });
  const all = [
    migration("third", "0.3.0"),
    migration("first", "0.1.0"),
    migration("also-first", "0.1.0"),
  ];

  it.each<[string, Record<string, "done" | "failed">, string[]]>([
    ["0.0.9", {}, ["first", "also-first", "third"]],
    [
      "0.1.0",
      { first: "done", "also-first": "failed" },
      ["also-first", "third"],
    ],
    ["0.2.0", {}, ["third"]],
    ["0.3.0-rc.1", {}, ["third"]],
    ["0.3.1", {}, []],
  ])("of an app of %s with %o", (toolVersion, migrations, want) => {
    const pending = pendingMigrations({ toolVersion, migrations }, all);
    expect(pending.map(({ id }) => id)).toEqual(want);
    const problem = versionProblem(
      { toolVersion, migrations },
      { version: "0.4.0", migrations: all },
    );
    expect(problem?.code).toBe(want.length > 0 ? "FG320" : undefined);
  });
});
