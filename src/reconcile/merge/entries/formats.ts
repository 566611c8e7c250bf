import type { Strategy } from "../strategy.js";
import type { EntryFormat, RawEntry } from "./entry.js";

const ASSIGNMENT = /^\s*(?:export\s+)?([\w.-]+)\s*=\s*(.*)$/;
/** A variable that was commented out, as against prose that happens to hold an equals sign. */
const DISABLED =
  /^\s*#\s*(?:export\s+)?([A-Z][A-Z0-9_]*)=(\S*|"[^"]*"|'[^']*')\s*$/;

const env: EntryFormat = {
  blocks: true,
  isComment: (line) => /^\s*#/.test(line) && !DISABLED.test(line),
  read(lines, index) {
    const line = lines[index] ?? "";
    const disabled = DISABLED.exec(line);
    if (disabled) {
      const name = disabled[1] ?? "";
      const value = `#${unquote(disabled[2] ?? "")}`;
      return { key: `#${name}`, label: name, value, length: 1 };
    }
    const assignment = ASSIGNMENT.exec(line);
    if (!assignment) return wholeLine(line);
    const [, name = "", rest = ""] = assignment;
    const length = quotedLength(lines, index, rest);
    const raw = [rest, ...lines.slice(index + 1, index + length)].join("\n");
    return { key: name, label: name, value: unquote(raw), length };
  },
};

const ini: EntryFormat = {
  blocks: true,
  isComment: (line) => /^\s*[#;]/.test(line),
  read(lines, index) {
    const line = lines[index] ?? "";
    const setting = /^\s*([^=\s]+)\s*=\s*(.*?)\s*$/.exec(line);
    const [, name = "", value = ""] = setting ?? [];
    if (!setting || name.endsWith("[]")) return wholeLine(line);
    return { key: name, label: name, value, length: 1 };
  },
};

const ignore: EntryFormat = {
  blocks: false,
  isComment: (line) => line.startsWith("#"),
  read: (lines, index) => wholeLine(lines[index] ?? ""),
};

const attributes: EntryFormat = {
  blocks: false,
  isComment: (line) => line.startsWith("#"),
  read(lines, index) {
    const [pattern = "", ...rest] = (lines[index] ?? "").trim().split(/\s+/);
    return { key: pattern, label: pattern, value: rest.join(" "), length: 1 };
  },
};

export const FORMATS = {
  env,
  ini,
  ignore,
  attributes,
} as const satisfies Partial<Record<Strategy, EntryFormat>>;

function wholeLine(line: string): RawEntry {
  const text = line.trim();
  return { key: `line ${text}`, label: text, value: text, length: 1 };
}

function unquote(raw: string): string {
  const value = raw.trim();
  const quoted = /^(["'`])([^]*)\1\s*(?:#.*)?$/.exec(value);
  return quoted?.[2] ?? value;
}

/** How many lines a value takes that begins with a quote; 1 when the quote is never closed. */
function quotedLength(
  lines: readonly string[],
  index: number,
  first: string,
): number {
  const quote = first[0];
  if (quote !== '"' && quote !== "'" && quote !== "`") return 1;
  if (first.indexOf(quote, 1) > 0) return 1;
  for (let end = index + 1; end < lines.length; end++) {
    if (lines[end]?.includes(quote)) return end - index + 1;
  }
  return 1;
}
