import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeAll, expect, it } from "vitest";

import { freshApp, prepareApp } from "../cli/support/app.js";
import { snapshot } from "../cli/support/folders.js";
import { type Members, writeDescription } from "../cli/support/look-alike.js";
import { installInto } from "../cli/support/other-tool.js";
import { run } from "../cli/support/run.js";

prepareApp();

const customer = (members: Members) => ({
  type: "object",
  required: Object.keys(members),
  properties: Object.fromEntries(
    Object.entries(members).map(([name, type]) => [name, { type }]),
  ),
});
const before: Record<string, Members> = {
  "order.payed": {
    sum: "number",
    customer: customer({ id: "string", mail: "string" }),
  },
  "order.sent": { parcel: "string", weight: "number" },
  "order.lost": { why: "string" },
  "cart.left": { items: { type: "array", items: { type: "string" } } },
};
/** One renamed, one gone, one with a field that may be missing, one with another type, one new. */
const now: Record<string, Members> = {
  "order.paid": before["order.payed"]!,
  "order.sent": { "parcel?": "string", weight: "string" },
  "cart.left": before["cart.left"]!,
  "cart.found": { items: "number" },
};

/** What somebody made of the app, by path. */
const own: Record<string, string> = {
  "src/frames.ts": `// The one door to what is generated.
export { onWebhook, on } from "./frameio/index.gen.js";
export type {
  DataOf,
  EventOf,
  OrderPayedEvent as Paid,
  OrderSentEvent,
} from "./frameio/index.gen.js";
`,
  "src/orders/paid.ts": `import { onWebhook, type EventOf } from "../frames.js";
import { totalOf } from "./helpers.js";

/* order.payed: money is here */
export default onWebhook( "order.payed",   async (event, ctx) => {
  ctx.log.info({ total: totalOf(event), to: mailOf(event) }, event.type);
});

function mailOf({ customer }: EventOf<"order.payed">) { return customer.mail }
`,
  "src/orders/helpers.ts": `import { on, type EventOf, type Paid, type OrderSentEvent } from "../frames.js";

export const totalOf = (event: Paid): number => event.sum;

/** Both kinds of parcels. */
export function labelOf(event: OrderSentEvent): string {
  return event.parcel.trim() + event.weight.toFixed(1);
}

export type Lost = EventOf<"order.lost">;

on(["order.payed", "cart.left"] as const, async (event, ctx) => {
  if (event.type === "order.payed") ctx.log.info(\`\${event.sum}\`);
});
on("order.*", async (event) => void event.id);
`,
  "src/orders/sent.ts": `import { onWebhook } from "../frames.js";
import { labelOf } from "./helpers.js";

export default onWebhook("order.sent", async (event, ctx) => {
  const { weight, ...rest } = event;
  ctx.log.info({ weight, rest: rest.id }, labelOf(event));
});
`,
  "test/own.test.ts": `import { expect, test } from "vitest";
import { labelOf } from "../src/orders/helpers.js";
import { orderPayed } from "./fixtures/orders/paid.js";
import * as sent from "./fixtures/orders/sent.js";

test("order.payed is what they call it", () => {
  expect(orderPayed.sum).toBe(12);
  expect(labelOf(sent.orderSent)).toContain("kg");
});
`,
};

let root: string;
let start: Record<string, string>;

const gen = (...args: string[]) => run("gen", args, { cwd: root });
const read = (path: string) => readFileSync(join(root, path), "utf8");
const types = (...args: string[]) =>
  gen("types", "--schema", "later.json", ...args);
function write(path: string, text: string) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}
const edit = (path: string, from: string | RegExp, to: string) => {
  const text = read(path);
  const edited = text.replace(from, to);
  if (edited === text) throw new Error(`${path} has no ${String(from)}`);
  write(path, edited);
};
function texts(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(snapshot(root))
      .filter(([path]) => !/^(node_modules|\.frameio\/history)/.test(path))
      .map(([path, shown]) => [path, shown.replace(/^\S+ /, "")]),
  );
}
const must = async (...args: string[]) => {
  const { code, output } = await gen(...args);
  if (code !== 0) throw new Error(output);
};

beforeAll(async () => {
  root = freshApp();
  installInto(root);
  writeDescription(root, "acme.json", before);
  writeDescription(root, "later.json", now);
  const preset = ["--signature", "github-sha256"];
  await must("add-provider", "acme.json", "--name", "acme", ...preset);
  // The template of handlers is the project's own.
  await must("templates", "eject", "webhook/handler.ts.hbs");
  edit(
    ".frameio/templates/webhook/handler.ts.hbs",
    "import { onWebhook }",
    "// ours\nimport { onWebhook }",
  );
  await must("add-webhook", ...Object.keys(before), "--provider", "acme");
  // Handlers go where somebody likes them better, and the app follows.
  mkdirSync(join(root, "src/orders"));
  for (const [from, to] of [
    ["order-payed", "paid"],
    ["order-sent", "sent"],
  ])
    renameSync(
      join(root, `src/webhooks/${from}.ts`),
      join(root, `src/orders/${to}.ts`),
    );
  await must("generate");
  for (const [path, text] of Object.entries(own)) write(path, text);
  edit("test/fixtures/orders/paid.ts", /sum: \d+/, "sum: 12, // a dozen");
  edit("test/fixtures/orders/sent.ts", /parcel: "\w+"/, 'parcel: "7 kg"');
  start = texts();
}, 120_000);

it("stops, says which places break, and writes nothing", async () => {
  for (const more of [[], ["--dry-run"]]) {
    const { code, stdout } = await types("--json", ...more);
    expect(code).toBe(3);
    const { places } = JSON.parse(stdout) as {
      places: Record<string, unknown>[];
    };
    expect(
      places.map(({ file, line, column, field, change, event }) =>
        [
          `${String(file)}:${String(line)}:${String(column)}`,
          field ?? event,
          change,
        ].join(" "),
      ),
    ).toEqual([
      "src/orders/helpers.ts:7:10 parcel became-optional",
      "src/orders/helpers.ts:7:45 weight type-changed",
      "src/orders/helpers.ts:10:28 order.lost event-removed",
      "src/webhooks/order-lost.ts:5:26 order.lost event-removed",
      "test/fixtures/order-lost.ts:1:15 order.lost event-removed",
      "test/fixtures/orders/sent.ts:8:3 weight type-changed",
    ]);
    expect(texts()).toEqual(start);
  }
}, 120_000);

it("keeps every line of the user's when that is accepted, does nothing the second time, and can be taken back", async () => {
  const accepted = await types("--accept");
  expect(accepted.code, accepted.output).toBe(0);
  const renamed = (text: string) =>
    text
      .replaceAll('"order.payed"', '"order.paid"')
      .replaceAll("OrderPayedEvent", "OrderPaidEvent")
      .replaceAll("orderPayed", "orderPaid");
  // Only names differ: comments, layout and titles stay.
  for (const [path, text] of Object.entries(own))
    expect(read(path), path).toBe(renamed(text));
  expect(read("test/fixtures/orders/paid.ts")).toContain("sum: 12, // a dozen");
  expect(read("test/fixtures/orders/sent.ts")).toBe(
    start["test/fixtures/orders/sent.ts"],
  );
  expect(read("src/webhooks/order-lost.ts")).toBe(
    start["src/webhooks/order-lost.ts"],
  );
  expect((await types()).stdout).toBe(
    "Nothing to do: the event types are up to date.\n",
  );
  expect(await gen("check")).toMatchObject({ code: 0 });
  expect(await gen("undo")).toMatchObject({ code: 0 });
  expect(texts()).toEqual(start);
}, 120_000);
