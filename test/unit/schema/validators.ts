import { readFileSync } from "node:fs";
import { transformSync } from "rolldown/utils";
import { validatorFiles } from "../../../generators/app/validators.js";
import type { EventCatalog } from "../../../src/schema/catalog.js";
import {
  asksForUnevaluated,
  compileValidators,
} from "../../../src/schema/compile-validators.js";

/** The kernel's module that the validators call, by its path in an app. */
export const kernelModule = [
  "src/frameio/kernel/events/validation.gen.ts",
  readFileSync(
    new URL(
      "../../../templates/app/src/frameio/kernel/events/validation.gen.ts",
      import.meta.url,
    ),
    "utf8",
  ),
] as const;

const folder = "src/frameio/validators";

/** Path of an event type's validator in an app that handles them all. */
export function pathOf(catalog: EventCatalog, event: string): string {
  const index = catalog.events.findIndex(({ name }) => name === event);
  return `${folder}/event-${index}.gen.ts`;
}

/** The modules of a catalog's validators as an app gets them: path → text. */
export async function emittedValidators(
  catalog: EventCatalog,
): Promise<Map<string, string>> {
  const { events } = catalog;
  const compiled = compileValidators(events, asksForUnevaluated(catalog));
  const artifact = { catalog, types: "", ...compiled };
  const provider = { artifact };
  const files = validatorFiles(
    { validators: "handled", webhooks: [{ provider, events }] },
    provider,
    {
      typesModule: "src/frameio/events.gen.ts",
      pathOf: (event) => pathOf(catalog, event),
    },
  );
  return new Map(files.map(({ path, body }) => [path, body()]));
}

export interface LoadedValidator {
  (data: unknown): boolean;
  errors?:
    | readonly {
        readonly instancePath: string;
        readonly keyword: string;
        readonly params: object;
        readonly propertyName?: string;
      }[]
    | null;
}

/** Runs emitted validators, as an app would after their types are gone: by event type. */
export async function loadValidators(
  catalog: EventCatalog,
  files?: ReadonlyMap<string, string>,
): Promise<Map<string, LoadedValidator>> {
  const emitted = files ?? (await emittedValidators(catalog));
  const shared = emitted.get(`${folder}/_shared.gen.ts`);
  const sharedUrl = shared === undefined ? "" : urlOf(shared, "");
  const loaded = new Map<string, LoadedValidator>();
  for (const { name } of catalog.events) {
    const url = urlOf(emitted.get(pathOf(catalog, name))!, sharedUrl);
    const module = (await import(/* @vite-ignore */ url)) as {
      default: LoadedValidator;
    };
    loaded.set(name, module.default);
  }
  return loaded;
}

const kernelUrl = dataUrl(transpiled(kernelModule[1]));

function urlOf(source: string, sharedUrl: string): string {
  return dataUrl(
    transpiled(source)
      .replaceAll(
        '"../kernel/events/validation.gen.js"',
        JSON.stringify(kernelUrl),
      )
      .replaceAll('"./_shared.gen.js"', JSON.stringify(sharedUrl)),
  );
}

function dataUrl(code: string): string {
  return `data:text/javascript;base64,${Buffer.from(code).toString("base64")}`;
}

/** Without its types, which takes Rolldown a tenth of the time that TypeScript takes. */
function transpiled(source: string): string {
  const { code, errors } = transformSync("validator.ts", source, {
    typescript: { onlyRemoveTypeImports: true },
  });
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
  return code;
}
