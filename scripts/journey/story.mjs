// Prints a run as a story: one line per step, tables for what is counted. Colours only for terminals.
const colourful =
  process.stdout.isTTY === true &&
  !process.env.NO_COLOR &&
  process.env.TERM !== "dumb";

const paint = (code) => (text) =>
  colourful ? `\u001b[${code}m${text}\u001b[0m` : String(text);

export const bold = paint(1);
export const dim = paint(2);
export const green = paint(32);
export const red = paint(31);

/** Milliseconds for people. */
export function duration(ms) {
  if (ms < 10) return `${ms.toFixed(1)} ms`;
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** Runs one step and tells how long it took. */
export async function step(title, work) {
  const started = performance.now();
  const result = await work();
  const ms = performance.now() - started;
  console.log(
    `${green("✓")} ${title.padEnd(58)} ${dim(duration(ms).padStart(8))}`,
  );
  return result;
}

export function heading(text) {
  console.log(`\n${bold(text)}`);
}

/**
 * @param {string[]} columns
 * @param {{ cells: string[], ok?: boolean }[]} rows
 */
export function table(columns, rows) {
  const widths = columns.map((column, index) =>
    Math.max(column.length, ...rows.map(({ cells }) => cells[index].length)),
  );
  const line = (cells) =>
    cells.map((cell, index) => cell.padEnd(widths[index])).join("  ");
  console.log(`  ${dim(line(columns))}`);
  for (const { cells, ok = true } of rows) {
    console.log(`${ok ? green("✓") : red("✗")} ${line(cells)}`);
  }
}
