import type { ValidatorScope } from "../../src/manifest/manifest.js";
import { importPath } from "../../src/model/names.js";
import type {
  EventType,
  ProviderArtifact,
  ValidatorCode,
} from "../../src/schema/catalog.js";

const KERNEL_MODULE = "src/frameio/kernel/events/validation.gen.ts";
/** No event type's file has an underscore in its name. */
const SHARED_FILE = "_shared.gen.ts";
const LINE_WIDTH = 80;

const preamble =
  "// @ts-nocheck: made by a compiler, for a machine.\n/* oxlint-disable */\n";

/** A module of validators, without the file's header. */
export interface ValidatorFile {
  readonly path: string;
  /** Made when it is rendered: for paths alone nothing has to be prepared. */
  readonly body: () => string;
}

/** A webhook and who sends its events. */
interface Checked {
  readonly validators: ValidatorScope;
  readonly webhooks: readonly Handled[];
}

interface Handled {
  readonly provider: { readonly artifact: ProviderArtifact };
  readonly events: readonly EventType[];
}

export interface ValidatorPlaces {
  /** Path of the module that declares the event types. */
  readonly typesModule: string;
  /** Path of an event type's own module. */
  pathOf(event: string): string;
}

/**
 * The validators of one provider: a module for each event type that is checked, loaded when the first such event comes, and one for the
 * schemas that they share.
 */
export function validatorFiles(
  { webhooks, validators }: Checked,
  { artifact }: Handled["provider"],
  { typesModule, pathOf }: ValidatorPlaces,
): ValidatorFile[] {
  const events =
    validators === "all"
      ? artifact.catalog.events
      : webhooks
          .filter(({ provider }) => provider.artifact === artifact)
          .flatMap((webhook) => webhook.events);
  const checked = new Map(events.map((event) => [event.name, event]));
  const files = [...checked.values()].map(({ name, typeName }) => {
    const path = pathOf(name);
    const body = () => {
      const code = codeOf(artifact, name);
      return [
        preamble +
          importLine(code.helpers, importPath(path, KERNEL_MODULE)) +
          `import type { ValidatorOf } from ${quoted(importPath(path, KERNEL_MODULE))};\n` +
          `import type { ${typeName} } from ${quoted(importPath(path, typesModule))};\n` +
          importLine(code.shared.map(functionOf), `./${imported(SHARED_FILE)}`),
        `export default validate as ValidatorOf<${typeName}>;\n`,
        code.text,
      ].join("\n");
    };
    return { path, body };
  });
  const [first] = files;
  if (first === undefined) return [];
  const path = first.path.replace(/[^/]+$/, SHARED_FILE);
  const names = [...checked.keys()];
  return sharesAny(artifact, names)
    ? [...files, { path, body: () => sharedBody(artifact, names, path) }]
    : files;
}

/** Told by the schemas, for the validators may not have been made yet. */
function sharesAny({ catalog }: ProviderArtifact, names: readonly string[]) {
  const handled = new Set(names);
  const schemas = catalog.events.filter(({ name }) => handled.has(name));
  return schemas.some(
    ({ schema }) => typeof schema === "object" && "$defs" in schema,
  );
}

function sharedBody(
  artifact: ProviderArtifact,
  events: readonly string[],
  path: string,
): string {
  const needed = new Set(
    events.flatMap((name) => codeOf(artifact, name).shared),
  );
  for (const name of needed) {
    for (const next of sharedCode(artifact, name).shared) needed.add(next);
  }
  const parts = [...needed].sort().map((name) => sharedCode(artifact, name));
  const helpers = [...new Set(parts.flatMap((part) => part.helpers))].sort();
  return [
    preamble + importLine(helpers, importPath(path, KERNEL_MODULE)),
    ...parts.map(({ text }) => text),
  ].join("\n");
}

function codeOf({ validators }: ProviderArtifact, name: string): ValidatorCode {
  const code = validators[name];
  if (code === undefined) throw new Error(`no validator for ${name}`);
  return code;
}

function sharedCode(
  { sharedValidators }: ProviderArtifact,
  name: string,
): ValidatorCode {
  const code = sharedValidators[name];
  if (code === undefined) throw new Error(`no validator for ${name}`);
  return code;
}

function functionOf(shared: string): string {
  return `validate${shared}`;
}

function imported(file: string): string {
  return file.replace(/\.ts$/, ".js");
}

/** As Prettier writes it; empty where nothing is needed. */
function importLine(names: readonly string[], module: string): string {
  if (names.length === 0) return "";
  const line = `import { ${names.join(", ")} } from ${quoted(module)};`;
  if (line.length <= LINE_WIDTH || names.length === 1) return `${line}\n`;
  return `import {\n${names.map((name) => `  ${name},\n`).join("")}} from ${quoted(module)};\n`;
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
