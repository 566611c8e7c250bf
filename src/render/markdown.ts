/**
 * A Markdown table with its columns padded to one width, as Prettier prints it. Text in cells is escaped.
 *
 * @param rows cells of Markdown text, as many in each row as in the header
 */
export function markdownTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const cells = rows.map((row) => row.map(escapeCell));
  const widths = header.map((title, column) =>
    Math.max(
      3,
      ...[title, ...cells.map((row) => row[column] ?? "")].map(
        (cell) => [...cell].length,
      ),
    ),
  );
  const line = (row: readonly string[]) =>
    `| ${widths.map((width, column) => pad(row[column] ?? "", width)).join(" | ")} |`;
  return [
    line(header),
    line(widths.map((width) => "-".repeat(width))),
    ...cells.map(line),
  ].join("\n");
}

function escapeCell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll(/\s*[\r\n]+\s*/g, " ");
}

function pad(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - [...text].length));
}
