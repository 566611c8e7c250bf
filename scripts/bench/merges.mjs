// 200 files that were edited and whose templates changed: merged in memory, by the command, and by git.
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { rolldown } from "rolldown";
import { time } from "./commands.mjs";
import { mergeCorpus } from "./merge-corpus.mjs";
import { interleaved } from "./statistics.mjs";

const FILES = 200;
const ROUNDS = 9;
const ENTRY = fileURLToPath(new URL("merge-entry.ts", import.meta.url));

/** Milliseconds by round: `ours` the command `generate`, `git` one `git merge-file` for each file, `inProcess` the comparison of all files in memory. */
export async function merges({ ours, folder }) {
  const files = mergeCorpus(FILES);
  const app = appOf(files, ours, join(folder, "merges"));
  const texts = join(folder, "merges", "texts");
  for (const { path, base, ours: mine, theirs } of files) {
    const name = path.replaceAll("/", "-");
    write(join(texts, "base", name), base);
    write(join(texts, "ours", name), mine);
    write(join(texts, "theirs", name), theirs);
  }
  const inMemory = await reconciler(files);
  return interleaved(ROUNDS, {
    ours: () => {
      const copy = join(folder, "merges", "copy");
      rmSync(copy, { recursive: true, force: true });
      cpSync(app, copy, { recursive: true });
      return time(process.execPath, [ours.gen, "generate"], copy);
    },
    git: () =>
      time(
        "sh",
        [
          "-c",
          'for f in base/*; do n=${f#base/}; git merge-file -p "ours/$n" "$f" "theirs/$n" >/dev/null || true; done',
        ],
        texts,
      ),
    inProcess: inMemory,
  });
}

/** An app that has the edited files of a layer, whose next version is there. */
function appOf(files, ours, folder) {
  mkdirSync(folder, { recursive: true });
  time(
    process.execPath,
    [ours.create, "app", ...ours.createArgs.slice(1)],
    folder,
  );
  const root = join(folder, "app");
  const layer = (side) => {
    write(join(root, "layer/layer.json"), "{}\n");
    for (const file of files)
      write(join(root, "layer/files", file.path), file[side]);
  };
  layer("base");
  const manifest = {
    name: "app",
    target: "node",
    layers: ["./layer"],
    webhooks: [{ event: "file.ready" }],
  };
  write(
    join(root, "frameio.jsonc"),
    `${JSON.stringify(manifest, undefined, 2)}\n`,
  );
  time(process.execPath, [ours.gen, "generate"], root);
  for (const { path, ours: mine } of files) write(join(root, path), mine);
  layer("theirs");
  return root;
}

/** What `generate` does between rendering and writing, without the disk: a function that does it once and returns the milliseconds. */
async function reconciler(files) {
  const out = fileURLToPath(
    new URL(
      "../../node_modules/.cache/create-frameio-app/merges",
      import.meta.url,
    ),
  );
  const build = await rolldown({
    input: ENTRY,
    platform: "node",
    external: /^[^./]/,
  });
  await build.write({ dir: out, format: "esm", entryFileNames: "merges.mjs" });
  await build.close();
  const { mergeAll } = await import(
    pathToFileURL(join(out, "merges.mjs")).href
  );
  return async () => {
    const started = performance.now();
    const merged = await mergeAll(files);
    const ms = performance.now() - started;
    if (merged !== files.length)
      throw new Error(`merged ${merged} of ${files.length}`);
    return ms;
  };
}

function write(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
