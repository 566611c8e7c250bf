import { FrameioGenError } from "../diagnostics/diagnostic.js";
import { quote } from "../diagnostics/printable.js";
import {
  type EntryText,
  entryText,
  sameSecret,
  type SecretText,
} from "./entry-text.js";
import { handlerFor } from "./defaults.js";
import { type Outline, type OutlineEntry, outlineOf } from "./outline.js";
import { type LostComment, lostComments } from "./lost-comments.js";
import { MANIFEST_PATH } from "./manifest.js";
import { locator } from "./place.js";
import { insertMember, removeMember, splice } from "./splice.js";
import { styleOf } from "./style.js";

export interface AddWebhook {
  /** Event types, as the provider names them; not checked here. */
  readonly events: readonly string[];
  /** File of the handler: all events go into one entry, the entry that names this file where there is one. Without it, each event gets an entry. */
  readonly handler?: string | undefined;
  readonly secret?: SecretText | undefined;
  /** Default: the manifest's default provider. */
  readonly provider?: string | undefined;
  readonly mode?: "inline" | "inbox" | undefined;
}

export interface Added {
  readonly text: string;
  /** In the order asked for. */
  readonly added: readonly string[];
  /** Handled before, and left as they are. */
  readonly already: readonly string[];
}

export interface Removed {
  readonly text: string;
  readonly removed: readonly string[];
  /** Not handled anyway. */
  readonly missing: readonly string[];
  /** What the user had written at them, and went along. */
  readonly comments: readonly LostComment[];
}

/**
 * Adds webhooks to the text of a manifest. Comments and layout stay; when every event is handled already, every byte does.
 *
 * @throws FrameioGenError when the text cannot be edited, or when the handler's entry says otherwise about secret or mode
 */
export function addWebhook(text: string, request: AddWebhook): Added {
  const { mark, body } = withoutMark(text);
  const events = [...new Set(request.events)];
  const outline = outlineOf(body);
  const already = events.filter(
    (event) => find(outline, event, request.provider) !== undefined,
  );
  const added = events.filter((event) => !already.includes(event));
  const groups =
    request.handler === undefined
      ? added.map((event) => [event])
      : [added].filter(({ length }) => length > 0);
  const edited = groups.reduce(
    (current, group) => addEntry(current, { ...request, events: group }),
    body,
  );
  return { text: mark + edited, added, already };
}

/**
 * Removes events from the text of a manifest, and entries that are left without one, together with their own comments:
 * those directly above the entry, and behind it on its line.
 *
 * @throws FrameioGenError when the text cannot be edited
 */
export function removeWebhook(
  text: string,
  request: {
    readonly events: readonly string[];
    readonly provider?: string | undefined;
  },
): Removed {
  const { mark, body } = withoutMark(text);
  const events = [...new Set(request.events)];
  const outline = outlineOf(body);
  const removed = events.filter(
    (event) => find(outline, event, request.provider) !== undefined,
  );
  const edit = (before: string) =>
    removed.reduce(
      (current, event) => removeEvent(current, event, request.provider),
      before,
    );
  return {
    text: mark + edit(body),
    removed,
    missing: events.filter((event) => !removed.includes(event)),
    comments: lostComments(body, edit),
  };
}

function addEntry(text: string, request: AddWebhook): string {
  const outline = outlineOf(text);
  const style = styleOf(text, outline.root);
  const provider =
    request.provider === outline.defaultProvider ? undefined : request.provider;
  const owner =
    request.handler === undefined ? undefined : ownerOf(outline, request);
  if (owner !== undefined) {
    assertSame(text, owner, request);
    return request.events.reduce(
      (current, event) => addEvent(current, event, request),
      text,
    );
  }
  const entry: EntryText = { ...request, provider };
  const { list, root } = outline;
  if (list !== undefined) {
    return insertMember(text, list, style, (where) =>
      entryText(entry, { ...style, ...where }),
    );
  }
  return insertMember(text, root, style, ({ indent, oneLine }) => {
    if (oneLine)
      return `"webhooks": [${entryText(entry, { ...style, indent, oneLine })}]`;
    const inner = indent + style.unit;
    const comma = style.trailingComma ? "," : "";
    return [
      '"webhooks": [',
      inner + entryText(entry, { ...style, indent: inner, oneLine }) + comma,
      `${indent}]`,
    ].join(style.eol);
  });
}

