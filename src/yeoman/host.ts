import { isUtf8 } from "node:buffer";
import { dirname, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

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
  /** What the generator wrote, in memory only, by path relative to its destination, POSIX. */
  readonly files: ReadonlyMap<string, string>;
  /** What it did that cannot become a change of an app: a path, and what is wrong, as the end of a sentence. */
  readonly refused: readonly { readonly path: string; readonly why: string }[];
}

/** Ours ask for neither; a generator of the user's would have its files written at the end, and packages installed. */
class InMemory extends EnvironmentBase {
  protected override queueCommit(): void {}
  override watchForPackageManagerInstall(): void {}
}

/**
 * Yeoman reads package.json and .yo-rc.json around its working directory, creates it when it is missing, and fails when one of them is broken.
 * Our own folder holds none of them; nothing is ever written there.
 */
const WORKING_DIRECTORY = dirname(fileURLToPath(import.meta.url));

/**
 * Runs a generator under Yeoman. Nothing reaches the disk.
 *
 * @throws Cancelled, or FrameioGenError when something has to be asked and nobody can be
 */
export async function runHosted<G extends Generator>(
  context: CliContext,
  generatorClass: GeneratorClass<G>,
  {
    namespace,
    options,
    own,
  }: {
    readonly namespace: string;
    readonly options: object;
    /** A generator of the user's: where it works, an absolute path, what it is told, and the file that it lies in. */
    readonly own?: {
      readonly root: string;
      readonly args: readonly string[];
      readonly file: string;
    };
  },
): Promise<HostedRun<G>> {
  const cwd = own?.root ?? WORKING_DIRECTORY;
  const environment = new (own === undefined ? EnvironmentBase : InMemory)({
    adapter: createAdapter(
      context,
      own && { given: options as Readonly<Record<string, unknown>> },
    ),
    cwd,
    skipInstall: true,
  });
  environment.register(generatorClass, {
    namespace,
    resolved: own?.file ?? fileURLToPath(import.meta.url),
  });
  const generator = (await environment.create(namespace, {
    // Without localConfigOnly, Yeoman reads answers of other generators in the home folder.
    generatorArgs: [...(own?.args ?? [])],
    generatorOptions: { ...options, localConfigOnly: true } as never,
  })) as unknown as G;
  await environment.runGenerator(generator as never);
  const files = new Map<string, string>();
  const refused: { path: string; why: string }[] = [];
  environment.sharedFs.each((file) => {
    const { contents, path, state } = file as {
      readonly contents: Buffer | null;
      readonly path: string;
      readonly state?: string;
    };
    const name = relative(cwd, path).split(sep).join("/");
    if (state === "deleted")
      refused.push({ path: name, why: "is deleted, which is left to you" });
    if (contents === null || state !== "modified") return;
    if (isUtf8(contents)) files.set(name, contents.toString());
    else refused.push({ path: name, why: "is no UTF-8 text" });
  });
  return { generator, files, refused };
}
