import { pathToFileURL } from "node:url";
import type Generator from "yeoman-generator";

import { FrameioGenError } from "../diagnostics/diagnostic.js";
import { quote } from "../diagnostics/printable.js";
import type { GeneratorClass } from "./host.js";

/**
 * Loads the class of a generator of the user's: this is where their code begins to run.
 *
 * @param file absolute path of its module
 * @throws FrameioGenError FG712 when the module cannot be loaded, or exports no class
 */
export async function loadGenerator(
  file: string,
): Promise<GeneratorClass<Generator>> {
  let loaded: { readonly default?: unknown };
  try {
    loaded = (await import(pathToFileURL(file).href)) as typeof loaded;
  } catch (error) {
    throw generatorFailed(file, error);
  }
  if (typeof loaded.default === "function")
    return loaded.default as GeneratorClass<Generator>;
  throw generatorFailed(file, new Error("it exports no class"));
}

/** What a generator threw, for people. */
export function generatorFailed(name: string, error: unknown): FrameioGenError {
  const message = error instanceof Error ? error.message : String(error);
  return new FrameioGenError(
    [
      {
        code: "FG712",
        severity: "error",
        message: `The generator ${quote(name, 300)} failed: ${message}`,
      },
    ],
    { cause: error },
  );
}
