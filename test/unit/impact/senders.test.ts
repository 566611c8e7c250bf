import ts from "typescript";
import { expect, it } from "vitest";
import { walk } from "../../../src/impact/compile/mentions.js";
import { createCompiler } from "../../../src/impact/compile/program.js";
import { senderFinder } from "../../../src/impact/compile/senders.js";
import { memoryProgram } from "./memory-program.js";

const types = (text: string) => `
export interface EventMap { "order.paid": OrderPaidEvent; "order.gone": OrderGoneEvent }
export type EventName = keyof EventMap;
export interface OrderPaidEvent { type: "order.paid"; ${text}: string }
export interface OrderGoneEvent { type: "order.gone"; ${text}: string }
export type WebhookEvent = EventMap[EventName];
`;

/** Whose each text `order.paid` is stands at the end of its line; `-` where nobody can tell. It is a file of a handler of beta's. */
const code = `
const a = { "order.paid": 1 } satisfies Partial<Record<acme.EventName, number>>; // acme
const b: Record<beta.EventName, string> = { "order.paid": "", "order.gone": "" }; // beta
type Names = readonly acme.EventName[];
const c: Names = ["order.paid"]; // acme
const d = new Set<acme.EventName>(["order.paid"]); // acme
const e = new Map<beta.EventName, number>([["order.paid", 1]]); // beta
declare function take(one: number, name: acme.EventName): void;
take(1, "order.paid"); // acme
type F = Extract<acme.WebhookEvent, { type: "order.paid" }>; // acme
type G = (event: acme.EventMap["order.paid"]) => void; // acme
const h: (acme.EventName | beta.EventName)[] = ["order.paid"]; // beta
const i = (event: acme.WebhookEvent) => event.type === "order.paid"; // acme
on("order.paid", (event) => event.type === "order.paid"); // - -
on("order.paid", (event) => event.type === "order.paid", { provider: "acme" }); // acme acme
const j = ["order.paid"]; // beta
`;

it("whose event a name means is told by what is written around it", () => {
  const head = `import type * as acme from "../frameio/events/acme.gen.js";
import type * as beta from "../frameio/events/beta.gen.js";
declare function on(name: string, handler: (event: acme.WebhookEvent | beta.WebhookEvent) => void, options?: { provider: "acme" | "beta" }): void;
`;
  const path = "src/webhooks/beta.ts";
  const compiled = createCompiler(
    memoryProgram({
      [path]: head + code,
      "src/frameio/events.gen.ts": "",
      "src/frameio/events/acme.gen.ts": types("left"),
      "src/frameio/events/beta.gen.ts": types("right"),
    }),
  ).compile(new Map());
  const senderOf = senderFinder(
    compiled,
    new Set(["acme", "beta"]),
    new Map([[path, "beta"]]),
  );
  const file = compiled.fileAt(path)!;
  const found: (readonly [line: number, sender: string])[] = [];
  walk(file, (node) => {
    if (!ts.isStringLiteralLike(node) || node.text !== "order.paid") return;
    const { line } = file.getLineAndCharacterOfPosition(node.getStart());
    found.push([line, senderOf(node) ?? "-"]);
  });
  const lines = (head + code).split("\n");
  const expected = lines.flatMap((text, line) =>
    (/\/\/ ([\w -]+)$/.exec(text)?.[1] ?? "")
      .split(" ")
      .filter(Boolean)
      .map((sender) => [line, sender]),
  );
  expect(found).toEqual(expected);
});
