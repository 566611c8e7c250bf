import { expect, it } from "vitest";
import { createCompiler } from "../../../src/impact/compile/program.js";
import { sharedComparisons } from "../../../src/impact/compile/shared-comparisons.js";
import { collectNames } from "../../../src/impact/new-names.js";
import { memoryProgram } from "./memory-program.js";

/** Acme's `order.made` is called `order.created` from now on, as the shop's event has been all along. What is between the marks is listed. */
const code = `interface Made { type: "order.made"; sum: number }
interface Created { type: "order.created"; sum: number }
interface Gone { type: "order.gone"; sum: number }
declare const any: Made | Created | Gone;
declare const mine: Made | Gone;
declare const theirs: Created | Gone;
const MADE = "order.made";
export const a = any.type === «"order.made"» ? 1 : any.type === "order.created" ? 2 : 3;
export const b = «"order.created"» !== any.type;
export const c = any.type === «MADE»;
export const d = [mine.type === "order.made", theirs.type === "order.created", any.type === "order.gone"];
export function e({ type }: Made | Created): number {
  switch (type) {
    case «"order.made"»:
      return 1;
    case «"order.created"»:
      return 2;
  }
}
declare const words: { kind: "order.made" | "other" };
export const f = words.kind === "other";
`;

it("a comparison that told two providers' events apart is listed where it does so no longer", () => {
  const text = code.replaceAll(/[«»]/g, "");
  const compiled = createCompiler(
    memoryProgram({ "src/a.ts": text, "src/frameio/events.gen.ts": "" }),
  ).compile(new Map());
  const places = sharedComparisons(
    compiled,
    {
      events: collectNames([
        { provider: "acme", from: "order.made", to: "order.created" },
      ]),
      before: new Map([
        ["order.made", ["acme"]],
        ["order.created", ["shop"]],
      ]),
      after: new Map([["order.created", ["acme", "shop"]]]),
    },
    {
      senderOf: () => undefined,
      isGenerated: (path) => path.startsWith("src/frameio/"),
    },
  );
  const lines = text.split("\n");
  const found = places.map(({ line, column, length }) => [
    line,
    lines[line - 1]?.slice(column - 1, column - 1 + length),
  ]);
  const expected = code
    .split("\n")
    .flatMap((line, index) =>
      [...line.matchAll(/«([^»]*)»/g)].map(([, told]) => [index + 1, told]),
    );
  expect(found).toEqual(expected);
  expect(places[0]).toMatchObject({
    file: "src/a.ts",
    change: "name-shared",
    event: "order.created",
    after: "acme, shop",
  });
});
