import type { Node } from "jsonc-parser";
import type { DiagnosticCode } from "../diagnostics/codes.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { MANIFEST_PATH } from "./manifest.js";
import type { Span } from "./merge-markers.js";
import { type Locate, locator, markedLength } from "./place.js";

/** Collects what is wrong with a manifest. */
export interface Report {
  readonly locate: Locate;
  /** Without a hint, the one of the code holds. */
  at(
    where: Node | Span,
    code: DiagnosticCode,
    message: string,
    hint?: string,
  ): void;
  /** Like `at`, for places that may hold a secret. */
  atSecret(
    where: Node | Span,
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
    where: Node | Span,
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
      length: "type" in where ? markedLength(where) : where.length,
      ...(sensitive ? { sensitive } : {}),
      ...(hint === undefined ? {} : { hint }),
    });
  };
  return {
    locate,
    at: (where, code, message, hint) => add(where, code, message, hint, false),
    atSecret: (where, code, message, hint) =>
      add(where, code, message, hint, true),
    diagnostics: () => {
      // Another mistake on the line of a secret would show it as well.
      const secretLines = new Set(
        found
          .filter(({ sensitive }) => sensitive === true)
          .map(({ line }) => line),
      );
      return found
        .map((diagnostic) =>
          secretLines.has(diagnostic.line)
            ? { ...diagnostic, sensitive: true }
            : diagnostic,
        )
        .toSorted(
          (a, b) =>
            (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0),
        );
    },
  };
}
