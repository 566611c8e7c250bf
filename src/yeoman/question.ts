/** The part of Inquirer's question that our adapter understands. `name` is the flag that answers it, without dashes. */
export interface Question {
  readonly type: "input" | "select" | "checkbox" | "confirm";
  readonly name: string;
  readonly message: string;
  readonly hint?: string;
  readonly default?: unknown;
  readonly choices?: readonly Choice[];
  readonly required?: boolean;
  /** Asked only when this holds. */
  readonly when?: (answers: Answers) => boolean;
  /** True, or what is wrong. */
  readonly validate?: (value: string) => string | true;
  /** Asked although there is an answer. */
  readonly askAnswered?: boolean;
}

export interface Choice {
  readonly value: string;
  readonly name: string;
  readonly description?: string;
}

/** By the question's name. */
export type Answers = Record<string, unknown>;
