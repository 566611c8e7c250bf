import { expect, it } from "vitest";

import {
  longestBy,
  mayTakeForEver,
} from "../../../../src/schema/import/expressions.js";

it.each([
  ["^[a-z]{2,5}-\\d{4}$", 12],
  ["a|bc", 4],
  ["(ab){3}", 6],
  ["(a{10}){10}", 100],
  ["(?:a{10}[b{9}]){10}x?", 111],
  ["\\p{L}{3}\\{2", 5],
  ["(?=a{5})b", 6],
  ["(?<year>\\d{4})", 4],
  ["a+", 100],
  ["(a*){2,}", 10_200],
  ["((((a{999}){999}){999}){999})", 999 ** 4],
  ["((a{9}", 9],
])(
  "%s makes texts of %i characters at most, or a few more",
  (text, longest) => {
    expect(longestBy(text)).toBeGreaterThanOrEqual(longest);
    expect(longestBy(text)).toBeLessThanOrEqual(longest + 3);
  },
);

it.each([
  [{ pattern: "^[a-z]{2,5}$" }, false],
  [{ pattern: "^(a+)+$" }, true],
  [{ pattern: "(a|a)*b" }, true],
  [{ pattern: "a*a*b" }, true],
  [{ patternProperties: { "(x+)*": true } }, true],
  [{ not: { items: { pattern: "(x+)*" } } }, true],
  [{ $ref: "#/$defs/A", $defs: { A: { pattern: "(x+)*" } } }, true],
  [{ $defs: { A: { pattern: "(x+)*" } } }, false],
])("%j may take for ever: %s", (schema, risky) => {
  expect(mayTakeForEver(schema)).toBe(risky);
});
