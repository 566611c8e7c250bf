import { describe, expect, it } from "vitest";

import { annotation } from "../../../src/cli/drift/annotation.js";
import { patchOf } from "../../../src/cli/drift/patch.js";
import { searchEvents } from "../../../src/cli/events/search.js";
import { renderOutcomes } from "../../../src/cli/report/change-report.js";
import { renderFileTree } from "../../../src/cli/report/file-tree.js";
import { plain } from "../../../src/diagnostics/render.js";
import type { FileOutcome } from "../../../src/reconcile/change-set.js";

describe("the tree of files", () => {
  it("shows folders first, and the outcome in one column", () => {
    const tree = renderFileTree(
      [
        { path: "a.ts", outcome: "create" },
        { path: "src/b/c.ts", outcome: "update" },
        { path: "src/d.ts", outcome: "create" },
      ],
      plain,
    );
    expect(tree).toBe(
      [
        "├── src",
        "│   ├── b",
        "│   │   └── c.ts  update",
        "│   └── d.ts      create",
        "└── a.ts          create",
      ].join("\n"),
    );
  });
});

describe("the outcomes", () => {
  const outcomes = (...rows: [FileOutcome["outcome"], string][]) =>
    renderOutcomes(
      {
        changes: [],
        outcomes: rows.map(([outcome, path]) => ({ path, outcome })),
        conflicts: [],
        warnings: [],
        lockfile: null,
      },
      plain,
    ).split("\n");
  const many = (outcome: FileOutcome["outcome"], folder: string, count = 6) =>
    Array.from({ length: count }, (_, n): [FileOutcome["outcome"], string] => [
      outcome,
      `${folder}/${n}.ts`,
    ]);

  it("are a line for each file, and for each folder of many of the tool's", () => {
    expect(
      outcomes(
        ...many("create", "src/frameio/kernel/http"),
        ...many("update", "src/frameio/kernel/inbox", 2),
        ["create", "src/frameio/routes.gen.ts"],
        ["update", "README.md"],
      ),
    ).toEqual([
      "  update  README.md",
      "  create  src/frameio/kernel/ (6 files)",
      "  update  src/frameio/kernel/inbox/0.ts",
      "  update  src/frameio/kernel/inbox/1.ts",
      "  create  src/frameio/routes.gen.ts",
    ]);
  });

  it.each<[FileOutcome["outcome"], string]>([
    ["create", "src/webhooks"],
    ["conflict", "src/frameio/kernel"],
    ["release", "src/frameio/kernel"],
  ])("%s in %s: each has its line", (outcome, folder) => {
    expect(outcomes(...many(outcome, folder))).toHaveLength(6);
  });
});

describe("an annotation", () => {
  it("survives every character that GitHub gives a meaning", () => {
    const drift = {
      path: "a,b:c%\n.ts",
      reason: "edited",
      severity: "error",
      message: "x%\ny",
      hint: "Do\r\nit: 100%, now.",
      line: 3,
    } as const;
    expect(annotation(drift, "/w/app", "/w")).toBe(
      "::error file=app/a%2Cb%3Ac%25%0A.ts,line=3,title=frameio-gen check%3A edited::a,b:c%25%0A.ts x%25%0Ay. Do%0D%0Ait: 100%25, now.",
    );
  });

  it("stays relative to the app outside of a checkout", () => {
    const drift = {
      path: "a.ts",
      reason: "missing",
      severity: "warning",
      message: "",
      hint: "",
    } as const;
    expect(annotation(drift, "/app", "/elsewhere")).toContain("file=a.ts,");
    expect(annotation(drift, "/app", undefined)).toContain("file=a.ts,");
  });
});

describe("a patch", () => {
  it.each<[string, string | undefined, string | undefined, string[]]>([
    [
      "of a new file",
      undefined,
      "a\n",
      ["new file mode 100644", "--- /dev/null", "+++ b/x"],
    ],
    [
      "of a deleted file",
      "a\n",
      undefined,
      ["deleted file mode 100644", "+++ /dev/null"],
    ],
    ["of a change", "a\n", "b\n", ["--- a/x", "+++ b/x", "-a", "+b"]],
    ["without a last line end", "a\n", "b", ["\\ No newline at end of file"]],
  ])("%s", async (_, before, after, lines) => {
    const patch = await patchOf({ path: "x", before, after });
    expect(patch.split("\n")).toEqual(expect.arrayContaining(lines));
  });
});

describe("the search for events", () => {
  const events = [
    {
      name: "file.ready",
      family: "file",
      summary: "Playable",
      description: "",
    },
    {
      name: "comment.created",
      family: "comment",
      summary: "Said on a file",
      description: "",
    },
  ];

  it.each([
    ["", ["file.ready", "comment.created"]],
    ["FILE", ["file.ready", "comment.created"]],
    ["file playable", ["file.ready"]],
    ["nonsense", []],
  ])("%j", (query, names) => {
    expect(searchEvents(events, query).map(({ name }) => name)).toEqual(names);
  });
});
