// Keeps an app as the tool of today makes it, for tests of updates to come: test/lifecycle/fixtures/apps/<version>.
//   node scripts/fixture-app.mjs <folder of an app>
// To be run once for every version that is released, right before its tag, on an app that nobody edited. The text of generated code is
// left out: only whether it was touched matters to an update.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const APPS = fileURLToPath(
  new URL("../test/lifecycle/fixtures/apps/", import.meta.url),
);

/**
 * @param {Record<string, string>} files text by path, `.frameio/lock.json` among them
 * @param {string} version of the tool that made them
 */
export function keepFixture(files, version) {
  const lock = JSON.parse(files[".frameio/lock.json"]);
  const generated = Object.entries(lock.files).map(([path, { ownership }]) => [
    path,
    ownership === "managed" ? { ownership } : { ownership, text: files[path] },
  ]);
  const app = {
    toolVersion: version,
    toolSpec: lock.toolSpec,
    providers: lock.providers,
    manifest: files["frameio.jsonc"],
    files: Object.fromEntries(generated),
  };
  const folder = join(APPS, version);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "app.json"), `${JSON.stringify(app, null, 2)}\n`);
}

/** What an app consists of: what the lockfile names and the tool's own bookkeeping. */
export function readApp(folder) {
  const read = (path) => readFileSync(join(folder, path), "utf8");
  const lock = JSON.parse(read(".frameio/lock.json"));
  const all = [
    "frameio.jsonc",
    ".frameio/lock.json",
    ...Object.keys(lock.files),
  ];
  return Object.fromEntries(
    all
      .filter((path) => existsSync(join(folder, path)))
      .map((path) => [path, read(path)]),
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder] = process.argv.slice(2);
  if (folder === undefined) {
    console.error("Usage: node scripts/fixture-app.mjs <folder of an app>");
    process.exitCode = 2;
  } else {
    const files = readApp(folder);
    const { toolVersion } = JSON.parse(files[".frameio/lock.json"]);
    keepFixture(files, toolVersion);
  }
}
