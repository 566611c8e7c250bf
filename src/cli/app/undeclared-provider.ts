import { FrameioGenError } from "../../diagnostics/diagnostic.js";
import { didYouMean } from "../../diagnostics/nearest.js";
import { quote } from "../../diagnostics/printable.js";

/**
 * What is told of a provider that the manifest does not have.
 *
 * @param declared those that it has
 */
export function undeclaredProvider(
  id: string,
  declared: readonly string[],
): FrameioGenError {
  const hint = didYouMean(id, declared);
  return new FrameioGenError([
    {
      code: "FG110",
      severity: "error",
      message: `frameio.jsonc declares no provider ${quote(id)}`,
      hint: `${hint === undefined ? "" : `${hint} `}It declares ${declared.join(", ")}.`,
    },
  ]);
}
