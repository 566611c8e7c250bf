import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";

import { freshApp, prepareApp } from "./support/app.js";
import { snapshot } from "./support/folders.js";
import { installInto } from "./support/other-tool.js";
import { run } from "./support/run.js";

prepareApp();

/** Two providers that both have `order.created` and `order.gone`; what their payloads hold differs. */
function description(amount: string, names = ["order.created", "order.gone"]) {
  const webhooks = names.map(
    (name) => `  ${name}:
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              required: [type, id, amount]
              properties:
                type: { const: ${name} }
                id: { type: string }
                amount: { type: ${amount} }
`,
  );
  return `openapi: 3.1.0\ninfo: { title: Any, version: "1" }\nwebhooks:\n${webhooks.join("")}`;
}

const acme = "src/webhooks/acme-created.ts";
const shop = "src/webhooks/shop-created.ts";
const helper = "src/orders.ts";
let root: string;
let start: Record<string, string>;

const gen = (...args: string[]) => run("gen", args, { cwd: root });
const read = (path: string) => readFileSync(join(root, path), "utf8");
const write = (path: string, text: string) =>
  writeFileSync(join(root, path), text);

function texts(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(snapshot(root))
      .filter(([path]) => !/^(node_modules|\.frameio\/history)/.test(path))
      .map(([path, shown]) => [path, shown.replace(/^\S+ /, "")]),
  );
}

beforeAll(async () => {
  root = freshApp();
  installInto(root);
  const preset = ["--signature", "github-sha256"];
  for (const [name, amount] of [
    ["acme", "number"],
    ["shop", "string"],
  ] as const) {
    write(`${name}.yaml`, description(amount));
    const file = `${name}.yaml`;
    const steps = [
      await gen("add-provider", file, "--name", name, ...preset),
      await add("order.created", name, `src/webhooks/${name}-created.ts`),
      await add("order.gone", name, `src/webhooks/${name}-gone.ts`),
    ];
    for (const { code, output } of steps)
      if (code !== 0) throw new Error(output);
  }
  write(
    helper,
    [
      'import { isEvent, on, type acme, type shop } from "./frameio/index.gen.js";',
      "",
      "export function mine(event: acme.OrderCreatedEvent): boolean {",
      '  return event.type === "order.created" && event.amount > 1;',
      "}",
      "",
      "export function theirs(event: shop.OrderCreatedEvent): string {",
      "  switch (event.type) {",
      '    case "order.created":',
      "      return event.amount.trim();",
      "  }",
      "}",
      "",
      'on("order.created", async (event, ctx) => {',
      '  if (isEvent(event, ctx, "order.created", "shop")) theirs(event);',
      '}, { provider: "shop" });',
      'on("order.created", async (event) => void mine(event), { provider: "acme" });',
      'on("order.created", async () => {});',
      "",
    ].join("\n"),
  );
  start = texts();
}, 120_000);

const add = (event: string, provider: string, handler: string) =>
  gen("add-webhook", event, "--provider", provider, "--handler", handler);

