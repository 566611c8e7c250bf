/** One flag, as data: parsing, help and questions follow from it. */
export interface Flag {
  /** `boolean` takes no value and has a `--no-…` twin when {@link negatable}; `list` takes commas and may be repeated. */
  readonly type: "boolean" | "string" | "list";
  /** One line for the help. */
  readonly description: string;
  /** Name of the value in the help, such as `url`. */
  readonly value?: string;
  readonly choices?: readonly string[];
  /** The default in words, for the help. */
  readonly default?: string;
  readonly short?: string;
  readonly negatable?: boolean;
  /** Of a list: each use is one value as it stands, commas and spaces included. */
  readonly verbatim?: boolean;
  /** How the flag is asked for when it is missing. */
  readonly prompt?: Prompt;
}

/** A question in a terminal. */
export interface Prompt {
  /** Its place among the questions. */
  readonly order: number;
  readonly message: string;
  readonly hint?: string;
}

/** Flags by name, without the dashes, in the order of the help. */
export type Flags = Readonly<Record<string, Flag>>;

export interface Positionals {
  /** As the usage line shows them, such as `<event…>`. */
  readonly usage: string;
  readonly min: number;
  readonly max: number;
}

type FlagValue<F extends Flag> = F["type"] extends "boolean"
  ? boolean
  : F["type"] extends "list"
    ? readonly string[]
    : F extends { readonly choices: readonly (infer Choice)[] }
      ? Choice
      : string;

/** What the command line says; a flag that was not given is absent. */
export type FlagValues<F extends Flags> = {
  readonly [Name in keyof F]?: FlagValue<F[Name]>;
};

/** Flags that every command understands. */
export const commonFlags = {
  help: {
    type: "boolean",
    short: "h",
    description: "Show this help",
  },
} as const satisfies Flags;

export const jsonFlag = {
  json: {
    type: "boolean",
    description: "Print one JSON document, and ask nothing",
  },
} as const satisfies Flags;

export const dryRunFlag = {
  "dry-run": {
    type: "boolean",
    description: "Show what would be done, write nothing",
  },
} as const satisfies Flags;

/** Of the commands whose change may be in conflict with what the user changed. */
export const conflictFlag = {
  conflict: {
    type: "string",
    value: "how",
    choices: ["report", "inline"],
    default: "report",
    description:
      "Conflicts in shared files: report them and write nothing, or write them between markers",
  },
} as const satisfies Flags;
