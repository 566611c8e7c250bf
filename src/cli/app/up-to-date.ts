import { isFresh } from "../../lockfile/fresh.js";
import { inputsDigest } from "../../lockfile/inputs.js";
import type { OpenApp } from "./open-app.js";

/** Whether generating would change nothing, decided by digests alone: nothing is planned or rendered for it. */
export function isUpToDate({
  manifestText,
  lockfile,
  tool,
  formatter,
  workspace,
}: OpenApp): boolean {
  return (
    lockfile !== undefined &&
    isFresh({
      inputs: inputsDigest({ manifestText, lockfile, tool, formatter }),
      lockfile,
      disk: workspace,
    })
  );
}
