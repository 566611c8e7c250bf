import { FrameioGenError } from "../../diagnostics/diagnostic.js";
import { didYouMean } from "../../diagnostics/nearest.js";
import { quote } from "../../diagnostics/printable.js";
import { sourceProblem } from "../../manifest/names.js";
import type { Manifest } from "../../manifest/manifest.js";
import { findGeneratorModule } from "../../workspace/find-generator.js";

export interface ChosenGenerator {
  /** A package, or a path that begins with `./`. */
  readonly name: string;
  /** Absolute path of its module. */
  readonly file: string;
}

/**
 * Finds the generator that is meant, and makes sure that it may run. Nothing of it is loaded.
 *
 * @param asked as it was typed: a name of the manifest's, its last part (`report` for `./generators/report` and `generator-report`), a folder, or a package
 * @throws FrameioGenError FG710 when nobody said that it may run, FG711 when there is none
 */
export function chooseGenerator(
  root: string,
  { generators }: Pick<Manifest, "generators">,
  asked: string,
  trust: boolean,
): ChosenGenerator {
  const named = generators.find(
    ({ name }) => name === asked || shortName(name) === asked,
  );
  const candidates =
    named === undefined
      ? [asked, ...(asked.startsWith("./") ? [] : [`generator-${asked}`])]
      : [named.name];
  for (const name of candidates) {
    if (sourceProblem(name) !== undefined) continue;
    const file = moduleOf(root, name);
    if (file === undefined) continue;
    if (named === undefined && !trust) throw untrusted(name);
    return { name, file };
  }
  const hint = didYouMean(
    asked,
    generators.map(({ name }) => shortName(name)),
  );
  throw new FrameioGenError([
    {
      code: "FG711",
      severity: "error",
      message: `There is no generator ${quote(asked)}`,
      ...(hint === undefined ? {} : { hint }),
    },
  ]);
}

function shortName(name: string): string {
  const last = name.replace(/\/$/, "").split("/").at(-1) ?? name;
  return last.replace(/^generator-/, "");
}

function moduleOf(root: string, name: string): string | undefined {
  try {
    return findGeneratorModule(root, name);
  } catch (error) {
    if (error instanceof FrameioGenError) return undefined;
    throw error;
  }
}

function untrusted(name: string): FrameioGenError {
  return new FrameioGenError([
    {
      code: "FG710",
      severity: "error",
      message: `The generator ${quote(name)} is code, and nothing says that it may run`,
    },
  ]);
}
