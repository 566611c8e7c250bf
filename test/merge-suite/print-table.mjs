// Prints the score of our merge engine beside git, node-diff3, overwrite and skip, as a Markdown table.
//   node test/merge-suite/print-table.mjs
import { rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { rolldown } from "rolldown";

const here = fileURLToPath(new URL(".", import.meta.url));

const { runSuite } = await load("run-suite");
const { scoreTable } = await load("table");
const rows = await runSuite();
const cases = rows[0].verdicts.length;
process.stdout.write(`${cases} cases\n\n${scoreTable(rows)}`);

/** Plain Node 20 runs no TypeScript. The bundle lies below node_modules, to find its dependencies. */
async function load(name) {
  const file = join(
    here,
    `../../node_modules/.cache/create-frameio-app/merge-${name}-${process.pid}.mjs`,
  );
  const bundle = await rolldown({
    input: join(here, `${name}.ts`),
    platform: "node",
    external: /^[^./]/,
  });
  try {
    await bundle.write({ file, format: "esm", codeSplitting: false });
    return await import(pathToFileURL(file).href);
  } finally {
    await bundle.close();
    rmSync(file, { force: true });
  }
}
