import type { Lockfile } from "./lockfile.js";

/** A commit needs the text of one lockfile several times. */
const printed = new WeakMap<Lockfile, string>();

/**
 * The lockfile's text: LF, sorted, one line for each provider and file, so that version control merges it line by line.
 * The same lockfile gives the same bytes everywhere.
 */
export function printLockfile(lockfile: Lockfile): string {
  let text = printed.get(lockfile);
  if (text === undefined) {
    text = print(lockfile);
    printed.set(lockfile, text);
  }
  return text;
}

function print(lockfile: Lockfile): string {
  const providers = sorted(lockfile.providers).map(
    ([id, { schema, digest, source, version, date, pinned }]) =>
      `${JSON.stringify(id)}: { ${[
        `"schema": ${JSON.stringify(schema)}`,
        `"digest": ${JSON.stringify(digest)}`,
        ...(source === undefined
          ? []
          : [`"source": ${JSON.stringify(source)}`]),
        ...(version === undefined
          ? []
          : [`"version": ${JSON.stringify(version)}`]),
        ...(date === undefined ? [] : [`"date": ${JSON.stringify(date)}`]),
        ...(pinned === undefined
          ? []
          : [`"pinned": ${JSON.stringify(pinned)}`]),
      ].join(", ")} }`,
  );
  const files = sorted(lockfile.files).map(
    ([path, { ownership, digest, by }]) =>
      `${JSON.stringify(path)}: { "ownership": "${ownership}", "digest": "${digest}"${by === undefined ? "" : `, "by": ${JSON.stringify(by)}`} }`,
  );
  return `{
  "lockfileVersion": ${lockfile.lockfileVersion},
  "toolVersion": ${JSON.stringify(lockfile.toolVersion)},
  "toolSpec": ${JSON.stringify(lockfile.toolSpec)},
  "inputs": ${JSON.stringify(lockfile.inputs)},${printTemplates(lockfile)}
  "providers": ${printEntries(providers)},
  "files": ${printEntries(files)}${printMigrations(lockfile)}
}
`;
}

function printTemplates({ templates }: Lockfile): string {
  return templates === undefined
    ? ""
    : `\n  "templates": ${JSON.stringify(templates)},`;
}

function printMigrations({ migrations = {} }: Lockfile): string {
  const states = sorted(migrations);
  if (states.length === 0) return "";
  const lines = states.map(
    ([id, state]) => `    ${JSON.stringify(id)}: ${JSON.stringify(state)}`,
  );
  return `,\n  "migrations": {\n${lines.join(",\n")}\n  }`;
}

function printEntries(entries: readonly string[]): string {
  if (entries.length === 0) return "{}";
  return `{\n    ${entries.join(",\n    ")}\n  }`;
}

/** By UTF-16 code unit: `localeCompare` would sort by the machine's language. */
function sorted<T>(record: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
}
