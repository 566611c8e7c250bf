import type { DiagnosticCode } from "../../diagnostics/codes.js";
import {
  FrameioGenError,
  type Diagnostic,
} from "../../diagnostics/diagnostic.js";
import {
  diagnosticsToJson,
  hintOf,
  renderDiagnostics,
} from "../../diagnostics/render.js";
import type { PackageManager } from "../../manifest/manifest.js";
import { Cancelled, type CliContext } from "../context.js";
import { ExitCode } from "../exit-code.js";
import { paintFor, printJson, remark } from "../output.js";
import { detectPackageManager } from "../package-manager.js";
import {
  foldersUpwards,
  namesIn,
  readIfPresent,
} from "../../workspace/surroundings.js";
import { inWordsOf } from "./in-words-of.js";

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
  const manager = managerOf(context);
  const diagnostics = diagnosticsOf(error).map((diagnostic) => ({
    ...diagnostic,
    hint: inWordsOf(manager, hintOf(diagnostic)),
  }));
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

function managerOf({ env, cwd }: CliContext): PackageManager {
  return detectPackageManager(env, foldersUpwards(cwd), namesIn, readIfPresent);
}

function diagnosticsOf(error: unknown): readonly Diagnostic[] {
  if (error instanceof FrameioGenError) return error.diagnostics;
  const message = error instanceof Error ? error.message : String(error);
  return [
    { code: "FG901", severity: "error", message: `Internal error: ${message}` },
  ];
}
