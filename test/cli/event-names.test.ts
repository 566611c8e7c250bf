import { createHmac } from "node:crypto";
import { symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";

import { startApp } from "../../scripts/journey/server.mjs";
import { acme, hub, mail } from "../support/look-alikes.js";
import { freshApp, prepareApp } from "./support/app.js";
import { cleanEnv, run } from "./support/run.js";

const modules = fileURLToPath(new URL("../../node_modules", import.meta.url));

prepareApp();

/** Has an event type of the same name as `acme`, and one of its own. */
const orders = `asyncapi: 3.0.0
info: { title: Orders, version: 1.0.0 }
channels:
  orders:
    address: orders
    messages:
      placed: { $ref: "#/components/messages/placed" }
      paid: { $ref: "#/components/messages/paid" }
operations:
  send: { action: send, channel: { $ref: "#/channels/orders" } }
components:
  messages:
    placed:
      name: order.placed
      summary: An order was placed
      payload:
        type: object
        required: [type, id]
        properties: { type: { const: order.placed }, id: { type: string }, note: { type: [string, "null"] } }
    paid:
      name: invoice.paid
      payload:
        type: object
        required: [type, id, reference]
        properties: { type: { const: invoice.paid }, id: { type: string }, reference: { type: string } }
`;

/** What a user of several providers may write, and what the compiler must refuse. */
const usage = `
import {
  eventNames, isEvent, on, onUnknown, onWebhook,
  type acme, type AnyEvent, type DataOf, type EventName, type EventOf, type hub, type mail, type orders,
  type UnknownEvent, type WebhookContext, type WebhookEvent,
} from "./frameio/index.gen.js";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true : false;
const holds = <T extends true>(): T | undefined => undefined;

holds<Equal<(typeof eventNames)[number], EventName>>();
holds<Equal<EventOf<"issues.opened">, hub.IssuesOpenedEvent>>();
holds<Equal<EventOf<"invoice.paid">, acme.InvoicePaidEvent | orders.InvoicePaidEvent>>();
holds<Equal<DataOf<"invoice.voided">, acme.InvoiceVoidedEvent["data"]>>();
holds<Equal<DataOf<"issues.opened">, hub.IssuesOpenedEvent>>();

export function narrowed(event: AnyEvent, ctx: WebhookContext): unknown {
  if (!isEvent(event, ctx, eventNames)) {
    holds<Equal<typeof event, UnknownEvent>>();
    return;
  }
  holds<Equal<typeof event, WebhookEvent>>();
  if (isEvent(event, ctx, "issues.opened")) return event.issue.id;
  if (isEvent(event, ctx, "invoice.paid", "orders")) return event.reference;
  // @ts-expect-error hub sends no such event
  isEvent(event, ctx, "invoice.paid", "hub");
  return;
}

export function exhaustive(event: acme.WebhookEvent): number {
  switch (event.type) {
    case "invoice.paid":
    case "invoice.voided":
      // Values that come next year pass.
      return event.data.status === "refunded" ? 0 : event.data.amount;
    default:
      return event satisfies never;
  }
}

export function optional(event: orders.OrderPlacedEvent): void {
  event.note = null;
  // @ts-expect-error null, or not there, but not undefined
  event.note = undefined;
}

export function recursive({ data }: acme.InvoicePaidEvent): string | null | undefined {
  return data.lines?.[0]?.parent?.parent?.text;
}

export const paid = onWebhook(
  "invoice.paid",
  (event) => holds<Equal<typeof event, orders.InvoicePaidEvent>>(),
  { provider: "orders" },
);
onWebhook(
  "invoice.*",
  (event) => holds<Equal<typeof event, acme.InvoicePaidEvent | acme.InvoiceVoidedEvent>>(),
  { provider: "acme", dedupeKey: (event) => event.data.id },
);
onWebhook("invoice.paid", (event, ctx) => {
  holds<Equal<typeof ctx, WebhookContext>>();
  // @ts-expect-error acme has none
  event.reference;
});
onWebhook(["delivered", "bounce"], (event) => {
  holds<Equal<typeof event, mail.DeliveredEvent | mail.BounceEvent>>();
  if (event.event === "bounce") holds<Equal<typeof event, mail.BounceEvent>>();
});
on("invoice.paid", (event) => event.reference, { provider: "orders" });
onUnknown("refund.*", (event) => holds<Equal<typeof event, UnknownEvent>>());
// @ts-expect-error hub sends no such event
onWebhook("invoice.paid", () => {}, { provider: "hub" });
`;

const typos = `
import { onWebhook } from "./frameio/index.gen.js";
onWebhook("invoice.payd", () => {});
onWebhook(["invoice.payd", "bounce"], () => {});
`;

/** Fails once for the event that it is told to, and notes what it handled. */
const handler = `import { onWebhook } from "../frameio/index.gen.js";

const failed = new Set<unknown>();

export default onWebhook(["delivered", "bounce"], (event, ctx) => {
  const { id } = event as { readonly id?: unknown };
  if (event.event === "bounce" && !failed.has(id)) {
    failed.add(id);
    throw new Error("not yet");
  }
  ctx.log.info({ id }, "ran");
});
`;

it("types events of several providers, and handles each event of a batch once", async () => {
  const root = freshApp();
  const gen = async (...args: string[]) => {
    const result = await run("gen", args, { cwd: root });
    expect(result.code, result.output).toBe(0);
  };
  const signature = ["--signature", "github-sha256"];
  for (const [name, text, more] of [
    ["acme", acme, []],
    ["hub", hub, signature],
    ["mail", mail, signature],
    ["orders", orders, ["--signature", "standard-webhooks"]],
  ] as const) {
    const document =
      name === "mail"
        ? text.replace('"batch":{', '"id":{"pointer":"/id"},"batch":{')
        : text;
    writeFileSync(join(root, `${name}.yaml`), document);
    await gen("add-provider", `${name}.yaml`, "--name", name, ...more);
  }
  const handled = ["delivered", "bounce", "--provider", "mail"];
  const how = ["--handler", "mail", "--mode", "inline", "--secret", "MAIL"];
  await gen("add-webhook", ...handled, ...how);
  symlinkSync(modules, join(root, "node_modules"));
  writeFileSync(join(root, "src/webhooks/mail.ts"), handler);
  writeFileSync(join(root, "src/usage.ts"), usage);
  const tsc = (version: string, ...args: string[]) =>
    spawnSync(
      process.execPath,
      [join(modules, version, "bin/tsc"), "--pretty", "false", ...args],
      { cwd: root, encoding: "utf8" },
    ).stdout;
  for (const version of ["typescript", "typescript7"]) {
    expect(tsc(version, "--noEmit", "--exactOptionalPropertyTypes")).toBe("");
  }
  writeFileSync(join(root, "src/usage.ts"), typos);
  const told = tsc("typescript", "--noEmit");
  expect(told).toContain(`Did you mean '"invoice.paid"'?`);
  expect(told.split("\n")[0]).toMatch(
    /^src\/usage\.ts\(3,11\): error TS2345: .{0,140}$/,
  );
  writeFileSync(join(root, "src/usage.ts"), "export {};\n");
  expect(tsc("typescript7", "-p", "tsconfig.build.json")).toBe("");

  const app = await startApp(root, {
    ...cleanEnv(),
    WEBHOOK_SECRET: "frameio",
    MAIL: "mail",
    MAIL_TOKEN: "token",
  });
  const post = async (...events: object[]): Promise<number> => {
    const body = JSON.stringify(events);
    const digest = createHmac("sha256", "mail").update(body).digest("hex");
    const { status } = await fetch(`${app.url}/webhooks/mail`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "x-hub-signature-256": `sha256=${digest}`,
      },
      body,
    });
    return status;
  };
  const sent = (id: number) => ({ event: "delivered", id, email: "a@b.c" });
  const bounce = (id: number) => ({ event: "bounce", id, reason: "full" });
  try {
    expect(await post(sent(1), sent(2), sent(3))).toBe(200);
    expect(await post(sent(2), sent(3), sent(4))).toBe(200);
    const batch = [sent(5), bounce(6), sent(7)];
    expect(await post(...batch)).toBe(500);
    expect(await post(...batch)).toBe(200);
  } finally {
    await app.terminate();
  }
  const lines = app
    .output()
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  const ran = lines.filter(({ msg }) => msg === "ran").map(({ id }) => id);
  expect(ran).toEqual([1, 2, 3, 4, 5, 7, 6]);
  const count = (outcome: string) =>
    lines.filter((line) => line["outcome"] === outcome).length;
  expect(count("processed")).toBe(7);
  expect(count("duplicate")).toBe(4);
  expect(count("failed")).toBe(1);
}, 120_000);
