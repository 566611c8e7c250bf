import type { Paint } from "../../diagnostics/render.js";
import type { FileDifference } from "./differences.js";

/** A unified diff in git's form, that `git apply` and `patch -p1` accept. The library loads only for it. */
export async function patchOf({
  path,
  before,
  after,
}: Pick<FileDifference, "path" | "before" | "after">): Promise<string> {
  const { FILE_HEADERS_ONLY, createTwoFilesPatch } = await import("diff");
  const patch = createTwoFilesPatch(
    before === undefined ? "/dev/null" : `a/${path}`,
    after === undefined ? "/dev/null" : `b/${path}`,
    before ?? "",
    after ?? "",
    undefined,
    undefined,
    { context: 3, headerOptions: FILE_HEADERS_ONLY },
  );
  const mode = [
    ...(before === undefined ? ["new file mode 100644"] : []),
    ...(after === undefined ? ["deleted file mode 100644"] : []),
  ];
  return [`diff --git a/${path} b/${path}`, ...mode, patch].join("\n");
}

/** The patch with its lines coloured. */
export function paintPatch(patch: string, paint: Paint): string {
  return patch
    .split("\n")
    .map((line) => {
      if (/^(?:diff --git|---|\+\+\+|new file|deleted file) /.test(line)) {
        return paint.strong(line);
      }
      if (line.startsWith("@@")) return paint.info(line);
      // Red against yellow, not green: it is told apart by everybody.
      if (line.startsWith("+")) return paint.warning(line);
      return line.startsWith("-") ? paint.error(line) : line;
    })
    .join("\n");
}
