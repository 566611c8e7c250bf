import { DEFAULT_PROVIDER } from "./defaults.js";
import { familiesOf, namesToHandle } from "./families.js";
import type { Json, JsonSchema } from "../schema/catalog.js";

/** The event types of one of the app's providers, for completion. */
export interface ProviderEvents {
  /** Key of the manifest's `providers`. */
  readonly id: string;
  readonly events: readonly {
    readonly name: string;
    readonly description: string;
  }[];
  /** Whether users of the provider name event types themselves: then any other name is fine as well. */
  readonly open?: boolean;
}

type Members = { readonly [key: string]: Json };

/**
 * The JSON Schema that is emitted into the app as `.frameio/manifest.schema.json`: the base schema, with the names of the event types
 * filled in, so that an editor completes and explains them. With several providers an entry's `provider` narrows its events.
 *
 * @param base content of `schemas/manifest.schema.json`; it is not changed
 * @param providers in the manifest's order
 * @param schemas ids of all built-in providers (`frameio@4`); left open when absent
 */
export function manifestSchemaFor(
  base: JsonSchema,
  providers: readonly ProviderEvents[],
  schemas?: readonly string[],
): Json {
  if (typeof base === "boolean") return base;
  const definitions = membersOf(base.$defs);
  const webhook = membersOf(definitions.webhook);
  const provider = membersOf(definitions.provider);
  const schema = membersOf(membersOf(provider.properties).schema);
  const narrowed = providers.filter(({ open }) => !open);
  return {
    ...base,
    $defs: {
      ...definitions,
      event: {
        ...membersOf(definitions.event),
        // What anybody may name cannot be listed.
        ...(providers.some(({ open }) => open)
          ? {}
          : eventNames(providers.flatMap(({ events }) => events))),
      },
      ...(schemas === undefined
        ? {}
        : {
            provider: {
              ...provider,
              properties: {
                ...membersOf(provider.properties),
                schema: { ...schema, enum: schemas },
              },
            },
          }),
      ...(providers.length < 2 || narrowed.length === 0
        ? {}
        : { webhook: { ...webhook, allOf: narrowed.map(narrowing) } }),
    },
  };
}

/** Names once each, the first description kept: an editor shows it beside the name. */
function eventNames(events: ProviderEvents["events"]): Members {
  const byName = new Map<string, string>();
  for (const { name, description } of events)
    if (!byName.has(name)) byName.set(name, description);
  for (const [family, names] of familiesOf([...byName.keys()]))
    byName.set(family, `Any of ${names.join(", ")}.`);
  // An empty enum is no valid schema; without event types there is nothing to complete.
  if (byName.size === 0) return {};
  return {
    enum: [...byName.keys()],
    markdownEnumDescriptions: [...byName.values()],
  };
}

function narrowing({ id, events }: ProviderEvents): Json {
  const names = { enum: namesToHandle(events.map(({ name }) => name)) };
  const named = {
    properties: { provider: { const: id } },
    required: ["provider"],
  };
  return {
    if:
      id === DEFAULT_PROVIDER
        ? { anyOf: [named, { not: { required: ["provider"] } }] }
        : named,
    // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
    then: {
      properties: {
        event: { anyOf: [names, { type: "array", items: names }] },
      },
    },
  };
}

function membersOf(value: Json | undefined): Members {
  return typeof value === "object" && value !== null && !isList(value)
    ? value
    : {};
}

function isList(value: object): value is readonly Json[] {
  return Array.isArray(value);
}
