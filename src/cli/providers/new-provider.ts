import { resolve } from "node:path";

import {
  type Diagnostic,
  FrameioGenError,
} from "../../diagnostics/diagnostic.js";
import { quote } from "../../diagnostics/printable.js";
import type { Pin } from "../../lockfile/lockfile.js";
import type { ProviderEntry } from "../../manifest/manifest.js";
import { type NameProblem, providerProblem } from "../../manifest/names.js";
import type { FileEdit } from "../../reconcile/file-edit.js";
import { pinnedAs, pinnedDigest } from "../../schema/pinned-digest.js";
import type { Json } from "../../schema/catalog.js";
import { readIfPresent } from "../../workspace/surroundings.js";
import type { OpenApp } from "../app/open-app.js";
import type { CliContext } from "../context.js";
import { withDocuments } from "./with-documents.js";

/** What `add-provider` was asked for. */
export interface AskedProvider {
  /** File, folder, URL or package; or the schema of a provider that comes with the tool. */
  readonly named: string;
  readonly name: string | undefined;
  readonly signature: string | undefined;
  /** File that describes deliveries. */
  readonly delivery: string | undefined;
}

/** A provider, ready to be declared. */
export interface NewProvider {
  readonly name: string;
  readonly schema: string;
  /** Where it came from; nothing where it comes with the tool. */
  readonly pin?: Pin;
  /** The app with the provider's document. */
  readonly app: OpenApp;
  readonly edits: readonly FileEdit[];
  readonly events: readonly string[];
  readonly warnings: readonly Diagnostic[];
}

/**
 * One of the tool's own providers, by the name of its schema. A file of the same name is meant by `./loopcanvas`.
 *
 * @param declared the manifest's providers
 * @throws FrameioGenError FG503 when it is told how deliveries look: that is known
 */
export function builtInProvider(
  app: OpenApp,
  { named, name, signature, delivery }: AskedProvider,
  declared: Readonly<Record<string, ProviderEntry>>,
): NewProvider | undefined {
  if (!app.tool.providers.ids().includes(named)) return undefined;
  if (signature !== undefined || delivery !== undefined)
    throw failure("FG503", {
      message: `How ${named} delivers is known: it comes with the tool`,
      hint: "Leave out `--signature` and `--delivery`.",
    });
  const catalog = app.tool.providers.load(named)?.catalog;
  return {
    name: name ?? freeName(named, declared),
    schema: named,
    app,
    edits: [],
    events: catalog?.events.map((event) => event.name) ?? [],
    warnings: [],
  };
}

/** `frameio@2` → `frameio`, or `frameio2` where that is another schema's. */
function freeName(
  schema: string,
  declared: Readonly<Record<string, ProviderEntry>>,
): string {
  const there = Object.entries(declared).find(
    ([, entry]) => entry.schema === schema,
  );
  if (there !== undefined) return there[0];
  const [base = schema, version = ""] = schema.split("@");
  return Object.hasOwn(declared, base) ? base + version : base;
}

/**
 * A provider as a document describes it, which is to be pinned in the app.
 *
 * @throws FrameioGenError with everything that is wrong with flags or document
 */
export async function describedProvider(
  context: CliContext,
  app: OpenApp,
  { named, name, signature, delivery }: AskedProvider,
): Promise<NewProvider> {
  if (name === undefined)
    throw failure("FG505", {
      message: "The provider's name is missing",
      hint: "Add `--name`, such as `--name acme`.",
    });
  refuse(providerProblem(name));
  const { openSource } = await import("./open-source.js");
  const { importProvider } =
    await import("../../schema/import/import-provider.js");
  const opened = await openSource(context, {
    named,
    provider: name,
    root: app.root,
  });
  const schema = `./schemas/${name}.json`;
  const described =
    delivery === undefined
      ? undefined
      : deliveryIn(resolve(context.cwd, delivery));
  const imported = importProvider(opened.source, {
    id: schema,
    title: name,
    ...(described !== undefined && { delivery: described }),
    ...(signature !== undefined && { signature }),
  });
  const file = { path: schema.slice(2), text: imported.documentText };
  const before = app.workspace.read(file.path)?.text;
  const pinned = app.lockfile?.providers[name]?.pinned;
  if (before !== undefined && pinned !== undefined) {
    const there = pinnedDigest(before);
    if (there !== pinned && there !== pinnedDigest(file.text))
      throw failure("FG233", {
        message: `${quote(file.path)} was edited by hand, and would be replaced as a whole`,
        hint: "Renew it with `npx frameio-gen types --schema`, which says first what that changes.",
      });
  }
  return {
    name,
    schema,
    pin: { ...opened.pin, ...pinnedAs(imported.documentText) },
    app: withDocuments(app, new Map([[file.path, file.text]])),
    edits: [{ kind: "write", ...file }],
    events: imported.catalog.events.map((event) => event.name),
    warnings: [...opened.warnings, ...imported.warnings],
  };
}

/** @throws FrameioGenError FG503 where there is a problem */
export function refuse(problem: NameProblem | undefined): void {
  if (problem !== undefined) throw failure("FG503", problem);
}

/** @throws FrameioGenError FG214 when the file holds no JSON object */
function deliveryIn(path: string): Json {
  try {
    const value = JSON.parse(readIfPresent(path) ?? "") as Json;
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      return value;
    }
  } catch {
    // Told below.
  }
  throw failure("FG214", {
    message: `${quote(path)} holds no JSON object that describes deliveries`,
    hint: "Write signature, event, contentType, timeoutSeconds and retry, as `x-webhook-delivery` of an OpenAPI document.",
  });
}

function failure(
  code: Diagnostic["code"],
  problem: NameProblem,
): FrameioGenError {
  return new FrameioGenError([{ code, severity: "error", ...problem }]);
}
