import type { PackageManager, Target } from "../../src/manifest/manifest.js";
import { packageNameLike } from "../../src/manifest/names.js";
import { type NewProvider, renderManifest } from "../../src/manifest/render.js";

/** What `create-frameio-app` has to know, from flags, questions and defaults. */
export interface AppAnswers {
  /** As given, relative to the working directory. */
  readonly dir: string;
  readonly name: string;
  /** Absent: Frame.io V4. */
  readonly providers?: readonly NewProvider[];
  readonly events: readonly string[];
  readonly secret: "single" | "per-webhook" | "resolver";
  readonly target: Target;
  readonly packageManager: PackageManager;
  readonly git: boolean;
  readonly install: boolean;
  /** Goes on in a folder that is not empty. */
  readonly existing: boolean;
}

/**
 * Answers that are taken where nobody is asked.
 *
 * @param folder absolute path of the folder that was given, where one was
 * @param firstEvents event types to begin with
 */
export function defaultAnswers(
  given: Partial<AppAnswers>,
  packageManager: PackageManager,
  folder?: string,
  firstEvents: readonly string[] = ["file.ready"],
): AppAnswers {
  const dir = given.dir ?? given.name ?? "frameio-app";
  return {
    name: nameOf(folder ?? dir) ?? "frameio-app",
    events: firstEvents,
    secret: "single",
    target: "node",
    packageManager,
    git: true,
    install: true,
    existing: false,
    ...given,
    dir,
  };
}

/** The package name that a folder suggests; undefined when nothing of its name can be kept. */
export function nameOf(dir: string): string | undefined {
  const segments = dir.split(/[\\/]+/).filter((part) => part !== "");
  return packageNameLike(segments.at(-1) ?? "");
}

/** The manifest edit of the `app` generator: from nothing to a manifest. */
export function manifestOf(answers: AppAnswers): string {
  const { name, target, packageManager, providers, events, secret } = answers;
  return renderManifest({
    name,
    target,
    packageManager,
    events,
    secret,
    ...(providers && { providers }),
  });
}
