import { ansi, plain, type Paint } from "../diagnostics/render.js";
import type { Json } from "../schema/catalog.js";
import type { CliContext, OutputStream } from "./context.js";

/** Colours where they are wanted: a terminal, unless `NO_COLOR` is set; `FORCE_COLOR` overrides. */
export function paintFor(stream: OutputStream, env: CliContext["env"]): Paint {
  const { FORCE_COLOR, NO_COLOR, TERM } = env;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== "0" && FORCE_COLOR !== "")
    return ansi;
  if (NO_COLOR !== undefined && NO_COLOR !== "") return plain;
  return stream.isTTY === true && TERM !== "dumb" ? ansi : plain;
}

/** Writes a line to the results. */
export function print(context: CliContext, text: string): void {
  context.stdout.write(`${text}\n`);
}

/** Writes a line beside the results: progress and remarks. */
export function remark(context: CliContext, text: string): void {
  context.stderr.write(`${text}\n`);
}

/** The one document of `--json`. */
export function printJson(context: CliContext, document: Json): void {
  context.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
}
