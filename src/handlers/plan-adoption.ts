import { addToManifest } from "../../generators/webhook/answers.js";
import { type Diagnostic, FrameioGenError } from "../diagnostics/diagnostic.js";
import type { Lockfile } from "../lockfile/lockfile.js";
import { namesToHandle } from "../manifest/families.js";
import type { Manifest, PackageManager } from "../manifest/manifest.js";
import { handlerProblem, packageNameLike } from "../manifest/names.js";
import { renderManifest } from "../manifest/render.js";
import { readManifest, type Tool } from "../pipeline.js";
import type { SourceDisk } from "../workspace/workspace.js";
import { searchHandlers } from "./search.js";
import type { FoundHandler } from "./syntax/index.js";

export interface AdoptionRequest {
  readonly disk: SourceDisk;
  readonly lockfile: Lockfile | undefined;
  readonly tool: Tool;
  /** Taken where package.json has no name that can be used. */
  readonly folderName: string;
  readonly packageManager: PackageManager;
  readonly secret: "single" | "per-webhook" | "resolver";
  /** Event types to handle, beside those that are handled already. */
  readonly events: readonly string[];
}

export interface Adoption {
  readonly manifestText: string;
  readonly manifest: Manifest;
  /** The user's own handlers, by event. */
  readonly found: ReadonlyMap<string, string>;
  readonly warnings: readonly Diagnostic[];
}

/**
 * The manifest for a project that was made without the tool: its name, the handlers that it has, the events that are asked for.
 *
 * @throws FrameioGenError FG332 where two files handle one event
 */
export async function planAdoption({
  disk,
  tool,
  folderName,
  packageManager,
  secret,
  events,
}: AdoptionRequest): Promise<Adoption> {
  const name = nameOf(disk, folderName);
  const empty = renderManifest({
    name,
    target: "node",
    packageManager,
    events: [],
    secret,
  });
  const known = new Set(
    tool.providers.ids().flatMap((id) => {
      const events = tool.providers.load(id)?.catalog.events ?? [];
      return namesToHandle(events.map((event) => event.name));
    }),
  );
  const handlers = await searchHandlers(disk);
  const { usable, warnings } = sorted(
    handlers.filter(({ isRegistered }) => !isRegistered),
    known,
  );
  const registered = handlers.filter(({ isRegistered }) => isRegistered);
  const found = byEvent(usable);
  let text = empty;
  let manifest = readManifest(text, tool.providers).manifest;
  const add = (added: readonly string[], handler?: string) => {
    ({ text } = addToManifest(text, manifest, {
      events: added,
      handler,
      secret,
    }));
    ({ manifest } = readManifest(text, tool.providers));
  };
  for (const handler of usable) add(handler.events, handler.path);
  const inCode = new Set(registered.flatMap((handler) => handler.events));
  add(events.filter((event) => !found.has(event) && !inCode.has(event)));
  return {
    manifestText: text,
    manifest,
    found,
    warnings: [...warnings, ...registered.map(toldOfRegistered)],
  };
}

function nameOf(disk: SourceDisk, folderName: string): string {
  let declared: unknown;
  try {
    const value: unknown = JSON.parse(disk.read("package.json")?.text ?? "{}");
    declared = (value as { name?: unknown } | null)?.name;
  } catch {
    // A broken package.json is reported by the merge, with its place.
  }
  return (
    (typeof declared === "string" ? packageNameLike(declared) : undefined) ??
    packageNameLike(folderName) ??
    "frameio-app"
  );
}

/** Handlers that the manifest can name, with events that are known; the others are told. */
function sorted(
  found: readonly FoundHandler[],
  known: ReadonlySet<string>,
): { readonly usable: FoundHandler[]; readonly warnings: Diagnostic[] } {
  const usable: FoundHandler[] = [];
  const warnings: Diagnostic[] = [];
  for (const handler of found) {
    const events = [...new Set(handler.events)].filter((name) =>
      known.has(name),
    );
    const problem = !handler.isDefault
      ? "This handler is not its file's default export, so it cannot be registered"
      : events.length === 0
        ? "This handler names no event type that is known as a text, so it cannot be registered"
        : handlerProblem(handler.path)?.message;
    if (problem === undefined) usable.push({ ...handler, events });
    else
      warnings.push({
        code: "FG332",
        severity: "warning",
        message: problem,
        file: handler.path,
        line: handler.line,
        hint:
          !handler.isDefault && handler.name !== undefined
            ? `Write \`export { ${handler.name} as default };\` at the end of ${handler.path}, and run the command again; without, it is left out.`
            : "Change it and name it in `frameio.jsonc`, or leave it out.",
      });
  }
  return { usable, warnings };
}

function toldOfRegistered({ path, line, events }: FoundHandler): Diagnostic {
  return {
    code: "FG332",
    severity: "info",
    message: `Your code handles ${events.join(", ")} with \`on\`: it runs as it is, and no other handler is made`,
    file: path,
    line,
    hint: "To have another one made beside it, run `npx frameio-gen add-webhook <event> --handler <name>`.",
  };
}

function byEvent(handlers: readonly FoundHandler[]): Map<string, string> {
  const files = new Map<string, string>();
  const twice: Diagnostic[] = [];
  for (const { path, events, line } of handlers)
    for (const event of events) {
      const first = files.get(event);
      if (first === undefined) files.set(event, path);
      else
        twice.push({
          code: "FG332",
          severity: "error",
          message: `Several files handle ${event}: ${first}, ${path}`,
          file: path,
          line,
          hint: "Let one file handle each event.",
        });
    }
  if (twice.length > 0) throw new FrameioGenError(twice);
  return files;
}
