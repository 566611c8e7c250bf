import type ts from "typescript";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { textsWhere } from "./compile/texts.js";
import type { Compiled } from "./compile/program.js";
import type { ProviderMigration } from "./provider-migration.js";

/** Places in the user's code, as it is on disk, that a migration cannot settle by itself, but for those that mean another provider. */
export function migrationNotes(
  { events, code }: ProviderMigration,
  compiled: Compiled,
  isGenerated: (path: string) => boolean,
  isOthers: (node: ts.Node) => boolean,
): readonly Diagnostic[] {
  const noteOf = (text: string): string | undefined => {
    if (Object.hasOwn(events, text)) {
      const { to, note } = events[text] ?? {};
      return note === undefined ? undefined : `${text} is ${to} now. ${note}`;
    }
    const found = Object.keys(code).find((part) => text.includes(part));
    return found === undefined ? undefined : code[found];
  };
  const texts = textsWhere(
    compiled,
    (path) => isGenerated(path) || path.startsWith("test/"),
    (text) => noteOf(text) !== undefined,
  );
  const ours = texts.filter(({ node }) => !isOthers(node));
  return ours.map(({ path, line, column, length, text }): Diagnostic => ({
    code: "FG235",
    severity: "info",
    message: noteOf(text) ?? "",
    file: path,
    line,
    column,
    length,
  }));
}
