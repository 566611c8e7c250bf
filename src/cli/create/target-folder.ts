import { FrameioGenError } from "../../diagnostics/diagnostic.js";
import { quote } from "../../diagnostics/printable.js";
import { folderState } from "../../workspace/surroundings.js";

/**
 * Looks at the folder that the app shall go into.
 *
 * @param existing whether a folder that is not empty will do
 * @returns whether something is in it already
 * @throws FrameioGenError FG510 when it is not empty, FG511 when it is no folder
 */
export function checkTargetFolder(
  root: string,
  dir: string,
  existing: boolean,
): boolean {
  const state = folderState(root);
  if (state === "not a folder") {
    throw new FrameioGenError([
      {
        code: "FG511",
        severity: "error",
        message: `${quote(dir, 200)} is a file, not a folder`,
      },
    ]);
  }
  if (state === "filled" && !existing) {
    throw new FrameioGenError([
      {
        code: "FG510",
        severity: "error",
        message: `The folder ${quote(dir, 200)} is not empty`,
      },
    ]);
  }
  return state === "filled";
}
