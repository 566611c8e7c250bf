import { uniqueKeys } from "../keyed.js";
import type { Entry, EntryFormat } from "./entry.js";

/** Splits a plain text into entries. Joining their lines in order gives the text again. */
export function readEntries(text: string, format: EntryFormat): Entry[] {
  const lines = text === "" ? [] : text.replace(/\n$/, "").split("\n");
  const entries: Entry[] = [];
  let blank: string[] = [];
  let comment: string[] = [];
  const detach = () => {
    if (comment.length > 0) entries.push(remark(blank, comment));
    if (comment.length > 0) blank = [];
    comment = [];
  };
  for (let index = 0; index < lines.length;) {
    const line = lines[index] ?? "";
    if (line.trim() === "") {
      detach();
      blank.push(line);
      index++;
    } else if (format.isComment(line)) {
      comment.push(line);
      if (!format.tiesComments) detach();
      index++;
    } else {
      const raw = format.read(lines, index);
      entries.push({
        ...raw,
        blank,
        comment,
        lines: lines.slice(index, index + raw.length),
      });
      [blank, comment] = [[], []];
      index += raw.length;
    }
  }
  detach();
  // Blank lines at the end belong to nothing, yet they are the user's.
  if (blank.length > 0) {
    const end = { key: "end", label: "end", comment: [], lines: [], value: "" };
    entries.push({ ...end, blank });
  }
  return withUniqueKeys(entries);
}

function remark(blank: string[], comment: string[]): Entry {
  const value = comment.map((line) => line.trim()).join("\n");
  const label = comment[0]?.trim() ?? "";
  return {
    key: `remark ${value}`,
    label,
    blank,
    comment: [],
    lines: comment,
    value,
  };
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
