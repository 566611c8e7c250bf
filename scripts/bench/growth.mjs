// Rows of the page about commands in apps of providers with many event types: what four times as many cost.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { time } from "./commands.mjs";
import { eventNames, schemaDocument } from "./schema-documents.mjs";
import { interleaved } from "./statistics.mjs";

const FEW = 500;
const MANY = 2000;
const HANDLERS = 20;
const ROUNDS = 2;

/** @returns {Promise<import("./report.mjs").Row[]>} */
export async function growthRows(ours, folder) {
  const home = join(folder, "growth");
  const commands = {
    "`add-provider`": (events) => {
      const { run } = emptyApp(home, events);
      return () =>
        run(ours.gen, "add-provider", `acme-${events}.json`, "--name", "acme");
    },
    [`\`generate\`, ${HANDLERS} handlers`]: (events) => {
      const { run } = handlingApp(home, events);
      return () => run(ours.gen, "generate");
    },
    [`\`add-webhook\`, ${HANDLERS} handlers`]: (events) => {
      const { run } = handlingApp(home, events);
      run(ours.gen, "generate");
      return () => run(ours.gen, "add-webhook", eventNames(events)[1]);
    },
  };
  const rows = [];
  for (const [what, prepare] of Object.entries(commands)) {
    const times = await interleaved(ROUNDS, {
      more: () => prepare(MANY)(),
      few: () => prepare(FEW)(),
    });
    rows.push({
      what: `${what}, ${MANY.toLocaleString("en-US")} event types`,
      yardstick: `the same with ${FEW}`,
      ours: times.more,
      theirs: times.few,
      unit: "ms",
      aim: MANY / FEW,
    });
  }
  return rows;
}

/** An app without providers, and beside it a document of one. */
function emptyApp(home, events) {
  const app = freshApp(join(home, "empty"), { webhooks: [] });
  app.write(`acme-${events}.json`, schemaDocument(events));
  return app;
}

/** An app that was never generated, with handlers all over the provider's event types. */
function handlingApp(home, events) {
  const names = eventNames(events);
  const app = freshApp(join(home, "handling"), {
    providers: {
      acme: { schema: "./schemas/acme.json", path: "/webhooks/acme" },
    },
    webhooks: Array.from({ length: HANDLERS }, (_, index) => ({
      event: names[Math.floor((index * events) / HANDLERS)],
    })),
  });
  app.write("schemas/acme.json", schemaDocument(events));
  return app;
}

function freshApp(cwd, manifest) {
  rmSync(cwd, { recursive: true, force: true });
  for (const each of ["schemas", "node_modules"])
    mkdirSync(join(cwd, each), { recursive: true });
  const write = (path, value) =>
    writeFileSync(join(cwd, path), `${JSON.stringify(value, null, 2)}\n`);
  write("frameio.jsonc", { name: "app", target: "node", ...manifest });
  const run = (...args) => time(process.execPath, args, cwd);
  return { write, run };
}
