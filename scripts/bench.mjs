// Measures this tool beside its peers and writes docs/BENCHMARKS.md. Everything that is compared runs in turn, in one run.
//   node scripts/bench.mjs [scaffold cold noop add merges deliveries engines types weight]     only these; the page is then printed, not written
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { add, cold, noop, scaffold } from "./bench/commands.mjs";
import {
  prepareOurs,
  preparePeers,
  VERSIONS,
  weigh,
} from "./bench/contestants.mjs";
import { buildApp, deliveriesPerSecond } from "./bench/deliveries.mjs";
import { measureEngines } from "./bench/engines.mjs";
import { merges } from "./bench/merges.mjs";
import { report, verdict } from "./bench/report.mjs";
import { median, ratioOf } from "./bench/statistics.mjs";
import { typeRows } from "./bench/type-rows.mjs";
import { step } from "./journey/story.mjs";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const PAGE = join(ROOT, "docs/BENCHMARKS.md");
const asked = new Set(process.argv.slice(2));
const wants = (name) => asked.size === 0 || asked.has(name);

const [loadBefore] = loadavg();
const folder = mkdtempSync(join(tmpdir(), "create-frameio-app-bench-"));
try {
  const ours = await step("pack and install the tool", () =>
    prepareOurs(ROOT, folder),
  );
  const peers = await step("install the peers", () => preparePeers(folder));
  const setting = { ours, peers, folder };
  const rows = [];
  if (wants("scaffold")) rows.push(...(await scaffoldRows(setting)));
  if (wants("cold")) rows.push(await coldRow(setting));
  if (wants("noop") || wants("deliveries")) {
    const app = await step("create, install and build an app", () =>
      buildApp(setting),
    );
    if (wants("noop"))
      for (const command of ["generate", "check"])
        rows.push(await noopRow({ ...setting, app }, command));
    if (wants("deliveries")) rows.push(...(await deliveryRows(app)));
  }
  if (wants("add")) rows.push(...(await addRows(setting)));
  if (wants("merges")) rows.push(...(await mergeRows(setting)));
  if (wants("types"))
    rows.push(...(await typeRows({ root: ROOT, ...setting })));
  const engines = wants("engines")
    ? await step("deliveries that are kept", () => measureEngines(ROOT, folder))
    : undefined;
  const weights = wants("weight") ? await weightRows(setting) : [];

  const page = report({
    rows,
    weights,
    engines,
    tarballBytes: ours.packed.bytes,
    node: process.versions.node,
    load: [loadBefore, loadavg()[0]],
  });
  if (asked.size === 0) writeFileSync(PAGE, page);
  console.log(`\n${page}`);
  for (const row of rows.filter((row) => verdict(row) === "missed")) {
    const figure =
      row.limit === undefined
        ? `${ratioOf(row.ours, row.theirs).median.toFixed(2)}, aim ${row.aim}`
        : `${Math.round(median(row.ours))} ms, aim ${row.limit} ms`;
    console.log(`missed: ${row.what}, ${figure}`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function scaffoldRows(setting) {
  const times = await step("scaffold", () => scaffold(setting));
  const row = (peer, aim) => ({
    what: "Scaffold, warm",
    yardstick: `${peer} ${VERSIONS[peer]}`,
    ours: times.ours,
    theirs: times[peer],
    unit: "ms",
    aim,
  });
  return [row("create-vite", 1.5), row("hygen")];
}

async function coldRow(setting) {
  const times = await step("cold start", () => cold(setting));
  return {
    what: "Cold start, from the tarball",
    yardstick: `create-vite ${VERSIONS["create-vite"]}`,
    ours: times.ours,
    theirs: times["create-vite"],
    unit: "ms",
    aim: 2,
  };
}

async function noopRow(setting, command) {
  const times = await step(`${command}, nothing to do`, () =>
    noop(setting, command),
  );
  return {
    what: `\`${command}\`, nothing to do`,
    yardstick: "`node -e 0`",
    ours: times.ours,
    theirs: times["node -e 0"],
    unit: "ms",
    aim: 2,
  };
}

async function addRows(setting) {
  const times = await step("add-webhook", () => add(setting));
  const row = (size, aim) => ({
    what: `\`add-webhook\`, ${size} handlers`,
    yardstick: "the same with 1",
    ours: times[size],
    theirs: times[1],
    unit: "ms",
    aim,
  });
  return [row(50, 1.25), row(500, 2)];
}

async function mergeRows(setting) {
  const times = await step("three-way merge of 200 files", () =>
    merges(setting),
  );
  const row = (what, ours) => ({
    what: `Three-way merge of 200 files, ${what}`,
    yardstick: "`git merge-file`",
    ours,
    theirs: times.git,
    unit: "ms",
    limit: 300,
  });
  return [row("in memory", times.inProcess), row("`generate`", times.ours)];
}

async function deliveryRows(app) {
  const rows = [];
  for (const [bytes, size] of [
    [420, "0.4 kB"],
    [23_600, "24 kB"],
  ]) {
    const rates = await step(`deliveries of ${size}`, () =>
      deliveriesPerSecond(app, bytes),
    );
    rows.push({
      what: `Deliveries of ${size}`,
      yardstick: "bare `node:http`",
      ours: rates.ours,
      theirs: rates.bare,
      unit: "/s",
      aim: 0.85,
    });
  }
  return rows;
}

function weightRows({ ours, folder }) {
  return step("weigh installations", async () => {
    const weights = [await weigh("create-frameio-app", ours.tarball, folder)];
    for (const [name, version] of Object.entries(VERSIONS)) {
      weights.push(await weigh(name, `${name}@${version}`, folder));
    }
    return weights;
  });
}
