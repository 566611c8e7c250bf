import { describe, expect, it } from "vitest";
import { findHandlers } from "../../../src/handlers/syntax/index.js";

const named = 'import { onWebhook } from "../frameio/index.gen.js";\n';

describe("findHandlers", () => {
  it.each<[string, string, string[], boolean]>([
    ["a default export", 'export default onWebhook("a.b", f);', ["a.b"], true],
    ["single quotes", "export default onWebhook('a.b', f)", ["a.b"], true],
    ["a template", "export default onWebhook(`a.b`, f)", ["a.b"], true],
    ["a list", 'export default onWebhook(["a", "b"], f);', ["a", "b"], true],
    [
      "a constant",
      'const h = onWebhook("a", f);\nexport default h;',
      ["a"],
      true,
    ],
    [
      "a renamed export",
      'const h = onWebhook("a", f);\nexport { h as default };',
      ["a"],
      true,
    ],
    [
      "wrapped",
      'export default traced(onWebhook("a", f), { on: true });',
      ["a"],
      true,
    ],
    [
      "asserted",
      'export default (onWebhook("a", f) satisfies Webhook) as Webhook;',
      ["a"],
      true,
    ],
    [
      "events in constants",
      'const A = "a";\nconst ALL = [A, "b"] as const;\nexport default onWebhook(ALL, f);',
      ["a", "b"],
      true,
    ],
    ["not exported", 'const h = onWebhook("a", f);', ["a"], false],
    ["a named export", 'export const h = onWebhook("a", f);', ["a"], false],
    [
      "another default export",
      'const h = onWebhook("a", f);\nexport default 1;',
      ["a"],
      false,
    ],
    [
      "events that are computed",
      "export default onWebhook(all(), f);",
      [],
      true,
    ],
    [
      "broken code after it",
      'export default onWebhook("a", f);\nconst = ;',
      ["a"],
      true,
    ],
  ])("%s", (_, text, events, isDefault) => {
    expect(findHandlers("src/x.ts", named + text)).toMatchObject([
      { path: "src/x.ts", events, isDefault },
    ]);
  });

  it.each([
    [
      "another name",
      'import { onWebhook as on } from "./x.js";\nexport default on("a", f);',
    ],
    [
      "a namespace",
      'import * as frameio from "./x.js";\nexport default frameio.onWebhook("a", f);',
    ],
  ])("imported as %s", (_, text) => {
    expect(findHandlers("src/x.ts", text)).toMatchObject([
      { events: ["a"], isDefault: true, line: 2 },
    ]);
  });

  it.each([
    ["in a text", 'export default "onWebhook(\\"a\\")";'],
    ["in a comment", '// onWebhook("a", f)\nexport default 1;'],
    [
      "a function of the same name",
      'const onWebhook = () => 1;\nexport default onWebhook("a");',
    ],
    [
      "a method of the same name",
      'import { x } from "./x.js";\nexport default x.onWebhook("a");',
    ],
  ])("is not fooled by %s", (_, text) => {
    expect(findHandlers("src/x.ts", text)).toEqual([]);
  });
});
