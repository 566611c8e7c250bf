import { packageNameProblem } from "../../src/manifest/names.js";
import type { EventType } from "../../src/schema/catalog.js";
import type { Choice, Question } from "../../src/yeoman/question.js";
import type { AppAnswers } from "./answers.js";
import { appFlags, secretLabels } from "./flags.js";

export interface QuestionSources {
  /** Answers that are taken by pressing Enter. */
  readonly defaults: AppAnswers;
  readonly events: readonly EventType[];
  /** Whether the folder that the app would go into holds something, by the folder as given. */
  readonly isFilled: (dir: string) => boolean;
  /** As given; absent when the folder is named after the app. */
  readonly dir: string | undefined;
}

/** The questions of `create-frameio-app`, made from its flags, in their order. */
export function appQuestions(sources: QuestionSources): readonly Question[] {
  const { defaults, events, isFilled, dir } = sources;
  const details: Record<PromptedFlag, Omit<Question, "name" | "message">> = {
    name: {
      type: "input",
      default: defaults.name,
      validate: (name) => packageNameProblem(name)?.message ?? true,
    },
    existing: {
      type: "confirm",
      default: false,
      when: ({ name }) => isFilled(dir ?? String(name)),
    },
    events: {
      type: "checkbox",
      required: true,
      hint: `${defaults.events.join(", ")} ${defaults.events.length === 1 ? "is" : "are"} chosen already`,
      default: defaults.events,
      choices: eventChoices(events),
    },
    secret: {
      type: "select",
      default: defaults.secret,
      choices: appFlags.secret.choices.map((value) => ({
        value,
        name: secretLabels[value][0],
        description: secretLabels[value][1],
      })),
    },
    "package-manager": {
      type: "select",
      default: defaults.packageManager,
      choices: appFlags["package-manager"].choices.map((value) => ({
        value,
        name: value,
      })),
    },
    git: { type: "confirm", default: defaults.git },
    install: { type: "confirm", default: defaults.install },
  };
  return promptedFlags().map((name) => {
    const { message } = appFlags[name].prompt;
    return { name, message, ...details[name] };
  });
}

/** Event types as choices, by family, so that those that belong together stand together. */
export function eventChoices(events: readonly EventType[]): readonly Choice[] {
  const families = [...new Set(events.map(({ family }) => family))];
  return families.flatMap((family) =>
    events
      .filter((event) => event.family === family)
      .map(({ name, summary }) => ({
        value: name,
        name,
        description: summary,
      })),
  );
}

type PromptedFlag = {
  [Name in keyof typeof appFlags]: (typeof appFlags)[Name] extends {
    readonly prompt: object;
  }
    ? Name
    : never;
}[keyof typeof appFlags];

function promptedFlags(): readonly PromptedFlag[] {
  const order = (name: PromptedFlag): number => appFlags[name].prompt.order;
  return (Object.keys(appFlags) as (keyof typeof appFlags)[])
    .filter((name): name is PromptedFlag => "prompt" in appFlags[name])
    .sort((a, b) => order(a) - order(b));
}
