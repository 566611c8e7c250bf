import type { Json } from "../schema/catalog.js";

/** What happened to a place in a payload. */
export type FieldChangeKind =
  | "field-added"
  | "field-removed"
  | "field-renamed"
  | "type-changed"
  | "type-narrowed"
  | "became-required"
  | "became-optional"
  | "became-nullable"
  | "no-longer-nullable"
  | "enum-value-added"
  | "enum-value-gone"
  | "enum-opened"
  | "enum-closed"
  | "format-changed"
  | "variant-added"
  | "variant-gone";

/** Member names; `[]` stands for the items of a list, `{}` for the values of a map. */
export type FieldPath = readonly string[];

export interface FieldChange {
  readonly kind: FieldChangeKind;
  /** From the payload, or from the shared schema that it belongs to. */
  readonly path: FieldPath;
  /** What it was and what it became, for people; absent where there is nothing. */
  readonly before?: string;
  readonly after?: string;
  /** For somebody who receives such payloads. */
  readonly breaking: boolean;
  /** Whether the event types tell of it, so that code that breaks no longer compiles. */
  readonly typed: boolean;
}

/** One event type, old and new. */
export type EventChange =
  | { readonly kind: "event-added"; readonly event: string }
  | {
      readonly kind: "event-removed";
      readonly event: string;
      /** New events with the same payload: perhaps it was renamed. */
      readonly candidates: readonly string[];
    }
  | {
      readonly kind: "event-changed";
      readonly event: string;
      readonly fields: readonly FieldChange[];
    }
  | {
      readonly kind: "event-renamed";
      readonly event: string;
      readonly from: string;
      /** Found by itself, and not asked for. */
      readonly evident: boolean;
      readonly fields: readonly FieldChange[];
    };

/** A shared schema that changed: once for all events that hold it. */
export interface SharedChange {
  readonly name: string;
  readonly fields: readonly FieldChange[];
  /** Events by their new names, and the first place of the schema in each. */
  readonly events: readonly {
    readonly event: string;
    readonly at: FieldPath;
  }[];
}

/** How deliveries look: the generated code follows by itself. */
export interface DeliveryChange {
  /** JSON pointer into the description of deliveries. */
  readonly pointer: string;
  readonly before?: Json;
  readonly after?: Json;
}

/** Everything that differs between two versions of a provider's events. */
export interface CatalogChanges {
  /** In the order of the new document; what is removed comes last. */
  readonly events: readonly EventChange[];
  readonly shared: readonly SharedChange[];
  readonly delivery: readonly DeliveryChange[];
}

/** `data.items[].id` */
export function fieldName(path: FieldPath): string {
  return path.reduce(
    (text, key) =>
      key === "[]" || key === "{}"
        ? text + key
        : /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key)
          ? text === ""
            ? key
            : `${text}.${key}`
          : `${text}[${JSON.stringify(key)}]`,
    "",
  );
}

export function isBreaking(change: EventChange | SharedChange): boolean {
  if ("name" in change) return change.fields.some(({ breaking }) => breaking);
  switch (change.kind) {
    case "event-added":
      return false;
    case "event-removed":
    case "event-renamed":
      return true;
    case "event-changed":
      return change.fields.some(({ breaking }) => breaking);
  }
}

export function isUnchanged(changes: CatalogChanges): boolean {
  return (
    changes.events.length === 0 &&
    changes.shared.length === 0 &&
    changes.delivery.length === 0
  );
}
