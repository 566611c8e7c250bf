// docs/BENCHMARKS.md: what was compared, what came out, whether it is what we aim at.
import { arch, cpus, platform } from "node:os";
import { COMPILERS } from "./event-types.mjs";
import { markdownTable } from "./markdown-table.mjs";
import { enginesSection } from "./report-engines.mjs";
import { median, ratioOf } from "./statistics.mjs";

/**
 * @typedef {object} Row
 * @property {string} what
 * @property {string} yardstick
 * @property {number[]} ours by round
 * @property {number[]} theirs by round
 * @property {"ms" | "/s"} unit
 * @property {number} [aim] the ratio that should not be passed: a ceiling for times, a floor for rates
 * @property {number} [limit] milliseconds that our median should not pass, in place of a ratio
 */

/** @param {{ rows: Row[], weights: object[], engines?: object, tarballBytes: number, node: string, load: number[] }} results `load` is the machine's, before and after */
export function report({ rows, weights, engines, tarballBytes, node, load }) {
  return `# Benchmarks

Each ratio is this tool beside a yardstick, measured in turn in one run on one machine, so that it says more than the figures do. Median over the rounds, in brackets the least and the greatest. Made by \`npm run bench\` on Node ${node}, ${platform()} ${arch()}, ${cpus().length} cores; load average ${load.map((value) => value.toFixed(1)).join(" before, ")} after. The busier the machine was with other things, the wider the brackets.

${markdownTable(
  ["What", "Yardstick", "Ours", "Yardstick", "Ratio", "Aim", ""],
  rows.map(cells),
)}
What a time covers:

- _Scaffold_: the installed tool writes a new project, dependencies not installed. create-vite writes its \`vanilla-ts\` template; hygen writes one generator.
- _Cold start_: \`npm exec\` of the packed tarball with an empty npm cache, until the new project is written. No network.
- _\`generate\` and \`check\`, nothing to do_: the start of Node is in both. No command here has Node read certificates of the machine (\`NODE_EXTRA_CA_CERTS\`), which takes it tens of milliseconds, ours and the yardstick's: ratios would look better.
- _\`add-webhook\`_: one more webhook in an app that has 1, 50 or 500 handlers.
- _Three-way merge of 200 files_: TypeScript of 1.2 to 2 kB, no two alike, each edited by its user and changed by its template in other places ([the files](../scripts/bench/merge-corpus.mjs)). _In memory_: what \`generate\` does between rendering and writing, in a process that has done it before. _\`generate\`_: the whole command in an app of these files, with the start of Node and of the TypeScript parser, the texts of the layer they come from checked, everything written. git runs once for each file.
- _Types of n event types_: processor time from the text of [an OpenAPI document](../scripts/bench/schema-documents.mjs) of 8 kB for each event type to TypeScript, in a process that has done it before. json-schema-to-typescript gets the payloads as one JSON Schema; @hey-api/openapi-ts writes its files.
- _\`tsc\`, 500 event types_: the whole command in an app of 20 handlers and nothing else, typed by our \`EventMap\`, or by \`webhooks["…"]["post"]["requestBody"]["content"]["application/json"]\` and an \`onWebhook\` as one would write it ([other ways](decisions/0053-handlers-say-nothing-of-their-event.md)). TypeScript ${COMPILERS["7"]} is what an app is given, ${COMPILERS["5.9"]} what it may have stayed with. _Its own time_: what the same command says with \`--extendedDiagnostics\` that it took in all, its library read and checked with; without the start of Node and of its process, which is the same for both and more than half of the whole command with ${COMPILERS["7"]}. _Beyond an empty app_: the whole command without what it takes in an app of one empty file.
- _Editor_: what the language server needs in such an app, that of TypeScript ${COMPILERS["7"]} or \`tsserver\` of ${COMPILERS["5.9"]}, after each change of the handler, for the type of \`event\`, for what may follow \`event.\`, and for the event types that may stand in \`onWebhook("…")\`.
- _\`add-provider\`, \`generate\`, \`add-webhook\`, 2,000 event types_: the whole command, beside the same with 500 of the same kind: a ratio of 4 is growth by the number of event types, less is what does not grow with them. _\`add-provider\`_ reads, checks and pins the document, and types all of it; _\`generate\`_ has nothing made before; _\`add-webhook\`_ adds one more handler to those.
- _Deliveries_: each one different, verified, deduplicated, handled and logged with two lines, over 32 connections on loopback, after a warm-up; client and server share the cores. The yardstick is [a server on bare \`node:http\`](../scripts/bench/bare-server.mjs) with the same checks, answers, log lines and counter written by hand, with a handler that may fail or take longer than the provider waits, and with no line lost at SIGTERM. Schema validation, per-webhook secrets and draining are on top in the app.

${engines ? enginesSection(engines) : ""}
## What an installation weighs

From a warm npm cache, without install scripts. Our tarball has ${(tarballBytes / 1e6).toFixed(1)} MB.

${markdownTable(
  ["Package", "Packages", "On disk", "Time"],
  weights.map(({ name, packages, megabytes, ms }) => [
    name,
    String(packages),
    `${megabytes.toFixed(1)} MB`,
    `${(ms / 1000).toFixed(1)} s`,
  ]),
)}`;
}

/** @param {Row} row */
export function verdict({ ours, theirs, unit, aim, limit }) {
  if (limit !== undefined) return median(ours) <= limit ? "met" : "missed";
  if (aim === undefined) return "";
  const { median: ratio } = ratioOf(ours, theirs);
  const met = unit === "ms" ? ratio <= aim : ratio >= aim;
  return met ? "met" : "missed";
}

function cells(row) {
  const { what, yardstick, ours, theirs, unit } = row;
  const ratio = ratioOf(ours, theirs);
  return [
    what,
    yardstick,
    figure(median(ours), unit),
    figure(median(theirs), unit),
    `${ratio.median.toFixed(2)} (${ratio.least.toFixed(2)}–${ratio.greatest.toFixed(2)})`,
    aimOf(row),
    verdict(row),
  ];
}

function aimOf({ unit, aim, limit }) {
  if (limit !== undefined) return `≤ ${limit} ms`;
  return aim === undefined ? "" : `${unit === "ms" ? "≤" : "≥"} ${aim}`;
}

function figure(value, unit) {
  return unit === "ms"
    ? `${Math.round(value)} ms`
    : `${Math.round(value).toLocaleString("en-US")}/s`;
}
