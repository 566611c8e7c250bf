import { resolve } from "node:path";

import Generator, {
  type BaseFeatures,
  type BaseOptions,
} from "yeoman-generator";

import { defaultAnswers, manifestOf } from "../../generators/app/answers.js";
import { FrameioGenError } from "../diagnostics/diagnostic.js";
import { LOCKFILE_PATH } from "../lockfile/lockfile.js";
import { printLockfile } from "../lockfile/print.js";
import type { GenerateResult } from "../pipeline.js";

export interface YoServices {
  /** Event types that can be chosen. */
  readonly events: () => readonly string[];
  /** What a new app consists of, reconciled with the folder at an absolute path. */
  readonly generate: (
    root: string,
    manifestText: string,
  ) => Promise<GenerateResult>;
}

/** The `app` generator for a Yeoman that is not ours: it asks, and runs the whole pipeline; their Yeoman shows conflicts, and writes. */
export function yoAppGenerator({ events, generate }: YoServices) {
  return class FrameioApp extends Generator {
    private made: GenerateResult | undefined;

    constructor(args: string[], options: BaseOptions, features?: BaseFeatures) {
      super(args, options, { ...features, tasksMatchingPriority: true });
      this.argument("dir", {
        type: String,
        required: false,
        description: "The folder",
      });
      this.option("name", { type: String, description: "Name of the app" });
      this.option("events", {
        type: String,
        description: "Event types, with commas",
      });
    }

    async prompting(): Promise<void> {
      const given = this.options as {
        dir?: string;
        name?: string;
        events?: string;
      };
      const root = resolve(this.destinationRoot(), given.dir ?? ".");
      const defaults = defaultAnswers({}, "npm", root);
      const known = events();
      const told = (await this.prompt([
        {
          type: "input",
          name: "name",
          message: "Name of the app?",
          default: defaults.name,
          when: given.name === undefined,
        },
        {
          type: "checkbox",
          name: "events",
          message: "Which events?",
          choices: [...known],
          default: defaults.events,
          when: given.events === undefined,
        },
      ] as never)) as { name?: string; events?: readonly string[] };
      const answers = {
        ...defaults,
        name: given.name ?? told.name ?? defaults.name,
        events:
          given.events?.split(",").map((name) => name.trim()) ??
          told.events ??
          defaults.events,
      };
      this.destinationRoot(root);
      try {
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
