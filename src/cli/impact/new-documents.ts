import {
  type Diagnostic,
  FrameioGenError,
} from "../../diagnostics/diagnostic.js";
import { quote } from "../../diagnostics/printable.js";
import type { Pin } from "../../lockfile/lockfile.js";
import { isPinned } from "../../schema/pinned-providers.js";
import type { OpenApp } from "../app/open-app.js";
import type { CliContext } from "../context.js";

export interface NewDocuments {
  /** Texts of pinned documents that change, by path from the root. */
  readonly documents: ReadonlyMap<string, string>;
  /** Where they are from, by provider. */
  readonly pins: Readonly<Record<string, Pin>>;
  readonly warnings: readonly Diagnostic[];
}

export interface Asked {
  readonly only?: string | undefined;
  readonly schema?: string | undefined;
  readonly refresh: boolean;
  /** What somebody wrote into a pinned document may go: it was accepted, or nothing is written. */
  readonly accept: boolean;
  /** Variables that may be sent where the lockfile says so, each as `NAME@host`. */
  readonly allowedEnv: readonly string[];
}

/**
 * Reads the new descriptions of providers, from where it is asked to. Nothing is read, and no network used, when nothing is asked.
 *
 * @throws FrameioGenError FG233 when a provider has no document of its own, and with everything that is wrong with a new one
 */
export async function newDocuments(
  context: CliContext,
  app: OpenApp,
  { only, schema, refresh, accept, allowedEnv }: Asked,
): Promise<NewDocuments> {
  const documents = new Map<string, string>();
  const pins: Record<string, Pin> = {};
  const warnings: Diagnostic[] = [];
  if (schema === undefined && !refresh) return { documents, pins, warnings };
  if (schema !== undefined && refresh)
    throw refusal(
      "A new description is given already: --refresh reads another",
    );
  const { openSource } = await import("../providers/open-source.js");
  const { renewDocument } = await import("../providers/renew-document.js");
  for (const [id, pinned] of pinnedOf(app, only, schema !== undefined)) {
    // What the lockfile remembers is told from the root.
    const [named, cwd] =
      schema === undefined ? [pinned.source, app.root] : [schema, context.cwd];
    if (named === undefined) continue;
    const { source, pin, ...opened } = await openSource(
      { cwd, signal: context.signal, env: context.env, now: context.now },
      {
        named,
        provider: id,
        root: app.root,
        ...(schema === undefined ? { allowedEnv } : {}),
      },
    );
    const {
      path,
      text,
      pinned: told,
      ...renewed
    } = renewDocument(app, {
      provider: id,
      schema: pinned.schema,
      source,
      accept,
    });
    warnings.push(...opened.warnings, ...renewed.warnings);
    if (text === undefined) continue;
    documents.set(path, text);
    pins[id] = { ...pin, ...told };
  }
  return { documents, pins, warnings };
}

/** Providers with documents in the app: the one that is asked for, or all. */
function pinnedOf(
  { lockfile }: OpenApp,
  only: string | undefined,
  oneAlone: boolean,
) {
  const all = Object.entries(lockfile?.providers ?? {});
  const asked = all.filter(([id]) => only === undefined || id === only);
  const pinned = asked.filter(([, { schema }]) => isPinned(schema));
  if (pinned.length === 0)
    throw refusal(
      only === undefined
        ? "No provider of the app has a document of its own"
        : `The provider ${quote(only)} comes with the tool, and has no document in the app`,
      "Built-in providers are renewed with the tool: `npm install -D create-frameio-app@latest`, then `npx frameio-gen update`. Others come with `npx frameio-gen add-provider`.",
    );
  if (oneAlone && pinned.length > 1)
    throw refusal(
      "Several providers have documents of their own: --provider says whose is meant",
      `They are ${pinned.map(([id]) => id).join(", ")}.`,
    );
  const lost = pinned.filter(([, { source }]) => source === undefined);
  if (!oneAlone && lost.length === pinned.length)
    throw refusal(
      `Nobody knows where the document of ${lost.map(([id]) => id).join(", ")} came from`,
      "Give it with `--schema <file>`.",
    );
  return pinned;
}

function refusal(message: string, hint?: string): FrameioGenError {
  return new FrameioGenError([
    {
      code: "FG233",
      severity: "error",
      message,
      ...(hint === undefined ? {} : { hint }),
    },
  ]);
}
