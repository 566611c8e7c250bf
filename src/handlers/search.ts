import type { SourceDisk } from "../workspace/workspace.js";
import type { FoundHandler } from "./syntax/index.js";

/** Longer files are nobody's handlers. */
const LONGEST = 1_000_000;

/**
 * Handlers in the project's own code. TypeScript's parser is loaded only when a file may have one.
 *
 * @param events only files that mention one of them are looked at; default: every file
 */
export async function searchHandlers(
  disk: SourceDisk,
  events?: readonly string[],
): Promise<readonly FoundHandler[]> {
  const candidates = disk
    .list("src")
    .filter(isCode)
    .flatMap((path) => {
      const text = readCode(disk, path);
      if (text === undefined || !mayHandle(text)) return [];
      return events?.some((event) => text.includes(event)) === false
        ? []
        : [{ path, text }];
    });
  if (candidates.length === 0) return [];
  const { findHandlers } = await import("./syntax/index.js");
  return candidates.flatMap(({ path, text }) => findHandlers(path, text));
}

function mayHandle(text: string): boolean {
  return (
    text.includes("onWebhook") ||
    (text.includes("frameio/index.gen") && /\bon\b/.test(text))
  );
}

/** TypeScript that is neither declared, nor generated, nor a test. */
function isCode(path: string): boolean {
  return (
    /\.tsx?$/.test(path) &&
    !/\.(?:d|gen|test|spec)\.tsx?$/.test(path) &&
    !path.toLowerCase().startsWith("src/frameio/")
  );
}

/** Undefined for what is no text, too long, or not to be read. */
export function readCode(disk: SourceDisk, path: string): string | undefined {
  try {
    const text = disk.read(path)?.text;
    return text !== undefined && text.length <= LONGEST ? text : undefined;
  } catch {
    return undefined;
  }
}

/** Whether two lists name the same events. */
export function sameEvents(
  a: readonly string[],
  b: readonly string[],
): boolean {
  return (
    a.length === b.length &&
    new Set([...a, ...b]).size === new Set(a).size &&
    new Set(b).size === new Set(a).size
  );
}
