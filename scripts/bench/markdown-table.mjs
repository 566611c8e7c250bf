/**
 * @param {readonly string[]} columns
 * @param {readonly (readonly string[])[]} rows
 */
export function markdownTable(columns, rows) {
  const widths = columns.map((column, index) =>
    Math.max(3, column.length, ...rows.map((row) => row[index].length)),
  );
  const line = (row) =>
    `| ${row.map((cell, index) => cell.padEnd(widths[index])).join(" | ")} |\n`;
  const rule = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |\n`;
  return line(columns) + rule + rows.map(line).join("");
}
