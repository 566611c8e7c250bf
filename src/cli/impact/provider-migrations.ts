import { join } from "node:path";

import {
  migrationFile,
  type ProviderMigration,
} from "../../impact/provider-migration.js";
import {
  namesIn,
  packageRootOf,
  readIfPresent,
} from "../../workspace/surroundings.js";

/** The migrations that ship with the tool, each as `[from, to]`. */
export function knownMigrations(): readonly (readonly [string, string])[] {
  return namesIn(folder()).flatMap((name) => {
    const found = readMigrationFile(name);
    return found === undefined ? [] : [[found.from, found.to] as const];
  });
}

export function readMigration(
  from: string,
  to: string,
): ProviderMigration | undefined {
  const found = readMigrationFile(migrationFile(from, to));
  return found?.from === from && found.to === to ? found : undefined;
}

function readMigrationFile(name: string): ProviderMigration | undefined {
  if (!/^[\w.-]+\.json$/.test(name)) return undefined;
  const text = readIfPresent(join(folder(), name));
  return text === undefined
    ? undefined
    : (JSON.parse(text) as ProviderMigration);
}

function folder(): string {
  return join(packageRootOf(import.meta.url), "schemas", "migrations");
}
