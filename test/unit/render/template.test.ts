import { describe, expect, it } from "vitest";
import { compilingRenderer } from "../../../src/render/compile-templates.js";
import type { CompiledTemplate } from "../../../src/render/compiled-template.js";
import { precompiledRenderer } from "../../../src/render/precompiled-templates.js";
import { precompile } from "../../../src/render/template-code.js";

/** Both ways must be one: what the build compiles, and what is compiled when it is rendered. */
const ways: [string, (name: string, source: string, data: object) => string][] =
  [
    [
      "compiled when rendered",
      (name, source, data) => compilingRenderer(() => source)(name, data),
    ],
    [
      "compiled by the build",
      (name, source, data) => {
        const compiled = new Function(
          `return ${precompile(source)}`,
        )() as CompiledTemplate;
        return precompiledRenderer({ [name]: compiled })(name, data);
      },
    ],
  ];

describe.each(ways)("a template that is %s", (_way, renderTemplate) => {
  it.each([
    [
      "a variable",
      "{{nmae}}",
      'unknown variable "nmae"; there are items, name',
    ],
    ["a condition", "{{#if nmae}}x{{/if}}", 'unknown variable "nmae"'],
    ["an element", "{{#each items}}{{titel}}{{/each}}", "titel"],
    ["a helper's argument", "{{literal nmae}}", 'unknown variable "nmae"'],
    ["a member of everything", "{{constructor}}", "constructor"],
  ])("names the unknown variable in %s", (_place, source, message) => {
    const data = { name: "x", items: [{ title: "t" }] };
    expect(() => renderTemplate("t.hbs", source, data)).toThrow(message);
    expect(() => renderTemplate("t.hbs", source, data)).toThrow(
      "template t.hbs",
    );
  });

  it("names an unknown helper", () => {
    expect(() =>
      renderTemplate("t.hbs", "{{shout name}}", { name: "x" }),
    ).toThrow("shout");
  });

  it("does not escape for HTML", () => {
    expect(renderTemplate("t.hbs", "{{name}}", { name: "O'Neil & <b>" })).toBe(
      "O'Neil & <b>",
    );
  });

  it("puts user text into code by helpers only as what it is", () => {
    const data = { text: "*/ `${x}` \"y\" 'z'\n" };
    const code = renderTemplate(
      "t.hbs",
      "/* {{comment text}} */ return {{literal text}};",
      data,
    );
    expect(new Function(code)()).toBe(data.text);
  });

  it("refuses a name that is no identifier", () => {
    expect(() =>
      renderTemplate("t.hbs", "const {{identifier name}} = 1", { name: "a;b" }),
    ).toThrow("not an identifier");
  });
});
