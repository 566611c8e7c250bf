/** Which lines lie inside a Markdown code fence, by index; the fences themselves count as inside. */
export function fencedLines(lines: readonly string[]): boolean[] {
  let fence: string | undefined;
  return lines.map((line) => {
    const mark = /^\s*(```+|~~~+)/.exec(line)?.[1];
    if (fence === undefined) {
      fence = mark;
      return mark !== undefined;
    }
    if (mark?.startsWith(fence)) fence = undefined;
    return true;
  });
}

/** A line of prose without what a formatter changes: bullets, emphasis marks, widths of table columns, spaces. */
export function layoutKey(line: string): string {
  return line
    .replace(/^(\s*)[*+](?=\s)/, "$1-")
    .replace(/\|\s*:?-+:?\s*(?=\|)/g, (cell) => cell.replace(/-+/, "-"))
    .replaceAll("__", "**")
    .replace(/\s+/g, " ")
    .trimEnd();
}

/** Both insertions, the user's first. They stay apart unless both are items of one list or table, or one holds the other. */
export function joinBlocks(
  ours: readonly string[],
  theirs: readonly string[],
): string[] {
  if (contains(ours, theirs)) return [...ours];
  if (contains(theirs, ours)) return [...theirs];
  const last = ours.at(-1) ?? "";
  const first = theirs[0] ?? "";
  const together =
    last.trim() === "" ||
    first.trim() === "" ||
    (isItem(last) && isItem(first));
  return together ? [...ours, ...theirs] : [...ours, "", ...theirs];
}

/** What one side added the other added too. */
function contains(whole: readonly string[], part: readonly string[]): boolean {
  const text = (lines: readonly string[]) => {
    const from = lines.findIndex((line) => line !== "");
    const to = lines.findLastIndex((line) => line !== "") + 1;
    return `\n${lines.slice(Math.max(from, 0), to).join("\n")}\n`;
  };
  return text(whole).includes(text(part));
}

const isItem = (line: string) => /^\s*([-*+]|\d+[.)]|\||>)(\s|$)/.test(line);
