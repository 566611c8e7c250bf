/** What a template makes, and what it is given. The list is true: a test holds it against the templates and their data. */
export interface TemplateDescription {
  /** Path below `templates/`, such as `app/README.md.hbs`. */
  readonly name: string;
  /** The file that it makes; `<…>` stands for what varies. */
  readonly makes: string;
  /** Its variables; empty for a file that is copied as it is. */
  readonly data: DataDescription;
}

/** Variables by name. */
export type DataDescription = Readonly<Record<string, Variable>>;

export interface Variable {
  readonly type: VariableType;
  /** One line, without a full stop. */
  readonly description: string;
  /** May be null: ask with `{{#if}}` first. */
  readonly optional?: true;
  /** Of an object, or of each item of a list of objects. */
  readonly members?: DataDescription;
}

export type VariableType =
  | "text"
  | "number"
  | "boolean"
  | "object"
  /** Of objects with `members`, else of texts. */
  | "list"
  /** Any value, to be written with `{{value …}}`. */
  | "json";

export function text(description: string): Variable {
  return { type: "text", description };
}

export function number(description: string): Variable {
  return { type: "number", description };
}

export function boolean(description: string): Variable {
  return { type: "boolean", description };
}

export function json(description: string): Variable {
  return { type: "json", description };
}

export function list(description: string, members?: DataDescription): Variable {
  return { type: "list", description, ...(members && { members }) };
}

export function object(
  description: string,
  members: DataDescription,
): Variable {
  return { type: "object", description, members };
}

export function optional(variable: Variable): Variable {
  return { ...variable, optional: true };
}
