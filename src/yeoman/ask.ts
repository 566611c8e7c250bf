import * as clack from "@clack/prompts";

import type { Answers, Choice, Question } from "./question.js";

/** Where a question is asked. */
export interface Terminal {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  readonly signal: AbortSignal;
}

/** Puts one question on the terminal. Gives the answer, or {@link clack.CANCEL_SYMBOL} when it was cancelled or aborted. */
export async function ask(
  question: Question,
  answers: Answers,
  terminal: Terminal,
): Promise<unknown> {
  const streams = terminal as clack.CommonOptions;
  const message =
    question.hint === undefined
      ? question.message
      : `${question.message} (${question.hint})`;
  const preset: unknown =
    typeof question.default === "function"
      ? question.default(answers)
      : question.default;
  switch (question.type) {
    case "confirm":
      return clack.confirm({
        ...streams,
        message,
        initialValue: preset !== false,
      });
    case "select":
      return clack.select({
        ...streams,
        message,
        options: optionsOf(question),
        ...(preset === undefined ? {} : { initialValue: String(preset) }),
      });
    case "checkbox":
      return clack.autocompleteMultiselect({
        ...streams,
        message,
        options: optionsOf(question),
        maxItems: 12,
        required: question.required === true,
        filter: (search, option) =>
          `${option.label ?? ""} ${option.hint ?? ""}`
            .toLowerCase()
            .includes(search.trim().toLowerCase()),
        ...(Array.isArray(preset) ? { initialValues: preset as string[] } : {}),
      });
    case "input": {
      const fallback = typeof preset === "string" ? preset : "";
      return clack.text({
        ...streams,
        message,
        placeholder: fallback,
        defaultValue: fallback,
        validate: (value) => {
          const problem = question.validate?.(value?.trim() || fallback);
          return problem === true ? undefined : problem;
        },
      });
    }
  }
}

function optionsOf({ choices = [] }: Question): clack.Option<string>[] {
  return choices.map(({ value, name, description }: Choice) => ({
    value,
    label: name,
    ...(description === undefined ? {} : { hint: description }),
  }));
}
