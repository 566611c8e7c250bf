import Handlebars from "handlebars";
import { FrameioGenError, type Diagnostic } from "../diagnostics/diagnostic.js";
import { quote } from "../diagnostics/printable.js";
import { compileOptions } from "../render/compile-templates.js";
import { templateHelpers } from "../render/template-helpers.js";
import {
  strictRenderer,
  type TemplateRenderer,
} from "../render/template-renderer.js";
import { templateNamed } from "./catalog.js";
import { checkTemplate } from "./check-template.js";
import {
  LONGEST_OUTPUT,
  LONGEST_TEMPLATE,
  MOST_ROUNDS,
  type TemplateOverride,
} from "./override.js";

/**
 * What is wrong with templates that are not ours, found without rendering: everything at once.
 * Texts that are copied as they are need no check.
 */
export function checkOverrides(
  overrides: Iterable<TemplateOverride>,
): readonly Diagnostic[] {
  return [...overrides].flatMap(({ name, text, file }) => {
    if (text.length > LONGEST_TEMPLATE)
      return [tooLong(file, "The template is", LONGEST_TEMPLATE)];
    if (!name.endsWith(".hbs")) return [];
    const data = templateNamed(name)?.data ?? {};
    return checkTemplate(text, data).map((problem): Diagnostic => ({
      severity: "error",
      file,
      ...problem,
    }));
  });
}

/**
 * Compiles and renders templates that are not ours: nothing but data and our own helpers is within their reach, and neither
 * their work nor their output grows without bounds.
 *
 * @param ours renders every template that is not replaced
 */
export function overridingRenderer(
  overrides: ReadonlyMap<string, TemplateOverride>,
  ours: TemplateRenderer,
): TemplateRenderer {
  const compiled = new Map<string, TemplateRenderer>();
  return (template, data) => {
    const override = overrides.get(template);
    if (override === undefined) return ours(template, data);
    let render = compiled.get(template);
    if (render === undefined) {
      render = rendererOf(override);
      compiled.set(template, render);
    }
    return render(template, data);
  };
}

function rendererOf({ text, file }: TemplateOverride): TemplateRenderer {
  const engine = Handlebars.create();
  const spent = { rounds: 0, length: 0 };
  engine.registerHelper(
    Object.fromEntries(
      Object.entries(templateHelpers).map(([helper, run]) => [
        helper,
        withPlace(helper, run as Handlebars.HelperDelegate),
      ]),
    ),
  );
  boundEach(engine, spent);
  const template = engine.compile(text, compileOptions);
  const render = strictRenderer((_, data) => template(data));
  return (name, data) => {
    spent.rounds = 0;
    spent.length = 0;
    let made: string;
    try {
      made = render(name, data);
    } catch (error) {
      throw failed(file, text, error);
    }
    if (made.length > LONGEST_OUTPUT)
      throw new FrameioGenError([
        tooLong(file, "What the template makes is", LONGEST_OUTPUT),
      ]);
    return made;
  };
}

/** Says where in the template a helper was given what it cannot take, such as an optional variable that is not there. */
function withPlace(
  name: string,
  run: Handlebars.HelperDelegate,
): Handlebars.HelperDelegate {
  return (
    given: unknown,
    options: { readonly loc?: hbs.AST.SourceLocation },
  ) => {
    try {
      if (name !== "value" && typeof given !== "string")
        throw new Error(
          `"${name}" takes a text, and got ${given === undefined || given === null ? "nothing: ask with {{#if}} first" : typeof given}`,
        );
      if (given === undefined)
        throw new Error(`"${name}" got nothing: ask with {{#if}} first`);
      return run(given, options) as string;
    } catch (error) {
      const { line, column } = options.loc?.start ?? {};
      throw Object.assign(new Error((error as Error).message), {
        lineNumber: line,
        column,
      });
    }
  };
}

/** Counts what `each` does: blocks in blocks would multiply without end. */
function boundEach(
  engine: typeof Handlebars,
  spent: { rounds: number; length: number },
): void {
  const each = engine.helpers["each"] as Handlebars.HelperDelegate;
  engine.registerHelper(
    "each",
    function (this: unknown, context: unknown, options) {
      const { fn } = options as Handlebars.HelperOptions;
      const bounded: Handlebars.TemplateDelegate = (item, runtime) => {
        const text = fn(item, runtime);
        spent.rounds += 1;
        spent.length += text.length;
        if (spent.rounds > MOST_ROUNDS || spent.length > 2 * LONGEST_OUTPUT)
          throw new Error("it makes too much text, or does not end");
        return text;
      };
      return each.call(this, context, { ...options, fn: bounded }) as string;
    },
  );
}

function failed(file: string, text: string, error: unknown): FrameioGenError {
  const thrown = (error as { readonly cause?: unknown }).cause ?? error;
  const cause = memberOfNothing(text, thrown) ?? thrown;
  const { message, lineNumber, column } = cause as Error & {
    readonly lineNumber?: number;
    readonly column?: number;
  };
  return new FrameioGenError([
    {
      code: "FG704",
      severity: "error",
      message: `The template failed: ${message.replace(/ - \d+:\d+$/, "")}`,
      file,
      ...(lineNumber === undefined ? {} : { line: lineNumber }),
      ...(column === undefined ? {} : { column: column + 1 }),
    },
  ]);
}

/** A member of an optional variable that is not there: JavaScript names the member, and the template says of what. */
function memberOfNothing(text: string, error: unknown): Error | undefined {
  const { message } = error as Error;
  const [, member] =
    /of (?:null|undefined) \(reading '(\w+)'\)/.exec(message) ?? [];
  if (member === undefined) return undefined;
  const path = new RegExp(`([\\w./]+)\\.${member}\\b`).exec(text);
  if (path?.[1] === undefined) return undefined;
  const lines = text.slice(0, path.index).split("\n");
  return Object.assign(
    new Error(`"${path[0]}" is of nothing: ask with {{#if ${path[1]}}} first`),
    { lineNumber: lines.length, column: lines.at(-1)?.length ?? 0 },
  );
}

function tooLong(file: string, what: string, most: number): Diagnostic {
  return {
    code: "FG704",
    severity: "error",
    message: `${what} longer than ${quote(`${most / 1024} KiB`)}`.replaceAll(
      '"',
      "",
    ),
    file,
  };
}
