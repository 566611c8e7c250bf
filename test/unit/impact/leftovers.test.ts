import { expect, it } from "vitest";
import { leftovers } from "../../../src/impact/compile/leftovers.js";
import { createCompiler } from "../../../src/impact/compile/program.js";
import { collectNames } from "../../../src/impact/new-names.js";
import { memoryProgram } from "./memory-program.js";

/** What is between the marks is listed: the family `order.*` is called `purchase.*` now. */
const code = `declare const type: string;
export type Order = «\`order.\${»string}\`;
export const a = type.startsWith(«"order."») || type.startsWith("order");
export const b = [«"order.paid"», «"order.*"», "order.gone", "my order."];
`;

it("texts that say an old name, or begin as the events of a family do, are listed", () => {
  const text = code.replaceAll(/[«»]/g, "");
  const compiled = createCompiler(
    memoryProgram({ "src/a.ts": text, "src/frameio/events.gen.ts": "" }),
  ).compile(new Map());
  const provider = "acme";
  const places = leftovers(
    compiled,
    collectNames([
      { provider, from: "order.paid", to: "purchase.paid" },
      { provider, from: "order.gone", to: undefined },
      { provider, from: "order.*", to: "purchase.*" },
    ]),
    new Map(),
    (path) => path.startsWith("src/frameio/"),
    () => undefined,
  );
  const lines = text.split("\n");
  const expected = [...code.matchAll(/«([^»]*)»/g)].map(([, told]) => told);
  expect(
    places.map(({ line, column, length }) =>
      lines[line - 1]?.slice(column - 1, column - 1 + length),
    ),
  ).toEqual(expected);
  expect(places[0]).toMatchObject({ event: "order.*", after: "purchase.*" });
});
