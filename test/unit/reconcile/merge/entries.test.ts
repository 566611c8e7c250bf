import { describe, expect, it } from "vitest";
import { merge } from "../../../../src/reconcile/merge/index.js";
import { lostWords } from "../../../../src/reconcile/merge/lost-words.js";

const run = (
  path: string,
  base: string | undefined,
  ours: string,
  theirs: string,
) => merge({ path, base, ours, theirs });

describe("merging .env by variable", () => {
  it.each([
    [
      "values and new variables of both",
      "A=1\nB=2\n",
      "A=9\nB=2\nMINE=1\n",
      "A=1\nB=3\nNEW=1\n",
      "A=9\nB=3\nMINE=1\nNEW=1\n",
    ],
    [
      "a comment that the template rewrote",
      "# old\nA=1\n",
      "# old\nA=2\n",
      "# new\nA=1\n",
      "# new\nA=2\n",
    ],
    [
      "a comment of the user's above a moved variable",
      "A=1\nB=2\n",
      "A=1\n# mine\nB=2\n",
      "B=2\nA=1\n",
      "# mine\nB=2\nA=1\n",
    ],
    [
      "a variable that was commented out",
      "A=1\nB=2\n",
      "# A=1\nB=2\n",
      "A=1\nB=3\n",
      "# A=1\nB=3\n",
    ],
    [
      "quotes and export of the user's",
      "A=x\nB=2\n",
      'export A="x"\nB=2\n',
      "A=x\nB=3\n",
      'export A="x"\nB=3\n',
    ],
    [
      "a value of several lines",
      "A=1\n",
      'A=1\nK="x\nA=2\n"\n',
      "A=1\nB=2\n",
      'A=1\nB=2\nK="x\nA=2\n"\n',
    ],
    [
      "a blank line above a group whose first went",
      "A=1\n\nB=2\nC=3\n",
      "A=1\n\nB=2\nC=4\n",
      "A=1\n\nC=3\n",
      "A=1\n\nC=4\n",
    ],
    ["two files with no base", undefined, "A=1\n", "A=1\nB=2\n", "A=1\nB=2\n"],
  ])("keeps %s", (_, base, ours, theirs, want) => {
    expect(run(".env", base, ours, theirs)).toEqual({
      text: want,
      conflicts: [],
    });
  });

  it("reports what both changed, where it stands", () => {
    const { text, conflicts } = run(
      ".env.example",
      "A=1\n\n# b\nB=1\n",
      "A=1\n\n# b\nB=2\n",
      "A=1\n\n# b\nB=3\n",
    );
    expect(conflicts).toEqual([
      {
        kind: "changed-twice",
        key: "B",
        line: 4,
        base: "B=1",
        ours: "B=2",
        theirs: "B=3",
      },
    ]);
    expect(text).toBe(
      "A=1\n\n# b\n<<<<<<< yours\nB=2\n||||||| base\nB=1\n=======\nB=3\n>>>>>>> new\n",
    );
  });
});

describe("merging lists", () => {
  it.each([
    [
      "patterns",
      ".gitignore",
      "node_modules\ndist\n",
      "dist\nnode_modules\n*.mine\n",
      "node_modules\ndist\n.frameio/tmp\n",
      "dist\n.frameio/tmp\nnode_modules\n*.mine\n",
    ],
    [
      "patterns that the user took out",
      ".dockerignore",
      "a\nb\n",
      "b\n",
      "a\nb\nc\n",
      "b\nc\n",
    ],
    [
      "settings",
      ".npmrc",
      "a=1\nb=2\n",
      "a=9\nb=2\n",
      "a=1\nb=3\n",
      "a=9\nb=3\n",
    ],
    [
      "attributes",
      ".gitattributes",
      "*.ts text\n",
      "*.ts text\n*.png binary\n",
      "*.ts text eol=lf\n",
      "*.ts text eol=lf\n*.png binary\n",
    ],
  ])("keeps %s", (_, path, base, ours, theirs, want) => {
    expect(run(path, base, ours, theirs)).toEqual({
      text: want,
      conflicts: [],
    });
  });
});

describe("a new comment of the template's", () => {
  it("is a conflict where the user deleted the variable below it", () => {
    const { text, conflicts } = run(
      ".env.example",
      "A=1\nB=2\nC=3\n",
      "A=1\nC=3\n",
      "A=1\n# New.\nB=2\nC=3\n",
    );
    expect(conflicts).toHaveLength(1);
    expect(text).toMatch(/A=1\n<{7} yours\n[^]*# New\.\n>{7} new\nC=3\n/);
  });
});

describe("what no engine keeps", () => {
  it("is found by its words", () => {
    expect(
      lostWords("a c", { base: "a b", ours: "a b mine", theirs: "a c new" }),
    ).toEqual(["mine", "new"]);
    expect(lostWords("a c", { base: "a b", ours: "a", theirs: "a c" })).toEqual(
      [],
    );
  });
});
