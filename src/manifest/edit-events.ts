import { MANIFEST_PATH } from "./manifest.js";
import { removeWebhook, setHandler } from "./edit.js";
import { outlineOf } from "./outline.js";
import { splice } from "./splice.js";

/** An event of a provider's, under another name. */
export interface RenamedEvent {
  readonly from: string;
  readonly to: string;
  /** Key of `providers`. */
  readonly provider: string;
}

/**
 * Calls an event of the manifest by another name; everything else stays, comments and layout as well. An entry that names no handler is
 * handled by the file of the new name, unless that is taken.
 *
 * @param isTaken whether a path is somebody else's already
 * @throws FrameioGenError when the text cannot be edited
 */
export function renameEvent(
  text: string,
  { from, to, provider }: RenamedEvent,
  isTaken: (path: string) => boolean,
): string {
  const { mark, body } = withoutMark(text);
  const outline = outlineOf(body);
  const entry = outline.entries.find(
    (one) => one.provider === provider && one.events.includes(from),
  );
  if (entry === undefined) return text;
  const isHandled = outline.entries.some(
    (one) => one.provider === provider && one.events.includes(to),
  );
  if (isHandled) return removeWebhook(text, { events: [from], provider }).text;
  const { eventNode } = entry;
  const nodes =
    eventNode.type === "array" ? (eventNode.children ?? []) : [eventNode];
  const edited = splice(
    body,
    nodes
      .filter(({ value }) => value === from)
      .map(({ offset, length }) => ({
        offset,
        length,
        content: JSON.stringify(to),
      })),
  );
  const after = outlineOf(edited).entries;
  const now = after.find(
    (one) => one.provider === provider && one.events.includes(to),
  );
  const handler = now?.handler;
  if (
    entry.handler === undefined ||
    handler === undefined ||
    handler === entry.handler
  )
    return mark + edited;
  const isShared = after.some((one) => one !== now && one.handler === handler);
  return (
    mark +
    (isShared || isTaken(handler)
      ? setHandler(edited, { event: to, provider }, entry.handler)
      : edited)
  );
}

/**
 * Makes another document the one that describes a provider.
 *
 * @throws FrameioGenError when the text cannot be edited
 */
export function setProviderSchema(
  text: string,
  provider: string,
  schema: string,
): string {
  const { mark, body } = withoutMark(text);
  const { root } = outlineOf(body);
  const member = (node: typeof root | undefined, key: string) =>
    node?.children?.find(({ children }) => children?.[0]?.value === key)
      ?.children?.[1];
  const value = member(member(member(root, "providers"), provider), "schema");
  if (value === undefined)
    throw new Error(`${MANIFEST_PATH} declares no schema of ${provider}`);
  const { offset, length } = value;
  return (
    mark + splice(body, [{ offset, length, content: JSON.stringify(schema) }])
  );
}

function withoutMark(text: string): { mark: string; body: string } {
  const mark = text.startsWith("\uFEFF") ? "\uFEFF" : "";
  return { mark, body: text.slice(mark.length) };
}
