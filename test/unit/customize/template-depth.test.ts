import { describe, expect, it } from "vitest";
import { nestsDeeperThan } from "../../../src/customize/template-depth.js";

const nested = (open: string, inner: string, close: string, levels: number) =>
  open.repeat(levels) + inner + close.repeat(levels);

describe("how deep a template nests", () => {
  it.each<[string, string, number]>([
    ["no tags", "((({{", 0],
    ["a variable", "{{name}} {{{ name }}}", 0],
    ["blocks", nested("{{#if name}}", "x", "{{/if}}", 7), 7],
    ["blocks that trim", nested("{{~#if name~}}", "", "{{~/if~}}", 7), 7],
    ["inverse blocks", nested("{{^if name}}", "", "{{/if}}", 7), 7],
    ["one block after the other", "{{#if a}}{{/if}}".repeat(20), 1],
    ["two branches", "{{#if a}}1{{else}}2{{/if}}{{#if a}}1{{^}}2{{/if}}", 1],
    ["a chain", `{{#if a}}${"{{else if b}}".repeat(6)}{{/if}}`, 7],
    ["after a chain", "{{#if a}}{{else if b}}{{/if}}{{#if a}}{{/if}}", 2],
    ["parentheses", `{{literal ${nested("(literal ", "a", ")", 7)}}}`, 7],
    ["parentheses in a block", "{{#if (literal (literal a))}}{{/if}}", 3],
    ["parentheses of the text", "((( {{name}} (((", 0],
    ["parentheses in a string", `{{literal "((("}} {{literal '((('}}`, 0],
    ["braces in a string", `{{literal "}}((("}}`, 0],
    ["quotes of the text", `it's {{#if a}}don't{{#if b}}"{{/if}}{{/if}}`, 2],
    ["comments", "{{! {{#if }}{{!-- {{#if}} ((( it's --}}{{#if a}}{{/if}}", 1],
  ])("%s", (_, source, levels) => {
    expect(nestsDeeperThan(levels, source)).toBe(false);
    if (levels > 0) expect(nestsDeeperThan(levels - 1, source)).toBe(true);
  });

  it("is told in no time, whatever is written", () => {
    const length = 1 << 18;
    for (const part of ["{", "{{", "{{#", '{{"', "{{(", "{{!", "{{else a}}"]) {
      const started = performance.now();
      nestsDeeperThan(Infinity, part.repeat(length / part.length));
      expect(performance.now() - started, part).toBeLessThan(2_000);
    }
  });
});
