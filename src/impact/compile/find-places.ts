import ts from "typescript";
import type { CatalogChanges } from "../change.js";
import type { NewNames } from "../new-names.js";
import type { ChangedFields } from "./changed-fields.js";
import { causeFinder } from "./causes.js";
import { eventTypesOf } from "./event-types.js";
import { lostUnseen } from "./lost-unseen.js";
import type { Compiled, Compiler } from "./program.js";
import type { Overlay } from "./program-files.js";
import type { SenderOf } from "./senders.js";
import { usesOfChanged } from "./uses.js";
import type { Place } from "../place.js";

export interface FindPlaces {
  readonly changes: CatalogChanges;
  /** Where the changed fields are declared. */
  readonly fields: ChangedFields;
  /** What events are called now. */
  readonly events: NewNames;
  /** Events that are gone, by the type that they had. */
  readonly goneTypes: ReadonlyMap<string, string>;
  readonly senderOf: SenderOf;
  /** The project as it would be; without a path, as it is on disk. */
  readonly overlay: Overlay;
  /** Where a place of the project to be lies in the project on disk. */
  readonly original: (path: string, offset: number) => Origin;
  /** Whether a path is a file of the tool's. */
  readonly isGenerated: (path: string) => boolean;
}

export interface Origin {
  readonly path: string;
  readonly offset: number;
}

/**
 * The places in the user's code that compile now and would no longer, and those that use what changed in a way that no type tells.
 * Sorted by file and place.
 */
export function findPlaces(
  compiler: Compiler,
  request: FindPlaces,
): readonly Place[] {
  const { fields, overlay, original, isGenerated } = request;
  const before = compiler.compile(new Map());
  const types = eventTypesOf(before, isGenerated);
  const causeOf = causeFinder({ ...request, before });
  const after = compiler.compile(overlay);
  const known = new Map<string, ReadonlySet<string>>();
  const knownIn = (path: string, file: ts.SourceFile | undefined) => {
    const there =
      known.get(path) ??
      new Set(
        (file === undefined ? [] : errorsIn(before, file, path)).map(
          ({ start, code }) => `${start} ${code}`,
        ),
      );
    known.set(path, there);
    return there;
  };
  const places = errorsOf(after, isGenerated).flatMap((error): Place[] => {
    const { path, offset } = original(error.path, error.start);
    const file = before.fileAt(path);
    // Only files that have errors now are looked at as they were: checking is what takes the time.
    if (knownIn(path, file).has(`${offset} ${error.code}`)) return [];
    const cause = causeOf(path, offset, error.length, error.message);
    return [
      {
        kind: "breaks",
        file: path,
        ...position(file ?? error.file, file ? offset : error.start),
        length: error.length,
        typescript: error.code,
        message: error.message,
        ...cause,
      },
    ];
  });
  const uses = usesOfChanged(before, fields, types, isGenerated).map(
    ({ path, node, ...cause }): Place => ({
      kind: "look",
      file: path,
      ...position(node.getSourceFile(), node.getStart()),
      length: node.getWidth(),
      ...cause,
    }),
  );
  const lost = lostUnseen(before, request);
  return sorted(withoutEchoes([...places, ...uses, ...lost]));
}

interface CompileError {
  readonly file: ts.SourceFile;
  readonly path: string;
  readonly start: number;
  readonly length: number;
  readonly code: number;
  readonly message: string;
}

function errorsOf(
  compiled: Compiled,
  isGenerated: (path: string) => boolean,
): readonly CompileError[] {
  return compiled.program.getSourceFiles().flatMap((file) => {
    const path = compiled.pathOf(file);
    return path === undefined || isGenerated(path) || file.isDeclarationFile
      ? []
      : errorsIn(compiled, file, path);
  });
}

function errorsIn(
  { program }: Compiled,
  file: ts.SourceFile,
  path: string,
): readonly CompileError[] {
  return [
    ...program.getSyntacticDiagnostics(file),
    ...program.getSemanticDiagnostics(file),
  ].map(({ start = 0, length = 1, code, messageText }) => ({
    file,
    path,
    start,
    length,
    code,
    message: ts.flattenDiagnosticMessageText(messageText, "\n"),
  }));
}

function position(file: ts.SourceFile, offset: number) {
  const { line, character } = file.getLineAndCharacterOfPosition(offset);
  return { line: line + 1, column: character + 1 };
}

/** An event that is gone takes everything in its handler along: the event is the place, the rest would only repeat it. */
function withoutEchoes(places: readonly Place[]): readonly Place[] {
  const seen = new Set<string>();
  return places.filter((place) => {
    const key = `${place.file}:${place.line}:${place.column}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function sorted(places: readonly Place[]): readonly Place[] {
  return [...places].sort(
    (a, b) =>
      (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) ||
      a.line - b.line ||
      a.column - b.column,
  );
}
