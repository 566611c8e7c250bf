import { uniqueKeys } from "../keyed.js";
import type { Entry, EntryFormat, RawEntry } from "./entry.js";

/** Splits a plain text into entries. Joining their lines in order gives the text again. */
export function readEntries(text: string, format: EntryFormat): Entry[] {
  const lines = text === "" ? [] : text.replace(/\n$/, "").split("\n");
  const entries: Entry[] = [];
  let blank: string[] = [];
  for (let index = 0; index < lines.length;) {
    const line = lines[index] ?? "";
    if (line.trim() === "") {
      blank.push(line);
      index++;
      continue;
    }
    const remark = format.isComment(line);
    const raw = remark
      ? comment(lines, index, format)
      : format.read(lines, index);
    const own = lines.slice(index, index + raw.length);
    const attached = remark && (lines[index + raw.length] ?? "").trim() !== "";
    entries.push({ ...raw, remark, attached, blank, lines: own });
    blank = [];
    index += raw.length;
  }
  // Blank lines at the end belong to nothing, yet they are the user's.
  if (blank.length > 0) {
    const end = { key: "end", label: "end", value: "", lines: [] };
    entries.push({ ...end, remark: false, attached: false, blank });
  }
  return withUniqueKeys(entries);
}

function comment(
  lines: readonly string[],
  index: number,
  format: EntryFormat,
): RawEntry {
  let end = index + 1;
  while (format.blocks && format.isComment(lines[end] ?? "")) end++;
  const own = lines.slice(index, end).map((line) => line.trim());
  const value = own.join("\n");
  const label = own[0] ?? "";
  return { key: `remark ${value}`, label, value, length: end - index };
}

/** A disabled variable is the variable, unless that one is set as well. */
function withUniqueKeys(entries: readonly Entry[]): Entry[] {
  const names = new Set(entries.map((entry) => entry.key));
  const keys = uniqueKeys(
    entries.map(({ key }) =>
      key.startsWith("#") && !names.has(key.slice(1)) ? key.slice(1) : key,
    ),
  );
  return entries.map((entry, i) => ({ ...entry, key: keys[i] ?? entry.key }));
}
