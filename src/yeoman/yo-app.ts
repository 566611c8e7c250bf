import { resolve } from "node:path";

import Generator, {
  type BaseFeatures,
  type BaseOptions,
} from "yeoman-generator";

import {
  type AppAnswers,
  defaultAnswers,
  manifestOf,
} from "../../generators/app/answers.js";
import { appFlags, secretLabels } from "../../generators/app/flags.js";
import { FrameioGenError } from "../diagnostics/diagnostic.js";
import { didYouMean } from "../diagnostics/nearest.js";
import { quote } from "../diagnostics/printable.js";
import { LOCKFILE_PATH } from "../lockfile/lockfile.js";
import { printLockfile } from "../lockfile/print.js";
import type { NewProvider } from "../manifest/render.js";
import type { GenerateResult } from "../pipeline.js";

/** What can be chosen, given the providers. */
export interface YoOffer {
  /** Absent: the default. */
  readonly providers?: readonly NewProvider[];
  readonly events: readonly string[];
  /** Event types to begin with, where the providers are not the default. */
  readonly first?: readonly string[];
}

export interface YoServices {
  /** @throws FrameioGenError for a provider that there is not */
  readonly offer: (providers: readonly string[] | undefined) => YoOffer;
  /** What a new app consists of, reconciled with the folder at an absolute path. */
  readonly generate: (
    root: string,
    manifestText: string,
  ) => Promise<GenerateResult>;
}

/** Flags of `create-frameio-app` that make a difference to the app; the rest (git, installation, folders) is the host's. */
const OPTIONS = [
  "name",
  "provider",
  "events",
  "secret",
  "package-manager",
] as const;

type Given = { readonly dir?: string } & {
  readonly [Name in (typeof OPTIONS)[number]]?: string;
};

/** The `app` generator for a Yeoman that is not ours: it asks, and runs the whole pipeline; their Yeoman shows conflicts, and writes. */
export function yoAppGenerator({ offer, generate }: YoServices) {
  return class FrameioApp extends Generator {
    private made: GenerateResult | undefined;

    constructor(args: string[], options: BaseOptions, features?: BaseFeatures) {
      super(args, options, { ...features, tasksMatchingPriority: true });
      this.argument("dir", {
        type: String,
        required: false,
        description: "The folder",
      });
      for (const name of OPTIONS)
        this.option(name, {
          type: String,
          description: appFlags[name].description,
        });
    }

    async prompting(): Promise<void> {
      const given = this.options as Given;
      const root = resolve(this.destinationRoot(), given.dir ?? ".");
      try {
        const offered = offer(listed(given.provider));
        const secret = chosen("secret", given.secret);
        const manager = chosen("package-manager", given["package-manager"]);
        const { providers, first } = offered;
        const defaults = defaultAnswers({}, "npm", root, first);
        const told = (await this.prompt(
          questions(given, defaults, offered.events) as never,
        )) as Partial<AppAnswers>;
        const answers: AppAnswers = {
          ...defaults,
          ...told,
          ...(providers && { providers }),
          ...(given.name !== undefined && { name: given.name }),
          ...(given.events !== undefined && {
            events: listed(given.events) ?? [],
          }),
          ...(secret && { secret }),
          ...(manager && { packageManager: manager }),
        };
        this.destinationRoot(root);
        this.made = await generate(root, manifestOf(answers));
      } catch (error) {
        throw error instanceof FrameioGenError ? plain(error) : error;
      }
    }

    writing(): void {
      const { changes, conflicts, lockfile } = this.made!.changeSet;
      if (conflicts.length > 0)
        throw plain(
          new FrameioGenError(conflicts.map(({ diagnostic }) => diagnostic)),
        );
      for (const change of changes) {
        if (change.kind !== "delete")
          this.fs.write(this.destinationPath(change.path), change.text);
      }
      if (lockfile !== null)
        this.fs.write(
          this.destinationPath(LOCKFILE_PATH),
          printLockfile(lockfile),
        );
    }
  };
}

/** As `create-frameio-app` asks them, without its own look. */
function questions(
  given: Given,
  defaults: AppAnswers,
  events: readonly string[],
): object[] {
  const { message } = appFlags.events.prompt;
  return [
    {
      type: "input",
      name: "name",
      message: appFlags.name.prompt.message,
      default: defaults.name,
      when: given.name === undefined,
    },
    {
      type: "checkbox",
      name: "events",
      message,
      choices: [...events],
      default: defaults.events,
      when: given.events === undefined,
    },
    {
      type: "list",
      name: "secret",
      message: appFlags.secret.prompt.message,
      choices: appFlags.secret.choices.map((value) => ({
        value,
        name: `${secretLabels[value][0]} (${secretLabels[value][1]})`,
      })),
      default: defaults.secret,
      when: given.secret === undefined,
    },
    {
      type: "list",
      name: "packageManager",
      message: appFlags["package-manager"].prompt.message,
      choices: [...appFlags["package-manager"].choices],
      default: defaults.packageManager,
      when: given["package-manager"] === undefined,
    },
  ];
}

function listed(text: string | undefined): readonly string[] | undefined {
  return text
    ?.split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

/** @throws FrameioGenError FG503 for a value that is no choice */
function chosen<Name extends "secret" | "package-manager">(
  name: Name,
  value: string | undefined,
): (typeof appFlags)[Name]["choices"][number] | undefined {
  const choices: readonly string[] = appFlags[name].choices;
  if (value === undefined || choices.includes(value))
    return value as (typeof appFlags)[Name]["choices"][number] | undefined;
  throw new FrameioGenError([
    {
      code: "FG503",
      severity: "error",
      message: `--${name} does not take ${quote(value)}`,
      hint: `${didYouMean(value, choices) ?? ""} There are ${choices.join(", ")}.`.trim(),
    },
  ]);
}

/** Foreign hosts show the message alone. */
function plain({ diagnostics }: FrameioGenError): Error {
  return new Error(
    diagnostics
      .map(({ code, file, message, hint }) =>
        [`${file === undefined ? "" : `${file}: `}${code} ${message}`, hint]
          .filter((line) => line !== undefined)
          .join("\n  "),
      )
      .join("\n"),
  );
}
