import { describe, expect, it } from "vitest";
import { renderTemplate } from "../../../src/render/template.js";

describe("renderTemplate", () => {
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
