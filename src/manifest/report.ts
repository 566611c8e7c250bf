import type { Node } from "jsonc-parser";
import type { DiagnosticCode } from "../diagnostics/codes.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { MANIFEST_PATH } from "./manifest.js";
import { type Locate, locator, markedLength } from "./place.js";

/** Collects what is wrong with a manifest. */
export interface Report {
  readonly locate: Locate;
  /** Without a hint, the one of the code holds. */
  at(
    where: Node | { offset: number; length: number },
    code: DiagnosticCode,
    message: string,
    hint?: string,
  ): void;
  /** Like `at`, for places that may hold a secret. */
  atSecret(
    node: Node,
    code: DiagnosticCode,
    message: string,
    hint?: string,
  ): void;
  /** In the order of the text. */
  diagnostics(): Diagnostic[];
}

/** @param text without byte order mark */
export function createReport(text: string): Report {
  const found: Diagnostic[] = [];
  const locate = locator(text);
  const add = (
    where: Node | { offset: number; length: number },
    code: DiagnosticCode,
    message: string,
    hint: string | undefined,
    sensitive: boolean,
  ): void => {
    found.push({
      code,
      severity: "error",
      message,
      file: MANIFEST_PATH,
      ...locate(where.offset),
      length: "type" in where ? markedLength(where, locate) : where.length,
      ...(sensitive ? { sensitive } : {}),
      ...(hint === undefined ? {} : { hint }),
    });
  };
  return {
    locate,
    at: (where, code, message, hint) => add(where, code, message, hint, false),
    atSecret: (node, code, message, hint) =>
      add(node, code, message, hint, true),
    diagnostics: () =>
      found.toSorted(
        (a, b) =>
          (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0),
      ),
  };
}
