import type { DiagnosticCode } from "./codes.js";

/** How much a diagnostic weighs: an `error` stops the commit, the others are told and passed. */
export type Severity = "error" | "warning" | "info";

/**
 * One thing that the user should know: what happened, where, and what to do next.
 * Phases collect diagnostics and return them; they never print.
 */
export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  /** What happened, one sentence, without the place and without the remedy. */
  readonly message: string;
  /** Path relative to the project's root, POSIX separators. */
  readonly file?: string;
  /** 1-based. */
  readonly line?: number;
  /** 1-based, in UTF-16 code units, as editors count. */
  readonly column?: number;
  /** How much is meant from there on, in UTF-16 code units; absent for a single point. */
  readonly length?: number;
  /** The place may hold a secret: its text is not to be shown. */
  readonly sensitive?: boolean;
  /** The next step. When it is absent the code's own hint from the code table is shown. */
  readonly hint?: string;
  /** Of a conflict: the two texts, each "" where that side has none. */
  readonly sides?: Sides;
}

/** Thrown where a phase cannot go on. Carries everything that was collected so far. Never shown with a stack trace. */
export class FrameioGenError extends Error {
  override readonly name = "FrameioGenError";
  readonly diagnostics: readonly Diagnostic[];

  constructor(
    diagnostics: readonly Diagnostic[],
    options?: { cause?: unknown },
  ) {
    super(
      diagnostics.map((d) => `${d.code}: ${d.message}`).join("\n"),
      options,
    );
    this.diagnostics = diagnostics;
  }
}

export interface Sides {
  readonly ours: string;
  readonly theirs: string;
}
