/** Something in a template that cannot work, found without rendering it. */
export interface TemplateProblem {
  readonly code: "FG702" | "FG703";
  readonly message: string;
  readonly hint?: string;
  /** 1-based. */
  readonly line: number;
  readonly column?: number;
  readonly length?: number;
}

/** Handlebars tells the place of a syntax error in its message, with the line of the template below it. */
export function syntaxProblem(error: unknown): TemplateProblem {
  const { message, lineNumber, column } = error as Error & {
    readonly lineNumber?: number;
    readonly column?: number;
  };
  const [first = "", , , ...rest] = message.split("\n");
  const line = lineNumber ?? Number(/line (\d+)/.exec(first)?.[1] ?? 1);
  const expecting = rest.join(" ");
  return {
    code: "FG702",
    message:
      expecting === ""
        ? first.replace(/ - \d+:\d+$/, "")
        : `The template is not complete here: ${expecting.replaceAll(/'/g, "")}`,
    line,
    ...(column === undefined ? {} : { column: column + 1 }),
  };
}
