import Generator, {
  type BaseFeatures,
  type BaseOptions,
} from "yeoman-generator";

import type { Added } from "../../src/manifest/edit.js";
import { type Manifest, MANIFEST_PATH } from "../../src/manifest/manifest.js";
import { hostedFeatures } from "../../src/yeoman/host.js";
import type { Answers } from "../../src/yeoman/question.js";
import { addToManifest, type WebhookAnswers } from "./answers.js";
import { type WebhookQuestionSources, webhookQuestions } from "./questions.js";

export interface WebhookGeneratorOptions extends WebhookQuestionSources {
  /** Answers that flags gave: they are not asked for. By flag. */
  readonly given: Answers;
  readonly manifestText: string;
  /** What `manifestText` says. */
  readonly manifest: Manifest;
}

/** Asks which events to handle, and edits the manifest. */
export default class WebhookGenerator extends Generator {
  /** Complete once the generator has run. */
  result: Added | undefined;
  private told: Answers = {};

  constructor(args: string[], options: BaseOptions, features?: BaseFeatures) {
    super(args, options, { ...features, ...hostedFeatures });
  }

  async prompting(): Promise<void> {
    const sources = this.options as unknown as WebhookGeneratorOptions;
    // Not `this.prompt`, which would keep answers in the user's home folder.
    this.told = (await this.env.adapter.prompt(
      webhookQuestions(sources) as never,
      sources.given,
    )) as Answers;
  }

  writing(): void {
    const { manifestText, manifest } = this
      .options as unknown as WebhookGeneratorOptions;
    const answers = this.told as unknown as WebhookAnswers;
    this.result = addToManifest(manifestText, manifest, answers);
    this.fs.write(this.destinationPath(MANIFEST_PATH), this.result.text);
  }
}
