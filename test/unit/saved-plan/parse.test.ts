import { describe, expect, it } from "vitest";

import { digest } from "../../../src/lockfile/digest.js";
import { printLockfile } from "../../../src/lockfile/print.js";
import { parsePlan } from "../../../src/saved-plan/parse.js";
import { planDigest, printPlan } from "../../../src/saved-plan/print.js";
import { changeSet, create, lockfileOf } from "../workspace/trees.js";

const change = create("src/a.ts", "a");
const text = printPlan({
  changeSet: {
    ...changeSet([change], lockfileOf("1")),
    outcomes: [{ path: "src/a.ts", outcome: "create" }],
    conflicts: [
      {
        path: "b.md",
        ours: "1",
        theirs: "2",
        diagnostic: { code: "FG303", severity: "error", message: "Both." },
      },
    ],
  },
  tool: { version: "0.1.0", fingerprint: "f" },
  command: "generate",
  inputs: digest("inputs"),
  observed: new Map([
    ["src/a.ts", undefined],
    ["b.md", { digest: digest("b") }],
  ]),
});
const { digest: wholeDigest, ...plan } = JSON.parse(text);

/** A plan with its digest made to fit. */
function printed(body: object): string {
  return JSON.stringify({ ...body, digest: planDigest(body) });
}

describe("parsePlan", () => {
  it("reads what was written", () => {
    expect(wholeDigest).toMatch(/^sha256-/);
    expect(parsePlan(text, "plan.json")).toEqual(plan);
    expect(plan.expects).toEqual([
      { path: "b.md", digest: digest("b") },
      { path: "src/a.ts", digest: null },
    ]);
    expect(plan.lockfile).toBe(printLockfile(lockfileOf("1")));
  });

  it.each<[string, object]>([
    ["another version", { planVersion: 2 }],
    ["no tool", { tool: null }],
    ["a command that moves the cursor", { command: "\u001b[2J" }],
    ["no inputs", { inputs: "x" }],
    ["a path that leads out", withChange({ path: "../a.ts" })],
    ["an absolute path", withChange({ path: "/etc/cron.d/a" })],
    ["git's own folder", withChange({ path: ".git/hooks/pre-commit" })],
    ["git's own folder, spelt otherwise", withChange({ path: ".GIT/config" })],
    ["the lockfile as a file", withChange({ path: ".frameio/lock.json" })],
    ["the staging folder", withChange({ path: ".frameio/staging/new/0" })],
    ["the history", withChange({ path: ".frameio/history/1.json" })],
    ["an unknown kind", withChange({ kind: "link" })],
    ["a kind that is inherited", withChange({ kind: "toString" })],
    ["an unknown outcome", withChange({ reason: "constructor" })],
    ["no text", withChange({ text: undefined })],
    ["no mode", withChange({ executable: "yes" })],
    ["a creation of what exists", withChange({ expects: digest("") })],
    ["an update of anything", withChange({ kind: "update" })],
    ["a deletion of anything", withChange({ kind: "delete" })],
    ["a change that is not shown", withChange({ path: "src/b.ts" })],
    ["a change that is shown as another", withChange({ reason: "update" })],
    ["changes that are no list", { changes: {} }],
    ["a state that is none", { expects: [{ path: "a", digest: "x" }] }],
    ["an outcome without a path", { outcomes: [{ outcome: "create" }] }],
    ["a conflict without sides", { conflicts: [{ path: "a" }] }],
    ["a warning of an unknown code", { warnings: [{ code: "toString" }] }],
    ["a lockfile that is printed otherwise", { lockfile: `${plan.lockfile} ` }],
  ])("refuses %s", (_, edit) => {
    const forged = printed({ ...plan, ...edit });
    expect(() => parsePlan(forged, '"plan.json"')).toThrow(
      /^FG440: "plan\.json" /,
    );
  });

  it("refuses a lockfile that cannot be one", () => {
    const forged = printed({ ...plan, lockfile: "{}" });
    expect(() => parsePlan(forged, "plan.json")).toThrow(/FG420/);
  });

  it.each([
    ["cut off", text.slice(0, -10)],
    ["edited", text.replace('"a"', '"b"')],
    ["without its digest", JSON.stringify(plan)],
    ["no object", "[]"],
    ["nested without end", '{"planVersion":1,"a":'.repeat(9000)],
  ])("refuses a text that is %s", (_, broken) => {
    expect(() => parsePlan(broken, "plan.json")).toThrow(/FG440/);
  });

  it("takes no prototype from a plan", () => {
    const polluted = text.replace(
      '"planVersion": 1',
      '"__proto__": { "polluted": true }, "planVersion": 1',
    );
    expect(() => parsePlan(polluted, "plan.json")).toThrow(/FG440/);
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  });
});

function withChange(edit: object): object {
  return { changes: [{ ...change, ...edit }] };
}
