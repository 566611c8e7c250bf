import type { AppModel, ProviderModel } from "../../src/model/app-model.js";
import { importPath, uniqueNames } from "../../src/model/names.js";
import type { FilePlan } from "../../src/plan/file-plan.js";
import type { ProviderArtifact } from "../../src/schema/catalog.js";
import { eventSlug } from "../../src/schema/event-names.js";
import {
  exportsOf,
  joinedNames,
  joinTypes,
  namespaceOf,
} from "./join-types.js";

const EVENTS_PATH = "src/frameio/events.gen.ts";
/** What the validators import, as they were made. */
const IMPORTED = "../events.gen.js";

/** The event types of the app's providers, and a validator for each event type that a handler receives. */
export function typeFiles(model: AppModel): FilePlan[] {
  const sources = sourcesOf(model);
  const [only] = sources;
  const types =
    only !== undefined && sources.length === 1
      ? [managed(EVENTS_PATH, only.artifact, () => only.artifact.types)]
      : [
          ...sources.map(({ id, artifact }) =>
            managed(modulePath(id), artifact, () => artifact.types),
          ),
          joined(sources),
        ];
  return [
    ...types,
    ...sources.flatMap((source) => validatorFiles(model, source, sources)),
  ];
}

/** `src/frameio/validators/file-ready.gen.ts`; where there are several providers, in a folder for each. */
export function validatorPath(
  model: AppModel,
  { artifact }: Pick<ProviderModel, "artifact">,
  event: string,
): string {
  const sources = sourcesOf(model);
  const folder =
    sources.length === 1
      ? ""
      : `${sources.find((source) => source.artifact === artifact)?.id}/`;
  return `src/frameio/validators/${folder}${slugsOf(artifact).get(event)}.gen.ts`;
}

/** Where the types are found whose names an earlier provider took; null where the names alone do. */
export function typeNamespace(
  model: AppModel,
  { artifact }: Pick<ProviderModel, "artifact">,
  typeNames: readonly string[],
): string | null {
  const sources = sourcesOf(model);
  const index = sources.findIndex((source) => source.artifact === artifact);
  const source = sources[index];
  if (index < 1 || source === undefined) return null;
  const earlier = sources.slice(0, index);
  const taken = new Set([
    ...joinedNames,
    ...earlier.flatMap((other) => exportsOf(other.artifact.types)),
  ]);
  return typeNames.some((name) => taken.has(name))
    ? namespaceOf(source.id)
    : null;
}

/** Two endpoints of one provider share its types, under the name of the first. */
function sourcesOf({ providers }: AppModel): readonly ProviderModel[] {
  return providers.filter(
    ({ artifact }, index) =>
      providers.findIndex((other) => other.artifact === artifact) === index,
  );
}

const slugs = new WeakMap<ProviderArtifact, ReadonlyMap<string, string>>();

/** Event type → name of its files; event types that differ in punctuation alone are told apart by a number. */
function slugsOf(artifact: ProviderArtifact): ReadonlyMap<string, string> {
  const known = slugs.get(artifact);
  if (known !== undefined) return known;
  const names = artifact.catalog.events.map(({ name }) => name);
  const unique = uniqueNames(names.map(eventSlug), "-");
  const made = new Map(
    names.map((name, index) => [name, unique[index] ?? name]),
  );
  slugs.set(artifact, made);
  return made;
}

function validatorFiles(
  model: AppModel,
  { artifact, id }: ProviderModel,
  sources: readonly ProviderModel[],
): FilePlan[] {
  const handled = new Set(
    model.webhooks
      .filter(({ provider }) => provider.artifact === artifact)
      .flatMap(({ events }) => events.map(({ name }) => name)),
  );
  return [...handled].map((name) => {
    const path = validatorPath(model, { artifact }, name);
    const types = sources.length === 1 ? EVENTS_PATH : modulePath(id);
    return managed(path, artifact, () =>
      validatorOf(artifact, name).replace(
        JSON.stringify(IMPORTED),
        JSON.stringify(importPath(path, types)),
      ),
    );
  });
}

function validatorOf(artifact: ProviderArtifact, name: string): string {
  const text = artifact.validators[name];
  if (text === undefined) throw new Error(`no validator for ${name}`);
  return text;
}

/** `src/frameio/events/acme.gen.ts`: the types of one provider of several. */
function modulePath(provider: string): string {
  return `src/frameio/events/${provider}.gen.ts`;
}

function joined(sources: readonly ProviderModel[]): FilePlan {
  return {
    path: EVENTS_PATH,
    ownership: "managed",
    source: {
      kind: "text",
      get text() {
        return (
          header(sources.map(({ artifact }) => artifact.catalog.id)) +
          joinTypes(
            sources.map(({ id, artifact }) => ({
              id,
              module: importPath(EVENTS_PATH, modulePath(id)),
              types: artifact.types,
              events: artifact.catalog.events,
            })),
          )
        );
      },
    },
  };
}

function managed(
  path: string,
  { catalog }: ProviderArtifact,
  body: () => string,
): FilePlan {
  return {
    path,
    ownership: "managed",
    source: {
      kind: "text",
      // Made when it is rendered: for paths alone nothing has to be prepared.
      get text() {
        return header([catalog.id]) + body();
      },
    },
  };
}

function header(origins: readonly string[]): string {
  return `// Generated by frameio-gen from the event schemas of ${origins.join(", ")}. Don't edit: changes here are reported as drift.\n\n`;
}
