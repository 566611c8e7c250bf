import { FORMATS } from "./entries/formats.js";
import { mergeEntries } from "./entries/merge-entries.js";
import { mergeJson } from "./json/merge-json.js";
import { mergeLines } from "./lines/merge-lines.js";
import { strategyFor } from "./strategy.js";
import { inStyleOf, plain } from "./text-style.js";
import type { MergeInput, MergeResult } from "./types.js";
import { losingNothing } from "./whole-file.js";

export { type MarkerStyle, markerLines, restyled } from "./markers.js";
export { takeOurs } from "./take-ours.js";
export type { MergeInput, MergeResult } from "./types.js";

/** Merges TypeScript and JavaScript by structure. Heavy: see {@link loadTypeScriptMerge}. All texts are plain. */
export type TypeScriptMerge = (input: MergeInput) => MergeResult;

export interface MergeEngines {
  readonly typescript?: TypeScriptMerge;
}

/** Loads the TypeScript parser. Only worth it where {@link needsTypeScript} says so. */
export async function loadTypeScriptMerge(): Promise<TypeScriptMerge> {
  const { mergeTypeScript } = await import("./typescript/merge-typescript.js");
  return mergeTypeScript;
}

/** Whether {@link merge} cannot do without the TypeScript engine for this input. */
export function needsTypeScript(input: MergeInput): boolean {
  return (
    strategyFor(input.path) === "typescript" && !settled(plainInput(input))
  );
}

/**
 * Merges what the user has with what is generated now, against what was generated last time.
 * The result has the line ends and the byte order mark of the user's text.
 * @throws Error when the TypeScript engine is needed and was not given.
 */
export function merge(
  input: MergeInput,
  engines: MergeEngines = {},
): MergeResult {
  const texts = plainInput(input);
  const text = settled(texts);
  const { text: merged, conflicts } =
    text === undefined ? shallowly(texts, engines) : { text, conflicts: [] };
  return {
    text: merged === texts.ours ? input.ours : inStyleOf(input.ours, merged),
    conflicts,
  };
}

/** What is nested more deeply than a parser can follow is merged by line. */
function shallowly(texts: MergeInput, engines: MergeEngines): MergeResult {
  try {
    return mergeTexts(texts, engines);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const lines = mergeLines(texts, { prose: false, finer: false });
    return losingNothing(texts, lines);
  }
}

function plainInput({ path, base, ours, theirs }: MergeInput): MergeInput {
  return {
    path,
    base: base === undefined ? undefined : plain(base),
    ours: plain(ours),
    theirs: plain(theirs),
  };
}

/** The result where at most one side changed anything. */
function settled({ base, ours, theirs }: MergeInput): string | undefined {
  if (ours === theirs || theirs === base) return ours;
  return ours === base ? theirs : undefined;
}

function mergeTexts(texts: MergeInput, engines: MergeEngines): MergeResult {
  const strategy = strategyFor(texts.path);
  switch (strategy) {
    case "json":
      return losingNothing(texts, mergeJson(texts));
    case "typescript":
      if (!engines.typescript) {
        throw new Error(`${texts.path}: the TypeScript engine is not loaded`);
      }
      // Sees to it itself that nothing is lost.
      return engines.typescript(texts);
    case "prose":
    case "lines": {
      const prose = strategy === "prose";
      return losingNothing(texts, mergeLines(texts, { prose, finer: true }));
    }
    default:
      return losingNothing(texts, mergeEntries(texts, FORMATS[strategy]));
  }
}
