import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { Lockfile } from "../lockfile/lockfile.js";
import { setHandler } from "../manifest/edit.js";
import { MANIFEST_PATH } from "../manifest/manifest.js";
import { handlerProblem } from "../manifest/names.js";
import type { AppModel, WebhookModel } from "../model/app-model.js";
import type { SourceDisk } from "../workspace/workspace.js";
import { sameEvents, searchHandlers } from "./search.js";
import type { FoundHandler } from "./syntax/index.js";

/** A handler that the user moved, and where it was found. */
export interface MovedHandler {
  readonly from: string;
  readonly to: string;
  readonly events: readonly string[];
  readonly provider: string;
}

/**
 * Handlers that were generated once, are gone, and are found elsewhere in `src` by their default export. Where several files could
 * be meant, none is.
 */
export async function findMovedHandlers(
  { webhooks }: Pick<AppModel, "webhooks">,
  disk: SourceDisk,
  lockfile: Lockfile | undefined,
): Promise<readonly MovedHandler[]> {
  const missing = webhooks.filter(
    ({ handlerPath }) =>
      lockfile?.files[handlerPath] !== undefined && !disk.has(handlerPath),
  );
  if (missing.length === 0) return [];
  const known = new Set(webhooks.map(({ handlerPath }) => handlerPath));
  const events = missing.flatMap(({ names }) => names);
  const found = (await searchHandlers(disk, events)).filter(
    ({ path, isDefault }) =>
      isDefault && !known.has(path) && handlerProblem(path) === undefined,
  );
  const matched = missing.flatMap((webhook) => {
    const match = theOneFor(webhook.names, found);
    return match === undefined
      ? []
      : [movedHandler(webhook, webhook.names, match.path)];
  });
  const claims = (path: string) => matched.filter(({ to }) => to === path);
  return matched.filter(({ to }) => claims(to).length === 1);
}

/**
 * The handler that takes these events. Where none takes just these, one that takes them and others will do, such as after one of a
 * handler's events was removed from the manifest; or one that takes some of them, as where one was added.
 */
function theOneFor(
  events: readonly string[],
  found: readonly FoundHandler[],
): FoundHandler | undefined {
  const takes = (handler: FoundHandler) => (name: string) =>
    handler.events.includes(name);
  const matches = [
    found.filter((handler) => sameEvents(handler.events, events)),
    found.filter((handler) => events.every(takes(handler))),
    found.filter((handler) => events.some(takes(handler))),
  ].find(({ length }) => length > 0);
  return matches?.length === 1 ? matches[0] : undefined;
}

function movedHandler(
  { handlerPath, provider }: WebhookModel,
  events: readonly string[],
  to: string,
): MovedHandler {
  return { from: handlerPath, to, events, provider: provider.id };
}

/** The manifest's text with the handlers where they are. */
export function followInManifest(
  text: string,
  moved: readonly MovedHandler[],
): string {
  return moved.reduce(
    (current, { to, events: [event = ""], provider }) =>
      setHandler(current, { event, provider }, to),
    text,
  );
}

export function toldOfMove({ from, to }: MovedHandler): Diagnostic {
  return {
    code: "FG331",
    severity: "info",
    message: `The handler ${from} is now ${to}, and ${MANIFEST_PATH} says so`,
    file: MANIFEST_PATH,
  };
}
