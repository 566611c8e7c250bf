import type { DiagnosticCode } from "../diagnostics/codes.js";
import { type Diagnostic, FrameioGenError } from "../diagnostics/diagnostic.js";

/** Collects what is wrong with a layer. */
export interface LayerReport {
  readonly found: Diagnostic[];
  add(
    file: string,
    message: string,
    options?: { readonly hint?: string; readonly code?: DiagnosticCode },
  ): void;
}

export function layerReport(): LayerReport {
  const found: Diagnostic[] = [];
  return {
    found,
    add: (file, message, { hint, code = "FG707" } = {}) =>
      void found.push({
        code,
        severity: "error",
        message,
        file,
        ...(hint === undefined ? {} : { hint }),
      }),
  };
}

/** @throws FrameioGenError with all of them, when there are any */
export function throwAll(diagnostics: readonly Diagnostic[]): void {
  if (diagnostics.length > 0) throw new FrameioGenError(diagnostics);
}
