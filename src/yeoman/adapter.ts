import { format } from "node:util";

import { isCancel } from "@clack/prompts";
import type { EnvironmentOptions } from "yeoman-environment";

import { Cancelled, type CliContext } from "../cli/context.js";
import { FrameioGenError } from "../diagnostics/diagnostic.js";
import { quote } from "../diagnostics/printable.js";
import { applies, askable } from "./any-question.js";
import { ask } from "./ask.js";
import type { Answers, Question } from "./question.js";

/** Yeoman's own types: what its environment takes as an adapter. */
type Adapter = NonNullable<EnvironmentOptions["adapter"]>;
type Logger = Adapter["log"];

/**
 * What Yeoman talks to people through. Its own adapter leaves with success when the input is closed; this one never does:
 * without a terminal nothing is asked, and the flag that answers the question is named.
 *
 * @param foreign for a generator that is not ours, whose questions may be anything that Inquirer takes
 */
export function createAdapter(
  context: CliContext,
  foreign?: ForeignGenerator,
): Adapter {
  const controller = new AbortController();
  const abort = (reason?: unknown): void => controller.abort(reason);
  context.signal.addEventListener("abort", () => abort(new Cancelled()), {
    once: true,
  });
  const log = createLogger(context);
  const adapter: Adapter = {
    log,
    signal: controller.signal,
    abort,
    close: abort,
    prompt: async (questions, initialAnswers) =>
      (await (foreign === undefined
        ? askAll(
            context,
            [questions].flat() as unknown as Question[],
            initialAnswers ?? {},
            controller.signal,
          )
        : askForeign(
            { context, signal: controller.signal, given: foreign.given },
            questionsOf(questions),
            initialAnswers ?? {},
          ))) as never,
  };
  const silent = { step: () => undefined };
  return Object.assign(adapter, {
    queue: async (task: (given: Adapter) => unknown) => task(adapter),
    // Nothing that Yeoman would show progress of happens in it: files are written and packages installed by the command.
    progress: async (task: (progress: object) => unknown) => task(silent),
  });
}

/** What somebody said beforehand, by the names of the questions. */
export interface ForeignGenerator {
  readonly given: Readonly<Record<string, unknown>>;
}

interface Asking extends ForeignGenerator {
  readonly context: CliContext;
  readonly signal: AbortSignal;
}

/** Inquirer takes a question, a list of them, or an object of them by name. */
function questionsOf(questions: unknown): readonly { name: string }[] {
  const all = questions as { name: string } & Record<string, object>;
  if (Array.isArray(questions)) return questions as { name: string }[];
  if (typeof all.name === "string") return [all];
  return Object.entries(all).map(([name, each]) => ({
    ...(each as object),
    name,
  }));
}

async function askForeign(
  { context, signal, given }: Asking,
  questions: readonly { name: string; askAnswered?: boolean }[],
  initialAnswers: Answers,
): Promise<Answers> {
  const answers = { ...initialAnswers };
  for (const each of questions) {
    const { name } = each;
    if (answers[name] !== undefined && each.askAnswered !== true) continue;
    if (!(await applies(each, answers))) continue;
    const { question, read, finish } = await askable(each, answers);
    if (Object.hasOwn(given, name)) {
      const text = String(given[name]);
      try {
        answers[name] = await finish(read(text));
      } catch (error) {
        throw wrongAnswer(name, text, error as Error);
      }
      continue;
    }
    if (!context.interactive) throw optionMissing(question);
    for (;;) {
      const answer = await askOne(context, question, answers, signal);
      try {
        answers[name] = await finish(answer);
        break;
      } catch (error) {
        context.stderr.write(`${(error as Error).message}\n`);
      }
    }
  }
  return answers;
}

function optionMissing({ name, message, choices = [] }: Question) {
  const values = choices.map(({ value }) => value).join(", ");
  return new FrameioGenError([
    {
      code: "FG505",
      severity: "error",
      message: `The answer to ${quote(name)} is missing, and there is no terminal to ask: ${message}`,
      hint: `Give \`--option ${name}=…\`${values === "" ? "" : `: ${values}`}.`,
    },
  ]);
}

function wrongAnswer(name: string, text: string, { message }: Error) {
  return new FrameioGenError([
    {
      code: "FG503",
      severity: "error",
      message: `${quote(text)} cannot be the answer to ${quote(name)}: ${message}`,
      hint: `Give another \`--option ${name}=…\`.`,
    },
  ]);
}

async function askAll(
  context: CliContext,
  questions: readonly Question[],
  initialAnswers: Answers,
  signal: AbortSignal,
): Promise<Answers> {
  const answers = { ...initialAnswers };
  for (const question of questions) {
    const known = answers[question.name] !== undefined;
    if (known && question.askAnswered !== true) continue;
    if (question.when?.(answers) === false) continue;
    if (!context.interactive) throw nobodyToAsk(question);
    answers[question.name] = await askOne(context, question, answers, signal);
  }
  return answers;
}

async function askOne(
  context: CliContext,
  question: Question,
  answers: Answers,
  signal: AbortSignal,
): Promise<unknown> {
  const input = context.stdin;
  const ended = new AbortController();
  const onEnd = (): void => ended.abort();
  if (input.readableEnded || input.destroyed) throw inputEnded();
  input.once("end", onEnd).once("close", onEnd);
  try {
    const answer = await ask(question, answers, {
      input,
      output: context.stdout,
      signal: AbortSignal.any([signal, ended.signal]),
    });
    if (ended.signal.aborted) throw inputEnded();
    if (isCancel(answer)) throw new Cancelled();
    return typeof answer === "string" ? answer.trim() : answer;
  } finally {
    input.off("end", onEnd).off("close", onEnd);
  }
}

function nobodyToAsk({ name, message }: Question): FrameioGenError {
  return new FrameioGenError([
    {
      code: "FG505",
      severity: "error",
      message: `--${name} is missing, and there is no terminal to ask: ${message}`,
      hint: `Give --${name}, or take the defaults with --yes.`,
    },
  ]);
}

function inputEnded(): FrameioGenError {
  return new FrameioGenError([
    {
      code: "FG506",
      severity: "error",
      message: "The input ended before every question was answered",
    },
  ]);
}

const categories = [
  "skip",
  "force",
  "create",
  "invoke",
  "conflict",
  "identical",
  "info",
  "added",
  "removed",
  "ok",
  "write",
  "writeln",
] as const;

function createLogger(context: CliContext): Logger {
  const say = (...parts: unknown[]): Logger => {
    context.stderr.write(`${format(...parts)}\n`);
    return logger;
  };
  const logger = Object.assign(
    say,
    Object.fromEntries(categories.map((category) => [category, say])),
    {
      // Yeoman announces errors that it goes on to throw: the command tells them, once.
      error: () => logger,
      colored: (messages: readonly { readonly message: string }[]) =>
        say(messages.map(({ message }) => message).join("")),
    },
  ) as unknown as Logger;
  return logger;
}
