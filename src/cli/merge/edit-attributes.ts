const TITLE =
  "# Merged by structure where `npx frameio-gen merge-driver install` was run";

/** The text of `.gitattributes` with these lines; those that it has already stay where they are. */
export function withAttributes(text: string, lines: readonly string[]): string {
  const there = new Set(linesOf(text));
  const missing = lines.filter((line) => !there.has(line));
  if (missing.length === 0) return text;
  const end = /\r\n/.test(text) ? "\r\n" : "\n";
  const added = there.has(TITLE) ? missing : [TITLE, ...missing];
  const gap = text === "" || text.endsWith("\n") ? "" : end;
  const blank = text === "" || there.has(TITLE) ? "" : end;
  return `${text}${gap}${blank}${added.map((line) => line + end).join("")}`;
}

/** The text of `.gitattributes` without these lines. */
export function withoutAttributes(
  text: string,
  lines: readonly string[],
): string {
  const gone = new Set([TITLE, ...lines]);
  const kept = text.split(/(?<=\n)/).filter((line) => !gone.has(line.trim()));
  const rest = kept.join("");
  return rest === text ? text : rest.replace(/(?:\r?\n)+$/, "\n");
}

function linesOf(text: string): string[] {
  return text.split("\n").map((line) => line.trim());
}
