import { type Diagnostic, FrameioGenError } from "../diagnostics/diagnostic.js";
import { quote } from "../diagnostics/printable.js";

// As ranges: properties by name are looked up when V8 so much as reads the code.
// oxlint-disable-next-line no-control-regex -- these are what is looked for
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;
const LONE_SURROGATE = /[\ud800-\udfff]/u;
const NOT_ON_WINDOWS = /[<>:"|?*]/;
/** Devices: Windows opens them in every folder, whatever the extension. */
const DEVICE =
  /^(?:con|prn|aux|nul|clock\$|conin\$|conout\$|(?:com|lpt)[0-9¹²³])$/i;
/** macOS leaves these out when it compares names, so that `.g\u200cit` is `.git` there. */
const IGNORED_BY_HFS = /[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g;
const LONGEST_NAME = 255;

/** What nearly every path is: plain names, in which nothing can be wrong. It spares them the closer look. */
const PLAIN = /^\.?[\w-]+(?:\.[\w-]+)*(?:\/\.?[\w-]+(?:\.[\w-]+)*)*$/;
const SUSPICIOUS =
  /(?:^|\/)(?:\.git|(?:con|prn|aux|nul|com\d|lpt\d)(?:[./]|$))/i;
const ASCII = /^[ -~]*$/;

/** What a commit itself works with: nobody else may write there. */
const RESERVED = /^\.frameio(?:$|\/(?:lock\.json|staging)(?:$|[./]))/;

/**
 * Why a path may not be used, as the end of a sentence that begins with the path; undefined when it may.
 * Decides on the text alone and the same on every system: what only Windows or macOS would trip over is refused everywhere.
 */
export function pathProblem(path: string): string | undefined {
  if (path.length <= LONGEST_NAME && PLAIN.test(path) && !SUSPICIOUS.test(path))
    return undefined;
  if (path === "") return "is empty";
  if (CONTROL.test(path)) return "contains a control character";
  if (LONE_SURROGATE.test(path)) return "is not valid Unicode";
  if (path.includes("\\")) return "contains a backslash";
  if (path.startsWith("/")) return "is absolute";
  if (/^[a-z]:/i.test(path)) return "begins with a drive letter";
  if (NOT_ON_WINDOWS.test(path))
    return "contains a character that Windows does not allow in names";
  for (const name of path.split("/")) {
    const problem = nameProblem(name);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function nameProblem(name: string): string | undefined {
  if (name === "") return "has an empty segment";
  if (name === "..") return "leads out of the folder";
  if (name === ".") return 'has the segment "."';
  if (/[. ]$/.test(name))
    return "has a segment that ends with a dot or a space";
  if (DEVICE.test(name.split(".", 1)[0]?.trimEnd() ?? ""))
    return "has a segment that names a device on Windows";
  const folded = foldKey(name.replace(IGNORED_BY_HFS, ""));
  if (folded === ".git" || folded === "git~1")
    return "leads into the folder of git";
  if (Buffer.byteLength(name) > LONGEST_NAME)
    return `has a segment of more than ${LONGEST_NAME} bytes`;
  return undefined;
}

/** Whether the path belongs to the commit itself: the lockfile, the staging folder and its lock. */
export function isReserved(path: string): boolean {
  return RESERVED.test(foldKey(path));
}

export function unsafePath(path: string): Diagnostic | undefined {
  const problem = pathProblem(path);
  return problem === undefined ? undefined : refusal(path, problem);
}

/** @throws {FrameioGenError} FG402 when the path may not be used. */
export function assertSafePath(path: string): void {
  const diagnostic = unsafePath(path);
  if (diagnostic !== undefined) throw new FrameioGenError([diagnostic]);
}

export function refusal(path: string, problem: string): Diagnostic {
  return {
    code: "FG402",
    severity: "error",
    message: `The path ${quote(path)} ${problem}`,
  };
}

/** Two names with the same key are one file on some system: letter case and Unicode normalisation are folded away. */
export function foldKey(name: string): string {
  if (ASCII.test(name)) return name.toLowerCase();
  return name.normalize("NFD").toUpperCase().toLowerCase().normalize("NFC");
}
