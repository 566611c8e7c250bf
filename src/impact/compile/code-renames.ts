import type { NewNames } from "../new-names.js";
import type { ChangedFields } from "./changed-fields.js";
import type { SenderOf } from "./senders.js";

/** What the user's code calls otherwise from now on. */
export interface CodeRenames {
  /** Event types and families. */
  readonly events: NewNames;
  /** Names that generated files export. */
  readonly exports: NewNames;
  /** Constants that samples export: new name by old one, by path of the sample. */
  readonly fixtures: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** Events that are gone, by the type that they had. */
  readonly goneTypes: ReadonlyMap<string, string>;
  /** Fields of which a `field-renamed` is told. */
  readonly fields: ChangedFields;
  /** Values of open lists in payloads. */
  readonly values: NewNames;
}

/** What is known of the files around the user's code. */
export interface Surroundings {
  readonly senderOf: SenderOf;
  /** Whether a path is a file of the tool's. */
  readonly isGenerated: (path: string) => boolean;
}
