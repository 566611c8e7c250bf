import type { DiagnosticCode } from "../../diagnostics/codes.js";
import {
  FrameioGenError,
  type Diagnostic,
} from "../../diagnostics/diagnostic.js";
import {
  diagnosticsToJson,
  renderDiagnostics,
} from "../../diagnostics/render.js";
import { Cancelled, type CliContext } from "../context.js";
import { ExitCode } from "../exit-code.js";
import { paintFor, printJson, remark } from "../output.js";
import { hintsInWords } from "./in-words.js";

/** Codes that mean: the command line is wrong, or input is needed. */
const usageCodes: ReadonlySet<DiagnosticCode> = new Set([
  "FG501",
  "FG502",
  "FG503",
  "FG504",
  "FG505",
  "FG506",
  "FG507",
]);

/**
 * Tells of an error, as text or as JSON, and returns the exit code that it stands for.
 *
 * @param failure the exit code of every error, for a command that has its own
 */
export function reportFailure(
  context: CliContext,
  error: unknown,
  json: boolean,
  failure?: ExitCode,
): ExitCode {
  if (error instanceof Cancelled) {
    if (json)
      printJson(context, {
        ok: false,
        exitCode: ExitCode.cancelled,
        cancelled: true,
      });
    else remark(context, "Cancelled. Nothing was written.");
    return ExitCode.cancelled;
  }
  const diagnostics = hintsInWords(context, diagnosticsOf(error));
  const usage = diagnostics.some(({ code }) => usageCodes.has(code));
  const exitCode = failure ?? (usage ? ExitCode.usage : ExitCode.error);
  if (json) {
    printJson(context, {
      ok: false,
      exitCode,
      diagnostics: diagnosticsToJson(diagnostics),
    });
  } else {
    remark(
      context,
      renderDiagnostics(diagnostics, {
        paint: paintFor(context.stderr, context.env),
      }),
    );
    if (
      !(error instanceof FrameioGenError) &&
      context.env["FRAMEIO_GEN_DEBUG"] !== undefined
    ) {
      remark(
        context,
        error instanceof Error ? (error.stack ?? error.message) : String(error),
      );
    }
  }
  return exitCode;
}

function diagnosticsOf(error: unknown): readonly Diagnostic[] {
  if (error instanceof FrameioGenError) return error.diagnostics;
  const message = error instanceof Error ? error.message : String(error);
  return [
    { code: "FG901", severity: "error", message: `Internal error: ${message}` },
  ];
}
