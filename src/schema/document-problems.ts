import { findNodeAtLocation, parseTree } from "jsonc-parser";
import type { DiagnosticCode } from "../diagnostics/codes.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { FrameioGenError } from "../diagnostics/diagnostic.js";

/** Keys from the document's root to a place in it. */
export type DocumentPath = readonly (string | number)[];

/** Everything that is wrong with one document, with line and column. */
export interface DocumentProblems {
  add(code: DiagnosticCode, message: string, path?: DocumentPath): void;
  readonly empty: boolean;
  readonly found: readonly Diagnostic[];
  /** @throws FrameioGenError with all problems, when there are any */
  throwIfAny(): void;
}

/** @param text must be valid JSON of bounded depth; without it nothing has a line */
export function collectProblems(text?: string): DocumentProblems {
  const found: Diagnostic[] = [];
  let tree: ReturnType<typeof parseTree> | undefined;

  function placeOf(path: DocumentPath) {
    if (text === undefined) return undefined;
    const root = (tree ??= parseTree(text));
    if (!root) return undefined;
    // A path may end at something that is missing: its nearest ancestor is the place then.
    for (let length = path.length; length >= 0; length--) {
      const node = findNodeAtLocation(root, path.slice(0, length));
      if (node) return lineAndColumn(text, (node.parent ?? node).offset);
    }
    return undefined;
  }

  return {
    add(code, message, path) {
      found.push({
        code,
        severity: "error",
        message: path ? `${message} (at ${pointerOf(path)})` : message,
        ...(path && placeOf(path)),
      });
    },
    get empty() {
      return found.length === 0;
    },
    found,
    throwIfAny() {
      if (found.length > 0) throw new FrameioGenError(found);
    },
  };
}

/** 1-based place of an offset. */
export function lineAndColumn(text: string, offset: number) {
  const before = text.slice(0, offset).split("\n");
  return { line: before.length, column: before.at(-1)!.length + 1 };
}

function pointerOf(path: DocumentPath): string {
  const segments = path.map((key) =>
    String(key).replaceAll("~", "~0").replaceAll("/", "~1"),
  );
  return `#/${segments.join("/")}`;
}
