import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { planApp } from "../../generators/app/plan.js";
import { planWebhook } from "../../generators/webhook/plan.js";
import { templateCatalog } from "../../src/customize/catalog.js";
import { checkTemplate } from "../../src/customize/check-template.js";
import type {
  DataDescription,
  Variable,
} from "../../src/customize/template-description.js";
import type { FilePlan } from "../../src/plan/file-plan.js";
import type { Tool } from "../../src/pipeline.js";
import { goldenCases, goldenManifest } from "./cases.js";
import type { CompiledTemplate } from "../../src/render/compiled-template.js";
import { precompiledRenderer } from "../../src/render/precompiled-templates.js";
import { precompile } from "../../src/render/template-code.js";
import { generateInMemory, testTool } from "../support/generate-app.js";

/** Asks for a file for each event type: as a golden it would be large, and show little. */
const allChecked = `{ "name": "all-checked", "webhooks": [{ "event": "file.ready" }], "validators": "all" }`;

/** Of what no sample could be made, the fixture is the user's to write. */
const unsampled = `{ "name": "unsampled", "webhooks": [{ "event": "file.ready" }] }`;

const withoutSamples: Tool = {
  ...testTool,
  providers: {
    ...testTool.providers,
    load(id) {
      const artifact = testTool.providers.load(id);
      if (artifact === undefined) return undefined;
      const { catalog } = artifact;
      const events = catalog.events.map((event) => {
        const { example, ...rest } = event;
        return example === undefined ? event : rest;
      });
      return { ...artifact, catalog: { ...catalog, events } };
    },
  },
};

const plans: FilePlan[] = [];
for (const [manifest, tool] of [
  ...[...goldenCases.map(goldenManifest), allChecked].map(
    (each) => [each, testTool] as const,
  ),
  [unsampled, withoutSamples] as const,
]) {
  const { model } = await generateInMemory({}, manifest, { tool });
  plans.push(
    ...planApp(model, testTool.assets),
    ...model.webhooks.flatMap((webhook) => planWebhook(model, webhook)),
  );
}

/** Data that a template is given in all golden apps. */
function givenTo(template: string): Record<string, unknown>[] {
  return plans.flatMap(({ source }) =>
    source.kind === "template" && source.template === template
      ? [source.data as Record<string, unknown>]
      : [],
  );
}

describe("the list of templates", () => {
  it("has every template, and every file that is copied and shared", () => {
    const made = plans.flatMap(({ source, ownership }) =>
      source.kind === "template"
        ? [source.template]
        : source.kind === "asset" && ownership === "merged"
          ? [source.asset]
          : [],
    );
    expect(templateCatalog.map(({ name }) => name)).toEqual(
      [...new Set(made)].sort(),
    );
  });

  it("names the files that are made", () => {
    for (const { path, source } of plans) {
      const name =
        source.kind === "template"
          ? source.template
          : source.kind === "asset"
            ? source.asset
            : "";
      const entry = templateCatalog.find((each) => each.name === name);
      if (entry === undefined) continue;
      if (!entry.makes.includes("<")) expect(path).toBe(entry.makes);
      else if (path.startsWith("test/"))
        expect(path).toMatch(
          new RegExp(`^${entry.makes.replace("<event>", ".+")}$`),
        );
    }
  });
});

describe.each(templateCatalog.filter(({ name }) => name.endsWith(".hbs")))(
  "the description of $name",
  ({ name, data }) => {
    const source = readFileSync(
      new URL(`../../templates/${name}`, import.meta.url),
      "utf8",
    );

    it("covers all that the template uses", () => {
      const used: string[] = [];
      expect(checkTemplate(source, data, (path) => used.push(path))).toEqual(
        [],
      );
      if (Object.keys(data).length > 0) expect(used).not.toEqual([]);
    });

    it("is what the template is given, no more and no less", () => {
      const values = givenTo(name);
      expect(values.length).toBeGreaterThan(0);
      compare(data, values, name);
    });
  },
);

describe("templates that the build compiled", () => {
  it("say the same as Handlebars would, in every golden app", async () => {
    const compiled = templateCatalog
      .filter(({ name }) => name.endsWith(".hbs"))
      .map(({ name }): [string, CompiledTemplate] => {
        const code = precompile(testTool.assets.template(name));
        return [name, new Function(`return ${code}`)() as CompiledTemplate];
      });
    const ours = precompiledRenderer(Object.fromEntries(compiled));
    const handlebars = await testTool.templates();
    let compared = 0;
    for (const { source } of plans) {
      if (source.kind !== "template") continue;
      const { template, data } = source;
      expect(ours(template, data)).toBe(handlebars(template, data));
      compared += 1;
    }
    expect(compared).toBeGreaterThan(compiled.length);
  });
});

function compare(
  description: DataDescription,
  values: readonly Record<string, unknown>[],
  path: string,
): void {
  const keys = [...new Set(values.flatMap((value) => Object.keys(value)))];
  expect(keys.sort(), path).toEqual(Object.keys(description).sort());
  for (const [key, variable] of Object.entries(description))
    compareOne(
      variable,
      values.map((value) => value[key]),
      `${path} ${key}`,
    );
}

function compareOne(
  variable: Variable,
  all: readonly unknown[],
  path: string,
): void {
  const values = all.filter((value) => value !== null && value !== undefined);
  expect(values.length, `${path} is never given`).toBeGreaterThan(0);
  if (values.length < all.length)
    expect(variable.optional, `${path} may be absent`).toBe(true);
  for (const value of values) {
    switch (variable.type) {
      case "json":
        expect(typeof value, path).toBe("object");
        break;
      case "text":
        expect(typeof value, path).toBe("string");
        break;
      case "list":
        expect(Array.isArray(value), path).toBe(true);
        break;
      default:
        expect(typeof value, path).toBe(variable.type);
    }
  }
  const { members } = variable;
  const inner = variable.type === "list" ? values.flat() : values;
  if (members !== undefined)
    compare(members, inner as Record<string, unknown>[], path);
  else if (variable.type === "list")
    for (const item of inner) expect(typeof item, path).toBe("string");
}