it("renames an event of one provider, and leaves the same name of another alone", async () => {
  write("later.yaml", description("number", ["order.made", "order.gone"]));
  const renew = ["types", "--schema", "later.yaml", "--provider", "acme"];
  const asked = ["--rename", "order.created=order.made"];
  const refused = await gen("types", ...asked, "--provider", "shop");
  expect(refused).toMatchObject({ code: 1 });
  expect(refused.stderr).toContain('The event "order.created" is there still');

  const result = await gen(...renew, "--rename", "order.created=order.made");
  expect(result.code, result.output).toBe(0);
  // Nothing tells whose event the last handler means: its place is told.
  expect(result.stdout).toContain(`${helper}:18:4 info FG231`);
  expect(result.stdout.match(/ FG23[01] /g)).toHaveLength(1);
  expect(read(acme)).toContain('onWebhook("order.made"');
  expect(read(helper)).toBe(
    lines(start[helper], {
      "acme.OrderCreatedEvent": "acme.OrderMadeEvent",
      'event.type === "order.created"': 'event.type === "order.made"',
      'on("order.created", async (event) => void':
        'on("order.made", async (event) => void',
    }),
  );
  for (const path of [
    shop,
    "test/fixtures/shop-created.ts",
    "test/webhooks/shop-created.test.ts",
    "schemas/shop.json",
  ])
    expect(read(path)).toBe(start[path]);
  const manifest = read("frameio.jsonc");
  expect(
    manifest.match(/"order\.(made|created)",\s*"provider": "\w+"/g),
  ).toEqual([
    expect.stringMatching(/order\.made.*acme/s),
    expect.stringMatching(/order\.created.*shop/s),
  ]);
  expect(await gen("check")).toMatchObject({ code: 0 });

  // The new name is acme's alone; the one that it gets now is another provider's as well, so that code has to say whose it means.
  const late = [
    'import { isEvent, on } from "./frameio/index.gen.js";',
    "",
    'on("order.made", async (event, ctx) => {',
    '  if (isEvent(event, ctx, "order.made")) ctx.log.info(event.id);',
    "});",
    'on(["order.made"], async () => {}, { timeoutSeconds: 3 });',
    'on("*", async (event) => void (event.type === "order.made"));',
    "",
  ].join("\n");
  write("src/late.ts", late);
  write("later.yaml", description("number"));
  const asBefore = [...renew, "--rename", "order.made=order.created"];
  const stopped = await gen(...asBefore);
  expect(stopped.code, stopped.output).toBe(3);
  expect(stopped.stdout).toContain(
    "src/late.ts:7:47 warning FG231 order.created is an event of several providers now (acme, shop)",
  );
  expect(stopped.stdout.match(/ FG23[01] /g)).toHaveLength(1);
  const back = await gen(...asBefore, "--accept");
  expect(back.code, back.output).toBe(0);
  expect(read("src/late.ts")).toBe(
    lines(late, {
      'on("order.made"': 'on("order.created"',
      '"order.made")': '"order.created", "acme")',
      "});": '}, { provider: "acme" });',
      '["order.made"]': '["order.created"]',
      '=== "order.made"': '=== "order.created"',
      "{ timeoutSeconds": '{ provider: "acme", timeoutSeconds',
    }),
  );
  expect(read(acme)).toContain('{ provider: "acme" }');
  // Till now it was called for shop's alone.
  expect(read(helper)).toContain(
    'on("order.created", async () => {}, { provider: "shop" });',
  );
  expect(read(shop)).toBe(start[shop]);
  expect(await gen("undo")).toMatchObject({ code: 0 });
  rmSync(join(root, "src/late.ts"));
  expect(await gen("undo")).toMatchObject({ code: 0 });
  expect({ ...texts(), "later.yaml": undefined }).toEqual({
    ...start,
    "later.yaml": undefined,
  });
}, 120_000);

it("releases the handler of the provider that lost the event, though another has it still", async () => {
  write("later.yaml", description("number", ["order.created"]));
  const renew = ["types", "--schema", "later.yaml", "--provider", "acme"];
  const family = "src/webhooks/acme-all.ts";
  expect(await add("order.*", "acme", family)).toMatchObject({ code: 0 });
  const stopped = await gen(...renew);
  expect(stopped.code, stopped.output).toBe(3);
  expect(stopped.stdout).toContain("src/webhooks/acme-gone.ts:4:26 ");
  expect(stopped.stdout).toContain("The event order.gone is gone");
  expect(stopped.stdout).not.toContain("shop-gone");
  // The sample of the family is made anew without it.
  expect(stopped.stdout).not.toContain("acme-all");
  const accepted = await gen(...renew, "--accept");
  expect(accepted).toMatchObject({ code: 0 });
  expect(accepted.stderr).toContain("FG334");
  expect(existsSync(join(root, "src/webhooks/acme-gone.ts"))).toBe(true);
  expect(read("frameio.jsonc")).toMatch(/"order\.gone",\s*"provider": "shop"/);
  expect(read("frameio.jsonc")).not.toMatch(
    /"order\.gone",\s*"provider": "acme"/,
  );
  const sample = read("test/fixtures/acme-all.ts");
  expect(sample.match(/type: "order\.\w+"/g)).toEqual([
    'type: "order.created"',
  ]);
  for (const _ of ["types", "add-webhook"])
    expect(await gen("undo")).toMatchObject({ code: 0 });
}, 120_000);

it("tells a change of fields where that provider's events are used alone", async () => {
  write("later.yaml", description("string"));
  const renew = ["types", "--schema", "later.yaml", "--provider", "acme"];
  const result = await gen(...renew, "--json");
  expect(result.code, result.output).toBe(3);
  const { places } = JSON.parse(result.stdout) as {
    places: { file: string; line: number; field: string }[];
  };
  expect(places.filter(({ file }) => file === helper)).toMatchObject([
    { line: 4, field: "amount", change: "type-changed" },
  ]);
  expect(places.filter(({ file }) => file.includes("shop"))).toEqual([]);
}, 120_000);

function lines(text: string | undefined, changes: Record<string, string>) {
  return Object.entries(changes).reduce(
    (all, [from, to]) => all.replace(from, to),
    text ?? "",
  );
}
