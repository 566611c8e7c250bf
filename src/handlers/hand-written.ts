import { testPath } from "../../generators/webhook/paths.js";
import { type Diagnostic, FrameioGenError } from "../diagnostics/diagnostic.js";
import { quote } from "../diagnostics/printable.js";
import type { Lockfile } from "../lockfile/lockfile.js";
import { addWebhook, removeWebhook, setHandler } from "../manifest/edit.js";
import { handlerProblem } from "../manifest/names.js";
import type { AppModel } from "../model/app-model.js";
import type { FileEdit } from "../reconcile/file-edit.js";
import type { SourceDisk } from "../workspace/workspace.js";
import { searchHandlers } from "./search.js";
import type { FoundHandler } from "./syntax/index.js";

/** Files of the user's that handle events already, by event. */
export type HandWritten = ReadonlyMap<string, string>;

/**
 * Handlers that the user wrote for the events.
 *
 * @param others handlers of other providers: what they handle is another event of the same name
 * @throws FrameioGenError FG332 when there are several for one event, or one that cannot be registered as it is
 */
export async function findHandWritten(
  disk: SourceDisk,
  events: readonly string[],
  others: ReadonlySet<string> = new Set(),
): Promise<HandWritten> {
  const all = events.length > 0 ? await searchHandlers(disk, events) : [];
  const found = all.filter(({ path }) => !others.has(path));
  const files = new Map<string, string>();
  const problems: Diagnostic[] = [];
  for (const event of events) {
    const all = found.filter((handler) => handler.events.includes(event));
    const inFiles = all.filter(({ isRegistered }) => !isRegistered);
    const matches = inFiles.length > 0 ? inFiles : all;
    const [match] = matches;
    if (match === undefined) continue;
    const problem =
      new Set(matches.map(({ path }) => path)).size > 1
        ? `Several files handle ${event}: ${matches.map(({ path }) => path).join(", ")}`
        : whyUnusable(match, event);
    if (problem === undefined) files.set(event, match.path);
    else problems.push(refusal(problem, match, event));
  }
  if (problems.length > 0) throw new FrameioGenError(problems);
  return files;
}

/**
 * The manifest's text with the user's own files as handlers of events that were added to it.
 *
 * @param registered handlers that the manifest named before
 */
export function useHandWritten(
  text: string,
  files: HandWritten,
  registered: ReadonlySet<string>,
  provider: string | undefined,
): string {
  const taken = new Set(registered);
  let edited = text;
  for (const [event, handler] of files) {
    if (taken.has(handler)) {
      const without = removeWebhook(edited, { events: [event], provider });
      edited = addWebhook(without.text, {
        events: [event],
        handler,
        provider,
      }).text;
    } else edited = setHandler(edited, { event, provider }, handler);
    taken.add(handler);
  }
  return edited;
}

/** A test that is made for a new handler would not hold for one that the user wrote: it is not made. */
export function omitTests(
  { webhooks }: AppModel,
  files: HandWritten,
  lockfile: Lockfile | undefined,
): FileEdit[] {
  const own = new Set(files.values());
  return webhooks
    .filter(
      ({ handlerPath }) =>
        own.has(handlerPath) && lockfile?.files[handlerPath] === undefined,
    )
    .map((webhook) => ({ kind: "omit", path: testPath(webhook) }));
}

export function toldOfHandWritten(files: HandWritten): Diagnostic[] {
  return [...files].map(([event, path]) => ({
    code: "FG332",
    severity: "info",
    message: `Your ${path} handles ${event} already; frameio.jsonc names it, and no second handler was made`,
    file: path,
    hint: "To have another one made, name it with `--handler`.",
  }));
}

function whyUnusable(
  { path, isDefault, isRegistered }: FoundHandler,
  event: string,
): string | undefined {
  if (isRegistered) return `Your code handles ${event} already, with \`on\``;
  if (!isDefault)
    return `Your handler of ${event} is not the file's default export`;
  return handlerProblem(path)?.message;
}

function refusal(
  message: string,
  { path, line, isRegistered, isDefault, name }: FoundHandler,
  event: string,
): Diagnostic {
  const hint = isRegistered
    ? "It runs as it is, and `frameio.jsonc` need not name the event. To have another one made beside it, name it: `--handler <name>`."
    : !isDefault && name !== undefined
      ? `Write \`export { ${name} as default };\` at the end of ${path}, and run the command again; or have another one made with \`--handler <name>\`.`
      : `Export it with \`export default onWebhook(${quote(event)}, …)\` from a file of its own below src/, or have another one made with \`--handler <name>\`.`;
  return {
    code: "FG332",
    severity: "error",
    message,
    file: path,
    line,
    hint,
  };
}
