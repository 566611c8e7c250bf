import { DEFAULT_MODE, DEFAULT_VARIABLE, handlerFor } from "./defaults.js";

/** A secret as the manifest writes it. */
export type SecretText =
  { readonly env: string | readonly string[] } | { readonly resolver: string };

/** A webhook entry to be written. */
export interface EntryText {
  readonly events: readonly string[];
  /** Absent for the default provider. */
  readonly provider?: string | undefined;
  readonly handler?: string | undefined;
  readonly secret?: SecretText | undefined;
  readonly mode?: "inline" | "inbox" | undefined;
}

export interface EntryLayout {
  readonly eol: string;
  readonly unit: string;
  readonly trailingComma: boolean;
  /** Indentation of the entry's own line. */
  readonly indent: string;
  readonly oneLine: boolean;
}

const lineWidth = 80;

/** Text of an entry, without what is default anyway; on one line where it fits. */
export function entryText(entry: EntryText, layout: EntryLayout): string {
  const [first] = entry.events;
  const handler =
    first !== undefined && entry.handler === handlerFor(first)
      ? undefined
      : entry.handler;
  const secret =
    entry.secret === undefined || isDefaultSecret(entry.secret)
      ? undefined
      : secretMember(entry.secret);
  const members: [string, string | undefined][] = [
    [
      "event",
      entry.events.length === 1
        ? JSON.stringify(first)
        : listText(entry.events),
    ],
    [
      "provider",
      entry.provider === undefined ? undefined : JSON.stringify(entry.provider),
    ],
    ["handler", handler === undefined ? undefined : JSON.stringify(handler)],
    ["secret", secret],
    [
      "mode",
      entry.mode === undefined || entry.mode === DEFAULT_MODE
        ? undefined
        : JSON.stringify(entry.mode),
    ],
  ];
  const written = members.flatMap(([key, value]) =>
    value === undefined ? [] : [`"${key}": ${value}`],
  );
  const line = `{ ${written.join(", ")} }`;
  const comma = layout.trailingComma ? "," : "";
  if (layout.oneLine || fits(layout.indent + line + comma)) return line;
  const inner = layout.indent + layout.unit;
  const lines = written.map((member) =>
    fits(`${inner}${member},`)
      ? member
      : expandList(member, entry.events, inner, layout),
  );
  return [
    "{",
    lines.map((member) => inner + member).join(`,${layout.eol}`) + comma,
    `${layout.indent}}`,
  ].join(layout.eol);
}

/** Two secrets that mean the same. */
export function sameSecret(a: SecretText, b: SecretText): boolean {
  return secretMember(a) === secretMember(b);
}

function isDefaultSecret(secret: SecretText): boolean {
  return sameSecret(secret, { env: DEFAULT_VARIABLE });
}

function secretMember(secret: SecretText): string {
  if ("resolver" in secret)
    return `{ "resolver": ${JSON.stringify(secret.resolver)} }`;
  const names = typeof secret.env === "string" ? [secret.env] : secret.env;
  return `{ "env": ${names.length === 1 ? JSON.stringify(names[0]) : listText(names)} }`;
}

function listText(names: readonly string[]): string {
  return `[${names.map((name) => JSON.stringify(name)).join(", ")}]`;
}

function expandList(
  member: string,
  events: readonly string[],
  indent: string,
  layout: EntryLayout,
): string {
  if (!member.startsWith('"event": [')) return member;
  const items = events
    .map((name) => indent + layout.unit + JSON.stringify(name))
    .join(`,${layout.eol}`);
  return `"event": [${layout.eol}${items}${layout.trailingComma ? "," : ""}${layout.eol}${indent}]`;
}

/** Whether Prettier would leave the line as it is. */
function fits(line: string): boolean {
  return line.replaceAll("\t", "  ").length <= lineWidth;
}
