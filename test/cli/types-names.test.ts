import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";

import { freshApp, prepareApp } from "./support/app.js";
import { type Members, writeDescription } from "./support/look-alike.js";
import { installInto } from "./support/other-tool.js";
import { run } from "./support/run.js";

prepareApp();

const events: Record<string, Members> = {
  "order.paid": { sum: "number", gone: "string" },
  "order.odd": { x: "string" },
  "cart.one": { a: "string" },
  "cart.two": { b: "number" },
};

/** What Windows' editors write. */
const windows = [
  '\uFEFFimport { onWebhook } from "../frameio/index.gen.js";',
  "",
  "// für alle",
  'export default onWebhook("order.paid", async (event, ctx) => {',
  "  ctx.log.info(event.gone.trim(), `${event.sum}`);",
  "});",
  "",
].join("\r\n");
/** Somebody was called away. */
const unfinished = `import { onWebhook } from "../frameio/index.gen.js";

export default onWebhook("order.odd", async (event, ctx) => {
  ctx.log.info(event.x;
`;
const more = `import { on, type AnyEvent, type EventName } from "./frameio/index.gen.js";

const ALL = ["order.paid", "cart.one"] as const;
on(ALL, async () => {});
const exact: EventName = \`order.paid\`;
const TABLE = { "order.paid": exact } satisfies Partial<Record<EventName, string>>;
on(["cart.*", "order.paid"], async (event) => void event.id);
on("*", async (event: AnyEvent) => {
  if (event.type === "order.paid") void Object.values(TABLE);
});
export type Loud = \`\${"order.paid"}!\`;
enum Kind {
  Paid = "order.paid",
}
export const paid = [Kind.Paid, \`order.\${"paid"}\`].includes("order.paid");
`;
const own = `import { expect, test } from "vitest";
import one from "./data/one.json" with { type: "json" };

test("order.paid", () => {
  expect(one.kind).toBe("order.paid");
});
`;

/** A project of its own, which the app's refers to. */
const tool = `import handler from "../../src/webhooks/order-paid.js";
import { orderPaid } from "../../test/fixtures/order-paid.js";

export const both = [handler, orderPaid.sum];
`;

let root: string;

const gen = (...args: string[]) => run("gen", args, { cwd: root });
const read = (path: string) => readFileSync(join(root, path), "utf8");

beforeAll(async () => {
  root = freshApp();
  installInto(root);
  writeDescription(root, "acme.json", events);
  const preset = ["--signature", "github-sha256"];
  const names = Object.keys(events);
  for (const { code, output } of [
    await gen("add-provider", "acme.json", "--name", "acme", ...preset),
    await gen("add-webhook", ...names, "--provider", "acme"),
  ])
    if (code !== 0) throw new Error(output);
  mkdirSync(join(root, "test/data"));
  mkdirSync(join(root, "tools/src"), { recursive: true });
  for (const [path, text] of Object.entries({
    "src/webhooks/order-paid.ts": windows,
    "src/webhooks/order-odd.ts": unfinished,
    "src/webhooks/cart-one.ts": read("src/webhooks/cart-one.ts").replace(
      "event.type",
      "event.a",
    ),
    "src/more.ts": more,
    "test/own.test.ts": own,
    "tools/src/tool.ts": tool,
    "tools/tsconfig.json": `{ "extends": "../tsconfig.json", "include": ["src"] }\n`,
    "tsconfig.json": read("tsconfig.json").replace(
      /\n\}\s*$/,
      ',\n  "references": [{ "path": "./tools" }]\n}\n',
    ),
    "test/data/one.json": '{ "kind": "order.paid" }\n',
  }))
    writeFileSync(join(root, path), text);
}, 120_000);

it("follows names wherever the compiler takes them for events, and tells of those where it does not", async () => {
  // Renamed and changed at once; two events swap what they hold.
  writeDescription(root, "later.json", {
    "order.settled": { sum: "number" },
    "order.strange": events["order.odd"]!,
    "cart.one": events["cart.two"]!,
    "cart.two": events["cart.one"]!,
  });
  const start = read("frameio.jsonc");
  const renew = ["types", "--schema", "later.json"];
  renew.push("--rename", "order.paid=order.settled");
  renew.push("--rename", "order.odd=order.strange");
  const stopped = await gen(...renew);
  expect(stopped).toMatchObject({ code: 3 });
  const places = stopped.stdout.match(/^[\w/.-]+:\d+:\d+ \w+ FG\d+/gm);
  expect(places).toEqual([
    "src/webhooks/cart-one.ts:5:22 error FG230",
    "src/webhooks/order-paid.ts:5:22 error FG230",
    "src/more.ts:13:10 info FG231",
    "src/more.ts:15:61 info FG231",
    "test/data/one.json:1:11 info FG231",
    "test/own.test.ts:4:6 info FG231",
    "test/own.test.ts:5:25 info FG231",
    // What is broken already may hide what breaks.
    "src/webhooks/order-odd.ts:4:23 warning FG234",
  ]);
  expect(stopped.stdout).toContain("gone of order.paid is gone, was string");
  const shown = await gen(...renew, "--dry-run", "--markdown");
  expect(shown.stdout).toContain("`src/webhooks/order-odd.ts:4:23` The file");
  expect(read("frameio.jsonc")).toBe(start);

  const accepted = await gen(...renew, "--accept");
  expect(accepted.code, accepted.output).toBe(0);
  expect(read("src/webhooks/order-settled.ts")).toBe(
    windows.replace('"order.paid"', '"order.settled"'),
  );
  expect(read("src/webhooks/order-strange.ts")).toBe(
    unfinished.replace('"order.odd"', '"order.strange"'),
  );
  expect(read("test/own.test.ts")).toBe(own);
  expect(read("tools/src/tool.ts")).toBe(
    tool
      .replaceAll("order-paid", "order-settled")
      .replaceAll("orderPaid", "orderSettled"),
  );
  const [before = "", after = ""] = more.split("enum");
  expect(read("src/more.ts")).toBe(
    `${before.replaceAll("order.paid", "order.settled")}enum${after}`,
  );
  expect(await gen(...renew.slice(0, 3))).toMatchObject({
    code: 0,
    stdout: "Nothing to do: the event types are up to date.\n",
  });
}, 120_000);
