// The part of docs/BENCHMARKS.md that is about deliveries that are kept.
import { markdownTable } from "./markdown-table.mjs";
import { median } from "./statistics.mjs";

const mostP99 = 10;
const mostGrowth = 1.1;

/** @param {Awaited<ReturnType<typeof import("./engines.mjs").measureEngines>>} results */
export function enginesSection({ accepted, drained, memory, missing }) {
  const yardstick = [...accepted.values()].find(({ bare }) => bare);
  const beside = (figures, name) =>
    (median(figures[name]) / median(yardstick[name])).toFixed(2);
  const rows = [...accepted].map(([{ name, keeps }, figures]) => [
    name,
    keeps === "" ? "nowhere" : keeps,
    `${median(figures.p50).toFixed(1)} ms`,
    `${median(figures.p99).toFixed(1)} ms`,
    `${Math.round(median(figures.perSecond)).toLocaleString("en-US")}/s`,
    beside(figures, "perSecond"),
  ]);
  const { p99 } = [...accepted].find(([{ keeps }]) => keeps === "sqlite")[1];
  const [half, whole] = memory;
  const growth = whole.heapUsed / half.heapUsed;
  const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;
  const met = (good) => (good ? "met" : "missed");
  const lacking = missing.map(
    (engine) =>
      ` ${engine} was not measured: this machine has no server for it.`,
  );
  return `## Deliveries that are kept

Until the answer, 0.4 kB each: at 200 deliveries a second, and as many as it takes over 32 connections, beside bare \`node:http\`. A generated app keeps a delivery in its inbox before it answers, and works it off in the same process meanwhile; Redis syncs its log with every write, Postgres and SQLite with every transaction. [What is written by hand](../scripts/bench/by-hand/receive.mjs) checks, logs and counts the same, and keeps nothing.${lacking.join("")}

${markdownTable(["Server", "Kept in", "p50", "p99", "As many as it takes", "Beside bare"], rows)}
Aim: p99 of SQLite below ${mostP99} ms, ${met(median(p99) < mostP99)}.

To work off 10,000 deliveries that wait, from the start of a worker's process (10 at a time, a handler that writes a line to the log): ${drained.map(({ engine, ms }) => `${engine} ${(ms / 1000).toFixed(1)} s`).join(", ")}.

Memory of a server that has accepted and worked off 100,000 deliveries into SQLite, after a collection: heap ${megabytes(whole.heapUsed)}, ${megabytes(whole.rss)} in all; after 50,000: ${megabytes(half.heapUsed)} and ${megabytes(half.rss)}. Aim: no more than ${mostGrowth} times the heap, ${met(growth <= mostGrowth)} (${growth.toFixed(2)}).
`;
}
