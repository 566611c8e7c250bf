import { basename, relative, resolve } from "node:path";

import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { quote } from "../../diagnostics/printable.js";
import type { Pin } from "../../lockfile/lockfile.js";
import type { ProviderSource } from "../../schema/import/source.js";
import {
  type Found,
  readProviderFiles,
} from "../../workspace/provider-files.js";
import { foldersUpwards } from "../../workspace/surroundings.js";
import type { CliContext } from "../context.js";
import { fetchText } from "./fetch-text.js";
import { fromPackage } from "./from-package.js";
import { readSourceUrl } from "./source-url.js";
import { unreadable } from "./unreadable.js";

export interface OpenedSource {
  readonly source: ProviderSource;
  /** As the lockfile remembers it: a URL, a package, or a path from the app's root. */
  readonly pin: Pin;
  readonly warnings: readonly Diagnostic[];
}

export interface SourceRequest {
  /** As the user wrote it. */
  readonly named: string;
  /** The provider's name in the manifest. */
  readonly provider: string;
  /** Absolute path of the app. */
  readonly root: string;
  /** Where nobody typed the source in: variables that a URL may send, each as `NAME@host`. */
  readonly allowedEnv?: readonly string[];
}

/**
 * Reads the source of a provider: an https URL, a file or folder, or a package that is installed. The network is used for a URL alone.
 *
 * @throws FrameioGenError FG214 when it cannot be read
 */
export async function openSource(
  context: Pick<CliContext, "cwd" | "signal" | "env" | "now">,
  { named, provider, root, allowedEnv }: SourceRequest,
): Promise<OpenedSource> {
  const date = new Date(context.now()).toISOString().slice(0, 10);
  if (/^https?:/i.test(named)) {
    const asked = readSourceUrl(named, provider, context.env, allowedEnv);
    const text = await fetchText(context, asked);
    return {
      source: { kind: "document", name: basename(asked.url.pathname), text },
      pin: { source: asked.remembered, date },
      warnings: asked.hidden.map((name) =>
        notKept(name, asked.remembered, asked.url.host),
      ),
    };
  }
  const path = resolve(context.cwd, named);
  const there = readProviderFiles(path);
  if (there.kind !== "missing") {
    const source = relative(root, path).replaceAll("\\", "/") || ".";
    return {
      source: sourceOf(there, named),
      pin: { source, date },
      warnings: [],
    };
  }
  const folders = [...foldersUpwards(root), ...foldersUpwards(context.cwd)];
  const files = fromPackage(named, folders);
  if (files === undefined)
    throw unreadable(`There is nothing at ${quote(named)}`);
  const { found, name, origin, version } = files;
  return {
    source: sourceOf(found, named, name),
    pin: { source: origin, date, ...(version !== undefined && { version }) },
    warnings: [],
  };
}

function sourceOf(
  found: Found,
  named: string,
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

function notKept(name: string, remembered: string, host: string): Diagnostic {
  return {
    code: "FG219",
    severity: "warning",
    message: `A secret of the URL is not written down; ${remembered} is`,
    hint: `Set ${name} when you run \`frameio-gen types --refresh --allow-env ${name}@${host}\`.`,
  };
}