function addEvent(text: string, event: string, request: AddWebhook): string {
  const outline = outlineOf(text);
  const owner = ownerOf(outline, request);
  if (owner === undefined) return text;
  const { eventNode: node } = owner;
  const item = JSON.stringify(event);
  if (node.type === "array")
    return insertMember(text, node, styleOf(text, outline.root), () => item);
  return splice(text, [
    { offset: node.offset, length: 0, content: "[" },
    { offset: node.offset + node.length, length: 0, content: `, ${item}]` },
  ]);
}

function removeEvent(
  text: string,
  event: string,
  provider: string | undefined,
): string {
  const outline = outlineOf(text);
  const entry = find(outline, event, provider);
  if (entry === undefined || outline.list === undefined) return text;
  const { eventNode, node, events } = entry;
  if (events.every((name) => name === event)) {
    return removeMember(
      text,
      outline.list,
      outline.list.children?.indexOf(node) ?? -1,
    );
  }
  const index =
    eventNode.children?.findIndex(({ value }) => value === event) ?? -1;
  const shorter = removeMember(text, eventNode, index);
  const edited =
    shorter.slice(0, eventNode.offset) +
    collapse(shorter.slice(eventNode.offset));
  // An entry that names no file is handled by the one that is named after its first event: it keeps its handler.
  const left = events.find((name) => name !== event) ?? "";
  return entry.handler === undefined || events[0] !== event
    ? edited
    : setHandler(edited, { event: left, provider }, entry.handler);
}

/**
 * Makes the entry of an event name its handler's file; the name is left out where it is the default, unless a comment stands at it.
 *
 * @throws FrameioGenError when the text cannot be edited
 */
export function setHandler(
  text: string,
  { event, provider }: { event: string; provider?: string | undefined },
  handler: string,
): string {
  const { mark, body } = withoutMark(text);
  const outline = outlineOf(body);
  const entry = find(outline, event, provider);
  if (entry === undefined || entry.handler === handler) return text;
  const { node, events } = entry;
  const index =
    node.children?.findIndex(
      ({ children }) => children?.[0]?.value === "handler",
    ) ?? -1;
  const value = node.children?.[index]?.children?.[1];
  const isDefault = handler === handlerFor(events[0] ?? "");
  const literal = JSON.stringify(handler);
  if (value === undefined) {
    const style = styleOf(body, outline.root);
    return (
      mark + insertMember(body, node, style, () => `"handler": ${literal}`)
    );
  }
  const remove = (before: string) =>
    removeMember(before, nodeIn(before, event, provider) ?? node, index);
  if (isDefault && lostComments(body, remove).length === 0)
    return mark + remove(body);
  const { offset, length } = value;
  return mark + splice(body, [{ offset, length, content: literal }]);
}

/** A list of one is written as the one, unless it is spread over lines or has a comment. */
function collapse(text: string): string {
  return text.replace(/^\[[ \t]*("(?:[^"\\]|\\.)*")[ \t]*\]/, "$1");
}

function find(
  outline: Outline,
  event: string,
  provider = outline.defaultProvider,
): OutlineEntry | undefined {
  return outline.entries.find(
    (entry) => entry.provider === provider && entry.events.includes(event),
  );
}

function nodeIn(
  text: string,
  event: string,
  provider: string | undefined,
): OutlineEntry["node"] | undefined {
  return find(outlineOf(text), event, provider)?.node;
}

function ownerOf(
  outline: Outline,
  { handler, provider = outline.defaultProvider }: AddWebhook,
): OutlineEntry | undefined {
  return outline.entries.find(
    (entry) => entry.handler === handler && entry.provider === provider,
  );
}

function assertSame(
  text: string,
  owner: OutlineEntry,
  { handler = "", secret, mode }: AddWebhook,
): void {
  const differs = [
    ...(secret !== undefined &&
    owner.secret !== undefined &&
    !sameSecret(secret, owner.secret)
      ? ["secret"]
      : []),
    ...(mode !== undefined && mode !== owner.mode ? ["mode"] : []),
  ];
  if (differs.length === 0) return;
  throw new FrameioGenError([
    {
      code: "FG106",
      severity: "error",
      message: `The entry of the handler ${quote(handler)} has another ${differs.join(" and another ")}`,
      file: MANIFEST_PATH,
      ...locator(text)(owner.node.offset),
      hint: `Leave ${differs.join(" and ")} out, or name another handler.`,
    },
  ]);
}

function withoutMark(text: string): { mark: string; body: string } {
  const mark = text.startsWith("\uFEFF") ? "\uFEFF" : "";
  return { mark, body: text.slice(mark.length) };
}
