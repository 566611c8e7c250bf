import type ts from "typescript";

/** A span of a text, and what stands there instead. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The text with all edits made; whatever lies between them stays, byte for byte. Of edits of one place the first counts. */
export function applyTextEdits(
  text: string,
  edits: readonly TextEdit[],
): string {
  const sorted = [...edits].sort((a, b) => a.start - b.start);
  let result = "";
  let done = 0;
  for (const { start, end, text: by } of sorted) {
    if (start < done) continue;
    result += text.slice(done, start) + by;
    done = end;
  }
  return result + text.slice(done);
}

export function replaced(node: ts.Node, text: string): TextEdit {
  return { start: node.getStart(), end: node.end, text };
}

/** A text between the marks that it has. */
export function insideOf(node: ts.StringLiteralLike, text: string): TextEdit {
  const escaped = JSON.stringify(text)
    .slice(1, -1)
    .replaceAll("'", "\\'")
    .replaceAll("`", "\\`")
    .replaceAll("${", "\\${");
  return { start: node.getStart() + 1, end: node.end - 1, text: escaped };
}

/**
 * Where a place of an edited text lay before. Renames change names inside of lines and leave the lines alone, so the line stays, and the
 * column counts from whichever end of the line did not change.
 */
export function placeBefore(
  before: string,
  after: string,
  offset: number,
): number {
  const start = after.lastIndexOf("\n", offset - 1) + 1;
  const line = after.slice(0, start).split("\n").length - 1;
  const linesBefore = before.split("\n");
  const old = linesBefore[line];
  if (old === undefined) return 0;
  const now = after.slice(start).split("\n", 1)[0] ?? "";
  const column = offset - start;
  const startBefore = linesBefore
    .slice(0, line)
    .reduce((sum, one) => sum + one.length + 1, 0);
  let same = 0;
  while (same < old.length && same < now.length && old[same] === now[same])
    same++;
  const moved =
    column <= same
      ? column
      : Math.max(same, old.length - (now.length - column));
  return startBefore + Math.min(moved, old.length);
}
