import ts from "typescript";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import type { Compiled } from "./program.js";

/** The user's files that are no TypeScript as they stand: what breaks in them may remain unseen, behind what is broken already. */
export function damagedFiles(
  { program, pathOf }: Compiled,
  isGenerated: (path: string) => boolean,
): readonly Diagnostic[] {
  return program.getSourceFiles().flatMap((file): Diagnostic[] => {
    const path = pathOf(file);
    if (path === undefined || isGenerated(path)) return [];
    const [first] = program.getSyntacticDiagnostics(file);
    if (first === undefined) return [];
    const at = file.getLineAndCharacterOfPosition(first.start);
    return [
      {
        code: "FG234",
        severity: "warning",
        message: `The file is no TypeScript: ${ts.flattenDiagnosticMessageText(first.messageText, " ")} What breaks in it may not be listed`,
        file: path,
        line: at.line + 1,
        column: at.character + 1,
        length: Math.max(1, first.length),
        hint: "Correct it, and run the command again with `--dry-run`.",
      },
    ];
  });
}
