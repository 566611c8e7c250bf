import type { Answers, Choice, Question } from "./question.js";

/** A question as Inquirer takes it: more kinds than ours, and functions in most places. */
interface AnyQuestion {
  readonly type?: string;
  readonly name: string;
  readonly message?: unknown;
  readonly default?: unknown;
  readonly choices?: unknown;
  readonly validate?: unknown;
  readonly filter?: unknown;
}

/** A question that can be put, and what is made of the answer. */
export interface Asked {
  readonly question: Question;
  /** The answer to what somebody wrote on the command line. @throws Error that says what it may be */
  readonly read: (text: string) => unknown;
  /** As the generator wants it. @throws Error that says what is wrong with it */
  readonly finish: (answer: unknown) => Promise<unknown>;
}

const KINDS: Readonly<Record<string, Question["type"]>> = {
  input: "input",
  number: "input",
  password: "input",
  editor: "input",
  confirm: "confirm",
  checkbox: "checkbox",
  select: "select",
  list: "select",
  rawlist: "select",
  expand: "select",
  search: "select",
};

/** Whether a question is put at all. */
export async function applies(
  question: object,
  answers: Answers,
): Promise<boolean> {
  const { when = true } = question as { readonly when?: unknown };
  return Boolean(await called(when, answers));
}

/** @throws Error when it is of a kind that cannot be asked */
export async function askable(given: object, answers: Answers): Promise<Asked> {
  const any = given as AnyQuestion;
  const type = KINDS[any.type ?? "input"];
  if (type === undefined)
    throw new Error(
      `there is no question of the type ${JSON.stringify(any.type)}: there are ${Object.keys(KINDS).join(", ")}`,
    );
  const { choices, values } = choicesOf(await called(any.choices, answers));
  const preset = await called(any.default, answers);
  const message = String((await called(any.message, answers)) ?? any.name);
  const convert = (answer: unknown): unknown => {
    if (any.type === "number") return Number(answer);
    if (type === "select") return values.get(String(answer)) ?? answer;
    return type === "checkbox" && Array.isArray(answer)
      ? answer.map((each) => values.get(String(each)) ?? (each as unknown))
      : answer;
  };
  const verdict = (answer: unknown): unknown =>
    typeof any.validate === "function"
      ? (any.validate as Call)(convert(answer), answers)
      : any.type !== "number" || Number.isFinite(Number(answer));
  return {
    question: {
      type,
      name: any.name,
      message,
      choices,
      default: typeof preset === "number" ? String(preset) : preset,
      validate: (text) => {
        const found = verdict(text);
        return problemIn(found instanceof Promise ? true : found) ?? true;
      },
    },
    read: (text) => readAnswer(text, type, choices),
    finish: async (answer) => {
      const problem = problemIn(await verdict(answer));
      if (problem !== undefined) throw new Error(problem);
      const value = convert(answer);
      return typeof any.filter === "function"
        ? (any.filter as Call)(value, answers)
        : value;
    },
  };
}

type Call = (...given: unknown[]) => unknown;

async function called(value: unknown, answers: Answers): Promise<unknown> {
  return typeof value === "function" ? await (value as Call)(answers) : value;
}

/** What a validator of Inquirer's says: true, false, or why not. */
function problemIn(verdict: unknown): string | undefined {
  if (verdict === true || verdict === undefined) return undefined;
  return typeof verdict === "string" ? verdict : "that cannot be the answer";
}

/** Choices are texts, or values of any kind with a name; separators are left out. */
function choicesOf(given: unknown): {
  readonly choices: readonly Choice[];
  readonly values: ReadonlyMap<string, unknown>;
} {
  const values = new Map<string, unknown>();
  const choices: Choice[] = [];
  for (const each of Array.isArray(given) ? (given as unknown[]) : []) {
    const choice = typeof each === "object" && each !== null ? each : {};
    const { type, name, value, disabled } = choice as Record<string, unknown>;
    if (type === "separator" || Boolean(disabled)) continue;
    const meant = typeof each === "object" ? (value ?? name) : each;
    const label = String(name ?? meant);
    const key = typeof meant === "object" ? label : String(meant);
    values.set(key, meant);
    choices.push({ value: key, name: label });
  }
  return { choices, values };
}

function readAnswer(
  text: string,
  type: Question["type"],
  choices: readonly Choice[],
): unknown {
  if (type === "confirm") {
    if (/^(?:true|yes|y)$/i.test(text)) return true;
    if (/^(?:false|no|n)$/i.test(text)) return false;
    throw new Error("it is true or false");
  }
  if (type === "input") return text;
  const known = choices.map(({ value }) => value);
  const picked = type === "select" ? [text] : text.split(",").filter(Boolean);
  if (picked.some((each) => !known.includes(each)))
    throw new Error(`there are ${known.join(", ")}`);
  return type === "select" ? text : picked;
}
