import * as estree from "prettier/plugins/estree";
import * as typescript from "prettier/plugins/typescript";
// By its parts: all of Prettier would bring parsers for languages that are never made here.
import { format } from "prettier/standalone";
import { FrameioGenError } from "../diagnostics/diagnostic.js";

/**
 * Prettier's default style, whatever configuration lies around.
 *
 * @param what names the source in the diagnostic
 * @throws FrameioGenError FG212 when the text is not TypeScript
 */
export async function formatCode(text: string, what: string): Promise<string> {
  try {
    return await format(text, {
      parser: "typescript",
      plugins: [estree, typescript],
      endOfLine: "lf",
    });
  } catch (error) {
    const [reason] = String(
      error instanceof Error ? error.message : error,
    ).split("\n");
    throw new FrameioGenError(
      [
        {
          code: "FG212",
          severity: "error",
          message: `What was made of ${what} is not TypeScript: ${reason}`,
        },
      ],
      { cause: error },
    );
  }
}
