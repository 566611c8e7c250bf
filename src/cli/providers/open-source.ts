import { basename, join, relative, resolve } from "node:path";

import { FrameioGenError } from "../../diagnostics/diagnostic.js";
import { quote } from "../../diagnostics/printable.js";
import type { ProviderSource } from "../../schema/import/source.js";
import { readProviderFiles } from "../../workspace/provider-files.js";
import {
  foldersUpwards,
  namesIn,
  readIfPresent,
} from "../../workspace/surroundings.js";
import type { CliContext } from "../context.js";
import { fetchText } from "./fetch-text.js";

export interface OpenedSource {
  readonly source: ProviderSource;
  /** As the lockfile remembers it: a URL, a package, or a path from the app's root. */
  readonly origin: string;
}

/** `npm:@acme/webhook-schemas`, `npm:@acme/webhook-schemas/dist/events.json`, or the name of a scoped package as it is. */
const packageName =
  /^(?:npm:)?(?<name>@[a-z0-9][a-z0-9._-]*\/[a-z0-9][a-z0-9._-]*|(?<=^npm:)[a-z0-9][a-z0-9._-]*)(?:\/(?<path>.+))?$/;

/**
 * Reads the source of a provider: an https URL, a file or folder, or a package that is installed. The network is used for a URL alone.
 *
 * @param root absolute path of the app
 * @throws FrameioGenError FG214 when it cannot be read
 */
export async function openSource(
  context: Pick<CliContext, "cwd" | "signal">,
  root: string,
  named: string,
): Promise<OpenedSource> {
  if (/^https?:\/\//i.test(named)) {
    const url = new URL(named);
    const text = await fetchText(context, url);
    // A password in a URL has no business in the lockfile.
    url.username = "";
    url.password = "";
    const name = basename(url.pathname);
    return { source: { kind: "document", name, text }, origin: url.href };
  }
  const path = resolve(context.cwd, named);
  const there = readProviderFiles(path);
  if (there.kind !== "missing") {
    const origin = relative(root, path).replaceAll("\\", "/") || ".";
    return { source: sourceOf(named, there), origin };
  }
  const match = packageName.exec(named)?.groups;
  if (match !== undefined) return fromPackage(context, root, named, match);
  throw unreadable(`There is nothing at ${quote(named)}`);
}

function fromPackage(
  context: Pick<CliContext, "cwd">,
  root: string,
  named: string,
  { name = "", path }: Record<string, string | undefined>,
): OpenedSource {
  const folder = [...foldersUpwards(root), ...foldersUpwards(context.cwd)]
    .map((above) => join(above, "node_modules", name))
    .find((each) => namesIn(each).includes("package.json"));
  if (folder === undefined) {
    throw unreadable(
      `${quote(named)} is neither a path nor a package that is installed`,
      `Install it first: \`npm install --save-dev ${name}\`.`,
    );
  }
  const inside = path ?? schemaOf(folder);
  const target = resolve(folder, inside);
  if (relative(folder, target).startsWith("..")) {
    throw unreadable(`${quote(inside)} leaves the package ${quote(name)}`);
  }
  const origin = `npm:${name}${path === undefined ? "" : `/${path}`}`;
  return {
    source: sourceOf(named, readProviderFiles(target), basename(target)),
    origin,
  };
}

/** The document that a package is about: what its package.json names, where that is data, else the usual names. */
function schemaOf(folder: string): string {
  const manifest = readIfPresent(join(folder, "package.json")) ?? "{}";
  const { main, exports } = JSON.parse(manifest) as {
    main?: unknown;
    exports?: unknown;
  };
  const entry =
    typeof exports === "object" && exports !== null && "." in exports
      ? exports["."]
      : exports;
  const names = new Set(namesIn(folder));
  const usual = ["openapi", "asyncapi", "schema", "index"].flatMap((name) =>
    [".json", ".yaml", ".yml"].map((ending) => name + ending),
  );
  return (
    [main, entry].find(
      (name): name is string =>
        typeof name === "string" && /\.(?:json|ya?ml)$/i.test(name),
    ) ??
    usual.find((name) => names.has(name)) ??
    (names.has("schemas") ? "schemas" : ".")
  );
}

function sourceOf(
  named: string,
  found: ReturnType<typeof readProviderFiles>,
  name = basename(named),
): ProviderSource {
  switch (found.kind) {
    case "file":
      return { kind: "document", name, text: found.text };
    case "folder":
      return { kind: "folder", name, files: found.files };
    case "missing":
      throw unreadable(`There is nothing at ${quote(named)}`);
    case "too large":
      throw unreadable(
        `${quote(named)} is too large to describe a provider`,
        "Name the document or the folder that holds its event types alone.",
      );
  }
}

function unreadable(message: string, hint?: string): FrameioGenError {
  return new FrameioGenError([
    {
      code: "FG214",
      severity: "error",
      message,
      ...(hint !== undefined && { hint }),
    },
  ]);
}
