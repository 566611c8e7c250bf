import type { EventChange, FieldChangeKind } from "./change.js";

/** Why a place is listed, as far as it can be told. */
export interface Cause {
  /** What changed; absent where only the compiler's word is known. */
  readonly change?: FieldChangeKind | EventChange["kind"] | "name-shared";
  /** The event, by its old name, or by the one that it shares; absent where a shared schema changed. */
  readonly event?: string;
  readonly shared?: string;
  /** `data.items[].id` */
  readonly field?: string;
  readonly before?: string;
  /** Of a name that is shared: the providers that have it. */
  readonly after?: string;
}

/** A place in the user's code that a change of the event types concerns. */
export interface Place extends Cause {
  /** `breaks`: it compiles no longer. `look`: it compiles, but what arrives there is not what it was. */
  readonly kind: "breaks" | "look";
  /** Path from the root. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 code units. */
  readonly column: number;
  readonly length: number;
  /** Number of the compiler's error. */
  readonly typescript?: number;
  /** What the compiler says. */
  readonly message?: string;
}
