import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeAll, expect, it } from "vitest";

import { freshApp, prepareApp } from "./support/app.js";
import { type Members, writeDescription } from "./support/look-alike.js";
import { checkout, installInto } from "./support/other-tool.js";
import { run } from "./support/run.js";

prepareApp();

/** Names that make the variables and types of others: a reserved one, and two of one spelling. */
const events: Record<string, Members> = {
  test: { amount: "number" },
  "a.b": { left: "string" },
  a_b: { right: "number" },
  "order.paid": { sum: "number" },
};
const FIXTURE = "test/fixtures/acme.ts";
const OWN = "test/own.test.ts";
const own = `import { expect, test } from "vitest";
import type { ABEvent, ABEvent2 } from "../src/frameio/index.gen.js";
import { testEvent, aB, aB2, mine } from "./fixtures/acme.js";
import * as all from "./fixtures/acme.js";

test("own", () => {
  const ping = testEvent.amount;
  expect([ping, mine.amount, { aB2 }]).toBeTruthy();
  const left: ABEvent = all["aB"];
  const right: ABEvent2 = aB2;
  expect([left.left, right.right, aB, all.testEvent]).toBeTruthy();
});
`;

let root: string;

const gen = (...args: string[]) => run("gen", args, { cwd: root });
const read = (path: string) => readFileSync(join(root, path), "utf8");
const rename = (now: Record<string, Members>, ...renames: string[]) =>
  gen(
    "types",
    "--schema",
    writeDescription(root, "later.json", now),
    ...renames.flatMap((one) => ["--rename", one]),
  );

beforeAll(async () => {
  root = freshApp();
  installInto(root);
  const file = writeDescription(root, "acme.json", events);
  const preset = ["--signature", "github-sha256"];
  const to = ["--provider", "acme", "--handler", "acme"];
  for (const { code, output } of [
    await gen("add-provider", file, "--name", "acme", ...preset),
    await gen("add-webhook", ...Object.keys(events), ...to),
  ])
    if (code !== 0) throw new Error(output);
  writeFileSync(
    join(root, FIXTURE),
    `${read(FIXTURE)}\nexport const mine = { ...testEvent, amount: 3 };\n`,
  );
  writeFileSync(join(root, OWN), own);
}, 120_000);

afterEach(async () => {
  const { code, output } = await gen("undo");
  if (code !== 0 || read(OWN) !== own) throw new Error(output);
});

/** Throws with what the compiler says. */
function compile(): void {
  const tsc = join(checkout, "node_modules/typescript7/bin/tsc");
  execFileSync(process.execPath, [tsc, "-p", ".", "--noEmit"], { cwd: root });
}

const constants = () =>
  read(FIXTURE).match(/(?<=export const )\w+(: \w+)?(?= =)/g);

it("follows samples by the names that they have, and not by those of others", async () => {
  const { test, a_b, ...others } = events;
  const now = { ping: test!, "c.d": a_b!, ...others };
  const result = await rename(now, "test=ping", "a_b=c.d");
  expect(result.code, result.output).toBe(0);
  expect(constants()).toEqual([
    "ping: PingEvent",
    "aB: ABEvent",
    "cD: CDEvent",
    "orderPaid: OrderPaidEvent",
    "mine",
  ]);
  expect(read(FIXTURE)).toContain("mine = { ...ping, amount: 3 }");
  // The file has a `ping` of its own: there the sample keeps its name.
  expect(read(OWN)).toBe(
    own
      .replace("ABEvent, ABEvent2", "ABEvent, CDEvent")
      .replace("testEvent, aB, aB2", "ping as testEvent, aB, cD")
      .replace("{ aB2 }", "{ aB2: cD }")
      .replace("right: ABEvent2 = aB2", "right: CDEvent = cD")
      .replace("all.testEvent", "all.ping"),
  );
  compile();
}, 120_000);

it("follows the name that is free now, for an event that stays", async () => {
  const { "a.b": first, ...others } = events;
  const result = await rename({ ...others, "c.d": first! }, "a.b=c.d");
  expect(result.code, result.output).toBe(0);
  expect(constants()).toEqual([
    "testEvent: TestEvent",
    "cD: CDEvent",
    "aB: ABEvent",
    "orderPaid: OrderPaidEvent",
    "mine",
  ]);
  expect(read(OWN)).toBe(
    own
      .replace("ABEvent, ABEvent2", "CDEvent, ABEvent")
      .replace("testEvent, aB, aB2", "testEvent, cD, aB")
      .replace("{ aB2 }", "{ aB2: aB }")
      .replace('left: ABEvent = all["aB"]', 'left: CDEvent = all["cD"]')
      .replace("right: ABEvent2 = aB2", "right: ABEvent = aB")
      .replace("right.right, aB,", "right.right, cD,"),
  );
}, 120_000);
