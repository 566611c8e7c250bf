import { FrameioGenError } from "../../diagnostics/diagnostic.js";
import { didYouMean } from "../../diagnostics/nearest.js";
import { quote } from "../../diagnostics/printable.js";
import { pathFor } from "../../manifest/defaults.js";
import { namesToHandle } from "../../manifest/families.js";
import type { NewProvider } from "../../manifest/render.js";
import type { Tool } from "../../pipeline.js";
import type { EventCatalog, EventType } from "../../schema/catalog.js";
import { namePointer } from "../../schema/delivery.js";
import { valueAt } from "../../schema/resolve-pointer.js";

/** A provider of a new app, with what it sends. */
export interface ChosenProvider extends NewProvider {
  readonly catalog: EventCatalog;
}

/**
 * The built-in providers that `--provider` names, each once: `frameio` is the newest `frameio@…`.
 *
 * @throws FrameioGenError FG110 for every name that is none
 */
export function chosenProviders(
  names: readonly string[],
  { providers: store }: Pick<Tool, "providers">,
): readonly ChosenProvider[] {
  const ids = store.ids();
  const schemas = names.map((name) => schemaOf(name, ids));
  const unknown = names.filter((_, index) => schemas[index] === undefined);
  if (unknown.length > 0) {
    throw new FrameioGenError(
      unknown.map((name) => ({
        code: "FG110",
        severity: "error",
        message: `Unknown provider ${quote(name)}`,
        hint: didYouMean(name, ids) ?? `Built in: ${ids.join(", ")}.`,
      })),
    );
  }
  const taken = new Set<string>();
  return [...new Set(schemas)].flatMap((schema) => {
    const catalog =
      schema === undefined ? undefined : store.load(schema)?.catalog;
    if (schema === undefined || catalog === undefined) return [];
    const [name = schema] = schema.split("@");
    const id = taken.has(name) ? schema.replace("@", "-") : name;
    taken.add(id);
    const own = namesOf(catalog);
    const others = [...new Set(schemas)]
      .filter((other) => other !== undefined && other !== schema)
      .flatMap((other) => {
        const described = store.load(other ?? "")?.catalog;
        return described === undefined ? [] : namesOf(described);
      });
    return [
      {
        id,
        schema,
        path: pathFor(id),
        catalog,
        sends: (event: string) =>
          own.includes(event) ||
          (catalog.anyEvent !== undefined && !others.includes(event)),
      },
    ];
  });
}

function namesOf({ events }: EventCatalog): readonly string[] {
  return namesToHandle(events.map(({ name }) => name));
}

/** What a new app handles unless told otherwise: `file.ready` of Frame.io, of any other provider the first event type there is. */
export function firstEvents(
  providers: readonly ChosenProvider[],
): readonly string[] {
  const known = new Set<string>();
  for (const { catalog } of providers) {
    const first = firstEvent(catalog.events);
    known.add(first?.name ?? exampleName(catalog));
  }
  return [...known];
}

function firstEvent(events: readonly EventType[]): EventType | undefined {
  return events.find(({ name }) => name === "file.ready") ?? events[0];
}

/** The name in the example of a provider whose users name event types themselves. */
function exampleName({ anyEvent, delivery }: EventCatalog): string {
  const pointer = namePointer(delivery);
  const name = pointer && valueAt(anyEvent?.example ?? null, pointer);
  return typeof name === "string" ? name : "user.created";
}

function schemaOf(name: string, ids: readonly string[]): string | undefined {
  if (ids.includes(name)) return name;
  const majors = ids
    .filter((id) => id.startsWith(`${name}@`))
    .map((id) => Number(id.slice(name.length + 1)));
  return majors.length === 0 ? undefined : `${name}@${Math.max(...majors)}`;
}
