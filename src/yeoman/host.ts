import { join, relative, sep } from "node:path";

import { EnvironmentBase } from "yeoman-environment";
import type Generator from "yeoman-generator";
import type { BaseFeatures, BaseOptions } from "yeoman-generator";

import type { CliContext } from "../cli/context.js";
import { createAdapter } from "./adapter.js";

/** A generator's class, as Yeoman constructs it. */
export type GeneratorClass<G extends Generator> = new (
  args: string[],
  options: BaseOptions,
  features?: BaseFeatures,
) => G;

/** Features of every generator here: Yeoman asks and composes, it neither writes to the disk nor installs packages. */
export const hostedFeatures = {
  customCommitTask: true,
  customInstallTask: true,
  skipParseOptions: true,
  tasksMatchingPriority: true,
} as const satisfies BaseFeatures;

export interface HostedRun<G extends Generator> {
  readonly generator: G;
  /** What the generator wrote, in memory only, by path relative to `cwd`, POSIX. */
  readonly files: ReadonlyMap<string, string>;
}

/**
 * Runs a generator under Yeoman. Nothing reaches the disk.
 *
 * @param cwd an existing folder: Yeoman would create it otherwise
 * @throws Cancelled, or FrameioGenError when something has to be asked and nobody can be
 */
export async function runHosted<G extends Generator>(
  context: CliContext,
  generatorClass: GeneratorClass<G>,
  {
    namespace,
    cwd,
    options,
  }: {
    readonly namespace: string;
    readonly cwd: string;
    readonly options: object;
  },
): Promise<HostedRun<G>> {
  const environment = new EnvironmentBase({
    adapter: createAdapter(context),
    cwd,
    skipInstall: true,
  });
  environment.register(generatorClass, {
    namespace,
    resolved: join(cwd, `${namespace.replace(":", "-")}.js`),
  });
  const generator = (await environment.create(namespace, {
    generatorOptions: options as never,
  })) as unknown as G;
  await environment.runGenerator(generator as never);
  const files = new Map<string, string>();
  environment.sharedFs.each((file) => {
    const { contents, path } = file as {
      readonly contents: Buffer | null;
      readonly path: string;
      readonly state?: string;
    };
    const { state } = file as { readonly state?: string };
    if (contents === null || state !== "modified") return;
    files.set(relative(cwd, path).split(sep).join("/"), contents.toString());
  });
  return { generator, files };
}
