import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

import {
  migrationFile,
  type ProviderMigration,
} from "../../../src/impact/provider-migration.js";
import { familiesOf } from "../../../src/manifest/families.js";
import { readCatalog } from "../../../src/schema/read-catalog.js";

const schemas = new URL("../../../schemas/", import.meta.url);
const read = (path: string) => readFileSync(new URL(path, schemas), "utf8");

function eventsOf(id: string): readonly string[] {
  const document = read(`providers/${id.replace("@", "-")}.openapi.json`);
  return readCatalog(document, id).events.map(({ name }) => name);
}

describe.each(readdirSync(new URL("migrations", schemas)))("%s", (file) => {
  const migration = JSON.parse(read(`migrations/${file}`)) as ProviderMigration;
  const before = eventsOf(migration.from);
  const now = eventsOf(migration.to);

  it("is found by its name", () => {
    expect(file).toBe(migrationFile(migration.from, migration.to));
  });

  it("goes from events that there were to events that there are", () => {
    const pairs = Object.entries(migration.events);
    expect(pairs.filter(([from]) => !before.includes(from))).toEqual([]);
    expect(pairs.filter(([, { to }]) => !now.includes(to))).toEqual([]);
    const families = Object.entries(migration.families);
    expect(
      families.map(([from]) => familiesOf(before).has(from)),
    ).not.toContain(false);
    expect(families.map(([, to]) => familiesOf(now).has(to))).not.toContain(
      false,
    );
  });

  it("is told in the documentation, with everything that is left out", () => {
    const page = readFileSync(
      new URL("../docs/FROM_V2_TO_V4.md", schemas),
      "utf8",
    );
    for (const name of before) {
      const to = migration.events[name]?.to;
      if (to !== undefined)
        expect(page).toMatch(new RegExp(`\`${name}\` +\\| \`${to}\``));
      else expect(page).toContain(`\`${name.split(".")[0]}.*\``);
    }
  });
});
