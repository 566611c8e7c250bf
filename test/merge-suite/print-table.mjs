// Prints the score of our merge engine beside git, node-diff3, overwrite and skip, as a Markdown table.
//   node test/merge-suite/print-table.mjs
import { rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { rolldown } from "rolldown";

const here = fileURLToPath(new URL(".", import.meta.url));
// Plain Node 20 runs no TypeScript. Below node_modules, to find its dependencies.
const file = join(
  here,
  `../../node_modules/.cache/create-frameio-app/merge-suite-${process.pid}.mjs`,
);
const bundle = await rolldown({
  input: join(here, "index.ts"),
  platform: "node",
  external: /^[^./]/,
});
try {
  await bundle.write({ file, format: "esm", codeSplitting: false });
  const { runSuite, scoreTable } = await import(pathToFileURL(file).href);
  const rows = await runSuite();
  const cases = rows[0].verdicts.length;
  process.stdout.write(`${cases} cases\n\n${scoreTable(rows)}`);
} finally {
  await bundle.close();
  rmSync(file, { force: true });
}
