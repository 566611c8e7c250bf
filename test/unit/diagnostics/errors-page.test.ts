import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { format } from "prettier";
import { describe, expect, it } from "vitest";
import { codes } from "../../../src/diagnostics/codes.js";
import { renderErrorsPage } from "../../../src/diagnostics/errors-page.js";

const table: readonly (readonly [
  code: string,
  { readonly title: string; readonly hint: string },
])[] = Object.entries(codes);
const root = join(dirname(fileURLToPath(import.meta.url)), "../../..");

describe("the code table", () => {
  it.each(table)("%s has a title and a next step", (code, { title, hint }) => {
    expect(code).toMatch(/^FG[1-79]\d\d$/);
    expect(title).toMatch(/^\S.{4,}[^.\s]$/);
    expect(hint.trim()).toMatch(/^[A-Z].{5,}[.?]$/);
  });

  it("is sorted by code", () => {
    const given = table.map(([code]) => code);
    expect(given).toEqual(given.toSorted());
  });
});

it("every code is raised by a test: write one under test/ that names it, or remove it from codes.ts", () => {
  const folder = join(root, "test");
  const tests = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter(
      (path) =>
        path.endsWith(".ts") && !/node_modules|golden.expected/.test(path),
    )
    .map((path) => readFileSync(join(folder, path), "utf8"))
    .join("\n");
  const unraised = table
    .map(([code]) => code)
    .filter((code) => !tests.includes(code));
  expect(unraised).toEqual([]);
});

describe("docs/ERRORS.md", () => {
  it("is made from the table; make it again with `npx vitest run test/unit/diagnostics -u`", async () => {
    await expect(renderErrorsPage()).toMatchFileSnapshot(
      join(root, "docs/ERRORS.md"),
    );
  });

  it("has a section for every code, and is Prettier-clean", async () => {
    const page = renderErrorsPage();
    for (const [code, { title, hint }] of table)
      expect(page).toContain(`### ${code}: ${title}\n\n${hint}\n`);
    expect(await format(page, { parser: "markdown" })).toBe(page);
  });
});
