import { FrameioGenError } from "../diagnostics/diagnostic.js";
import type {
  EventCatalog,
  EventType,
  Json,
  JsonSchema,
  ValidatorCode,
} from "./catalog.js";
import {
  createCompiler,
  type Settings,
  settingsFor,
} from "./compile-schema.js";
import type { JsonObject } from "./parse-document.js";
import { isObject } from "./parse-document.js";
import {
  asObject,
  mentionsUnevaluated,
  pointed,
  referred,
  sharedId,
  sharedName,
} from "./shared-schemas.js";
import { splitValidators, type ValidatorNames } from "./split-validators.js";
import { mapSubschemas } from "./subschemas.js";

export interface CompiledValidators {
  /** By event type. */
  readonly validators: Record<string, ValidatorCode>;
  /** By name of the shared schema: all that those of the events call. */
  readonly sharedValidators: Record<string, ValidatorCode>;
}

/** What is compiled in one go: its settings are the same. */
interface Group {
  readonly settings: Settings;
  readonly events: EventType[];
  /** Names of shared schemas. */
  readonly shared: string[];
  /** Names of all that these lead to, of whatever group. */
  readonly reached: Set<string>;
}

/** Shared schemas by name. */
type Definitions = ReadonlyMap<string, JsonObject>;

/**
 * Validators of event types, and once for all of them those of the schemas that they share: nothing is compiled in the app, and no
 * module repeats another.
 *
 * @param unevaluated whether any schema of the provider asks what earlier keywords have evaluated
 * @param made names of the shared schemas whose validators are there already
 * @throws FrameioGenError FG205 when ajv refuses a schema
 */
export function compileValidators(
  events: readonly EventType[],
  unevaluated: boolean,
  made: ReadonlySet<string> = new Set(),
): CompiledValidators {
  const definitions = definitionsOf(events);
  const compiled: CompiledValidators = { validators: {}, sharedValidators: {} };
  for (const group of grouped(events, definitions)) {
    const compiler = createCompiler(group.settings, unevaluated);
    const refused = <T>(name: string, compile: () => T): T => {
      try {
        return compile();
      } catch (error) {
        throw refusal(name, error);
      }
    };
    // Those of another group, too, that are called from this one.
    const needed = [...definitions.keys()].filter((name) =>
      group.reached.has(name),
    );
    for (const name of needed) {
      const schema = pointed(definitions.get(name)!);
      refused(name, () => compiler.add(sharedId(name), schema));
    }
    const ids = group.events.map((event, index) => {
      const id = `event${index}`;
      refused(event.name, () => compiler.add(id, pointed(ownPart(event))));
      return id;
    });
    const shared = needed.map(sharedId);
    const [first] = [...group.events.map(({ name }) => name), ...group.shared];
    const split = refused(first ?? "", () =>
      splitValidators(compiler.code([...ids, ...shared])),
    );
    for (const [index, { name }] of group.events.entries()) {
      compiled.validators[name] = refused(name, () =>
        split(ids[index]!, nameOf),
      );
    }
    for (const name of group.shared) {
      if (made.has(name)) continue;
      compiled.sharedValidators[name] = refused(name, () =>
        split(sharedId(name), nameOf),
      );
    }
  }
  return compiled;
}

/** Whether any schema of the provider asks what earlier keywords have evaluated: then each validator keeps book of it. */
export function asksForUnevaluated({
  events,
  anyEvent,
}: EventCatalog): boolean {
  const all = [...events, ...(anyEvent ? [anyEvent] : [])];
  return mentionsUnevaluated(all.map(({ schema }) => schema));
}

const nameOf: ValidatorNames = (id) => {
  const shared = sharedName(id);
  return { name: `validate${shared ?? ""}`, shared };
};

function definitionsOf(events: readonly EventType[]): Definitions {
  const found = events.flatMap(({ schema }) =>
    isObject(schema) && isObject(schema["$defs"])
      ? Object.entries(schema["$defs"])
      : [],
  );
  return new Map(found.map(([name, schema]) => [name, asObject(schema)]));
}

function ownPart({ schema }: EventType): JsonSchema {
  if (!isObject(schema)) return schema;
  const { $defs: _, ...own } = schema;
  return own;
}

/** A schema is compiled as it and all that it refers to ask for: so a shared one comes out the same, whichever event needs it. */
function grouped(
  events: readonly EventType[],
  definitions: Definitions,
): Iterable<Group> {
  const groups = new Map<string, Group>();
  const reaches = createReach(definitions);
  const own = new Map(
    [...definitions].map(([name, schema]) => [name, settingsFor(schema)]),
  );
  const groupOf = (schema: Json) => {
    const names = reaches(schema);
    const settings = [...names].reduce(
      (all, name) => together(all, own.get(name)!),
      settingsFor(schema),
    );
    const key = JSON.stringify(settings);
    const group = groups.get(key) ?? {
      settings,
      events: [],
      shared: [],
      reached: new Set(),
    };
    groups.set(key, group);
    for (const name of names) group.reached.add(name);
    return group;
  };
  for (const event of events) groupOf(ownPart(event)).events.push(event);
  for (const [name, schema] of definitions) {
    const group = groupOf(schema);
    group.shared.push(name);
    group.reached.add(name);
  }
  return groups.values();
}

/** As `settingsFor` decides for both at once. */
function together(a: Settings, b: Settings): Settings {
  return {
    allErrors: a.allErrors && b.allErrors,
    ownProperties: a.ownProperties || b.ownProperties,
  };
}

/** Names of all shared schemas that a schema leads to. */
function createReach(definitions: Definitions) {
  const direct = new Map(
    [...definitions].map(([name, schema]) => [name, referredTo(schema)]),
  );
  return (schema: Json): ReadonlySet<string> => {
    const reached = referredTo(schema);
    for (const name of reached) {
      for (const next of direct.get(name) ?? []) reached.add(next);
    }
    return reached;
  };
}

function referredTo(schema: Json, found = new Set<string>()): Set<string> {
  if (!isObject(schema)) return found;
  const name = referred(schema);
  if (name !== undefined) found.add(name);
  mapSubschemas(schema, (inner) => {
    referredTo(inner, found);
    return inner;
  });
  return found;
}

function refusal(name: string, error: unknown): FrameioGenError {
  // The code of a check nests by levels: too many are too deep for the stack.
  const reason =
    error instanceof RangeError
      ? "it has more levels than a check can be made for"
      : error instanceof Error
        ? error.message
        : String(error);
  return new FrameioGenError(
    [
      {
        code: "FG205",
        severity: "error",
        message: `The schema of \`${name}\` cannot be compiled: ${reason}`,
      },
    ],
    { cause: error },
  );
}
