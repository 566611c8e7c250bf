import type { Lockfile } from "./lockfile.js";

/**
 * The lockfile's text: LF, sorted, one line for each provider and file, so that version control merges it line by line.
 * The same lockfile gives the same bytes everywhere.
 */
export function printLockfile(lockfile: Lockfile): string {
  const providers = sorted(lockfile.providers).map(
    ([id, { schema, digest }]) => [id, { schema, digest }] as const,
  );
  const files = sorted(lockfile.files).map(
    ([path, { ownership, digest, by }]) =>
      [path, { ownership, digest, ...(by !== undefined && { by }) }] as const,
  );
  return `{
  "lockfileVersion": ${lockfile.lockfileVersion},
  "toolVersion": ${JSON.stringify(lockfile.toolVersion)},
  "toolSpec": ${JSON.stringify(lockfile.toolSpec)},
  "inputs": ${JSON.stringify(lockfile.inputs)},
  "providers": ${printEntries(providers)},
  "files": ${printEntries(files)}${printMigrations(lockfile)}
}
`;
}

function printMigrations({ migrations = {} }: Lockfile): string {
  const states = sorted(migrations);
  if (states.length === 0) return "";
  const lines = states.map(
    ([id, state]) => `    ${JSON.stringify(id)}: ${JSON.stringify(state)}`,
  );
  return `,\n  "migrations": {\n${lines.join(",\n")}\n  }`;
}

function printEntries(
  entries: readonly (readonly [string, Record<string, string>])[],
): string {
  if (entries.length === 0) return "{}";
  const lines = entries.map(
    ([key, value]) => `    ${JSON.stringify(key)}: ${printRecord(value)}`,
  );
  return `{\n${lines.join(",\n")}\n  }`;
}

function printRecord(record: Record<string, string>): string {
  const members = Object.entries(record).map(
    ([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`,
  );
  return `{ ${members.join(", ")} }`;
}

/** By UTF-16 code unit: `localeCompare` would sort by the machine's language. */
function sorted<T>(record: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
}
