import Generator, {
  type BaseFeatures,
  type BaseOptions,
} from "yeoman-generator";

import { MANIFEST_PATH } from "../../src/manifest/manifest.js";
import { hostedFeatures } from "../../src/yeoman/host.js";
import type { Answers } from "../../src/yeoman/question.js";
import { type AppAnswers, manifestOf } from "./answers.js";
import { appQuestions, type QuestionSources } from "./questions.js";

export interface AppGeneratorOptions extends QuestionSources {
  /** Answers that flags gave: they are not asked for. By flag. */
  readonly given: Answers;
}

/** Asks for what the flags leave open, and turns the answers into a manifest. */
export default class AppGenerator extends Generator {
  /** Complete once the generator has run. */
  answers: AppAnswers | undefined;

  constructor(args: string[], options: BaseOptions, features?: BaseFeatures) {
    super(args, options, { ...features, ...hostedFeatures });
  }

  async prompting(): Promise<void> {
    const sources = this.options as unknown as AppGeneratorOptions;
    // Not `this.prompt`, which would keep answers in the user's home folder.
    const told = (await this.env.adapter.prompt(
      appQuestions(sources) as never,
      sources.given,
    )) as Answers;
    this.answers = {
      ...sources.defaults,
      ...answersFrom(told),
      dir: sources.dir ?? String(told["name"]),
    };
  }

  writing(): void {
    if (this.answers === undefined) return;
    const path = this.destinationPath(this.answers.dir, MANIFEST_PATH);
    this.fs.write(path, manifestOf(this.answers));
  }
}

/** Answers by flag, as answers by name; the package manager's flag is the only one of two words. */
export function answersFrom(told: Answers): Partial<AppAnswers> {
  const { "package-manager": packageManager, ...others } = told;
  return {
    ...others,
    ...(packageManager === undefined ? {} : { packageManager }),
  } as Partial<AppAnswers>;
}
