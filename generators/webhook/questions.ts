import type { EventType } from "../../src/schema/catalog.js";
import type { Question } from "../../src/yeoman/question.js";
import { secretLabels } from "../app/flags.js";
import { eventChoices } from "../app/questions.js";
import { eventsPrompt, modeLabels, webhookFlags } from "./flags.js";

export interface WebhookQuestionSources {
  /** Event types that the app does not handle yet. */
  readonly events: readonly EventType[];
  readonly secret: "single" | "per-webhook" | "resolver";
}

/** The questions of `frameio-gen add-webhook`. */
export function webhookQuestions({
  events,
  secret,
}: WebhookQuestionSources): readonly Question[] {
  const { secret: secretFlag, mode } = webhookFlags;
  return [
    {
      type: "checkbox",
      name: "events",
      ...eventsPrompt,
      required: true,
      choices: eventChoices(events),
    },
    {
      type: "select",
      name: "secret",
      message: secretFlag.prompt.message,
      default: secret,
      choices: (["single", "per-webhook", "resolver"] as const).map(
        (value) => ({
          value,
          name: secretLabels[value][0],
          description: secretLabels[value][1],
        }),
      ),
    },
    {
      type: "select",
      name: "mode",
      message: mode.prompt.message,
      default: "inbox",
      choices: mode.choices.map((value) => ({
        value,
        name: modeLabels[value][0],
        description: modeLabels[value][1],
      })),
    },
  ];
}
