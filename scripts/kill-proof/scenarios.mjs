import {
  appendFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { runBin } from "./run.mjs";
import { treeOf } from "./trees.mjs";

/**
 * @typedef {object} Scenario
 * @property {string} name
 * @property {string} bin absolute path
 * @property {readonly string[]} args
 * @property {string | undefined} before a folder whose copy `app` the command runs in; undefined: `app` does not exist, the command makes it
 * @property {Map<string, string>} old the tree of the folder that holds `app`
 * @property {Map<string, string>} new
 * @property {number} calls how many calls of the command change the disk
 * @property {number} milliseconds that the command takes from the first of them
 * @property {boolean} repeatable whether the command, run again, leaves the new tree as it is
 */

/**
 * Prepares everything that is killed: in a folder of its own, with the tool as it was built, and another build of it.
 *
 * @param {string} root of the repository
 * @param {string} work an empty folder
 * @returns {Promise<Scenario[]>}
 */
export async function prepare(root, work) {
  const tool = copyTool(root, join(work, "tool"));
  const later = copyTool(root, join(work, "later"));
  changeTemplates(later);
  const next = copyTool(root, join(work, "next"));
  changeTemplates(next);
  releaseAnew(next);
  const gen = join(tool, "dist/frameio-gen.js");
  const create = {
    bin: join(tool, "dist/create-frameio-app.js"),
    args: ["app", "--yes", "--existing", "--no-install", "--no-git"],
  };
  const add = { bin: gen, args: ["add-webhook", "comment.created"] };
  const plan = join(work, "plan.json");

  const created = join(work, "created");
  mkdirSync(join(created), { recursive: true });
  await must(create.bin, create.args, created);
  const app = join(created, "app");
  cpSync(app, join(work, "untouched"), { recursive: true });
  edit(app);
  await must(gen, ["add-webhook", "comment.created", "--out", plan], app);
  const added = join(work, "added");
  cpSync(app, added, { recursive: true });
  await must(add.bin, add.args, added);

  const foreign = join(work, "foreign");
  mkdirSync(join(foreign, "src"), { recursive: true });
  writeFileSync(
    join(foreign, "package.json"),
    '{ "name": "theirs", "scripts": { "build": "tsc" } }\n',
  );
  writeFileSync(join(foreign, "tsconfig.json"), '{ "include": ["src"] }\n');
  writeFileSync(join(foreign, "src/mine.ts"), "export const mine = 1;\n");

  const described = join(work, "described");
  cpSync(app, described, { recursive: true });
  writeFileSync(join(described, "acme.json"), acme("paid"));
  const provided = join(work, "provided");
  cpSync(described, provided, { recursive: true });
  const scheme = ["--signature", "github-sha256"];
  const provide = ["add-provider", "acme.json", "--name", "acme", ...scheme];
  await must(gen, provide, provided);
  await must(gen, ["add-webhook", "paid", "--provider", "acme"], provided);
  writeFileSync(join(provided, "later.json"), acme("paid", "refunded"));

  const legacy = join(work, "legacy");
  cpSync(app, legacy, { recursive: true });
  writeFileSync(join(legacy, "frameio.jsonc"), legacyManifest);
  rmSync(join(legacy, "src/webhooks"), { recursive: true });
  await must(gen, ["generate"], legacy);
  edit(legacy, "asset-ready");

  const planned = [
    {
      name: "adopt",
      bin: gen,
      args: ["adopt", "--events", "file.ready", "--yes"],
      before: foreign,
      repeatable: false,
    },
    {
      name: "add-provider",
      bin: gen,
      args: provide,
      before: described,
      repeatable: false,
    },
    {
      name: "types --accept",
      bin: gen,
      args: ["types", "--schema", "later.json", "--accept"],
      before: provided,
      repeatable: true,
    },
    {
      name: "migrate",
      bin: gen,
      args: ["migrate", "frameio@2", "frameio@4"],
      before: legacy,
      repeatable: true,
    },
    { name: "create", ...create, before: undefined, repeatable: true },
    {
      name: "generate after a change of the templates",
      bin: join(later, "dist/frameio-gen.js"),
      args: ["generate"],
      before: added,
      repeatable: true,
    },
    { name: "add-webhook", ...add, before: app, repeatable: true },
    {
      name: "remove-webhook",
      bin: gen,
      args: ["remove-webhook", "comment.created"],
      before: added,
      repeatable: false,
    },
    {
      name: "undo",
      bin: gen,
      args: ["undo"],
      before: added,
      repeatable: false,
    },
    {
      name: "apply",
      bin: gen,
      args: ["apply", plan],
      before: app,
      repeatable: true,
    },
    {
      name: "update",
      bin: join(next, "dist/frameio-gen.js"),
      args: ["update"],
      before: added,
      repeatable: true,
    },
    {
      name: "undo of the creation",
      bin: gen,
      args: ["undo"],
      before: join(work, "untouched"),
      repeatable: false,
    },
  ];
  const scenarios = [];
  for (const [index, scenario] of planned.entries())
    scenarios.push(await measure(scenario, join(work, `trial-${index}`)));
  return scenarios;
}

/** Runs the command undisturbed, in a folder that begins like that of every trial. */
async function measure(scenario, folder) {
  const { bin, args, before } = scenario;
  const cwd = place(before, folder);
  const old = treeOf(folder);
  const callsFile = `${folder}.calls`;
  const faults = { CALLS_FILE: callsFile, TELL: 1 };
  const { milliseconds } = await must(bin, args, cwd, faults);
  const after = treeOf(folder);
  const calls = Number(readFileSync(callsFile, "utf8"));
  return { ...scenario, old, new: after, calls, milliseconds };
}

/**
 * Puts what a trial begins with into a folder.
 *
 * @param {string | undefined} before
 * @param {string} folder
 * @returns {string} where the command is run
 */
export function place(before, folder) {
  mkdirSync(folder, { recursive: true });
  if (before === undefined) return folder;
  cpSync(before, join(folder, "app"), { recursive: true });
  return join(folder, "app");
}

function copyTool(root, to) {
  for (const part of ["package.json", "dist", "templates", "schemas"])
    cpSync(join(root, part), join(to, part), { recursive: true });
  return to;
}

/** A later version: files that change, one that is new, one that is gone, and a shared file that the user has edited, too. */
function changeTemplates(tool) {
  const kernel = join(tool, "templates/app/src/frameio/kernel");
  for (const name of [
    "http/http",
    "verification/signature",
    "handlers/runner",
    "verification/secrets",
  ])
    appendFileSync(join(kernel, `${name}.gen.ts`), "\n// A later version.\n");
  renameSync(
    join(kernel, "observation/metrics.gen.ts"),
    join(kernel, "observation/counters.gen.ts"),
  );
  appendFileSync(join(tool, "templates/app/_gitignore"), "later/\n");
  writeFileSync(join(tool, "dist/fingerprint"), "later");
}

/** The next version, with a migration that rewrites the manifest, changes code of the user's, and moves a file. */
function releaseAnew(tool) {
  const file = join(tool, "package.json");
  const description = JSON.parse(readFileSync(file, "utf8"));
  writeFileSync(
    file,
    JSON.stringify({ ...description, version: "9.9.9" }, null, 2),
  );
  const migration = `{
    id: "made-up", from: ${JSON.stringify(description.version)}, description: "made up",
    apply: ({ manifestText, files }) => ({
      manifestText: manifestText + "// Migrated.\\n",
      edits: [
        { kind: "write", path: "src/webhooks/file-ready.ts", text: files.read("src/webhooks/file-ready.ts") + "// Migrated.\\n" },
        { kind: "write", path: "src/migrated.ts", text: "export {};\\n" },
      ],
    }),
  }`;
  const chunks = join(tool, "dist/chunks");
  const registry = /,migrations:([\w$]+)\}\}/;
  const bundled = readdirSync(chunks)
    .map((name) => join(chunks, name))
    .filter((path) => registry.test(readFileSync(path, "utf8")));
  const [path] = bundled;
  if (path === undefined || bundled.length > 1)
    throw new Error("The registry of migrations was not found in the bundle");
  const released = readFileSync(path, "utf8").replace(
    registry,
    (_, name) => `,migrations:[...${name},${migration}]}}`,
  );
  writeFileSync(path, released);
}

function edit(app, handler = "file-ready") {
  appendFileSync(join(app, ".gitignore"), "mine/\n");
  appendFileSync(join(app, `src/webhooks/${handler}.ts`), "// mine\n");
}

const legacyManifest = `{
  "name": "app",
  "providers": {
    "frameio": { "schema": "frameio@2", "path": "/webhooks/frameio" },
  },
  "webhooks": [
    { "event": "asset.ready" }, // the main thing
    { "event": "collaborator.created" },
    { "event": "comment.created" },
  ],
}
`;

/** A provider's document with these events; what they carry is more with each of them. */
function acme(...events) {
  const members = events.map((name) => [name, { type: "string" }]);
  const schema = (name) => ({
    type: "object",
    required: ["id", "type"],
    properties: {
      id: { type: "string" },
      type: { const: name },
      ...Object.fromEntries(members),
    },
  });
  const webhooks = events.map((name) => [
    name,
    {
      post: {
        requestBody: {
          content: { "application/json": { schema: schema(name) } },
        },
        responses: { 200: { description: "accepted" } },
      },
    },
  ]);
  return JSON.stringify({
    openapi: "3.1.0",
    info: { title: "Acme", version: "1" },
    webhooks: Object.fromEntries(webhooks),
  });
}

async function must(bin, args, cwd, faults) {
  const result = await runBin(bin, args, {
    cwd,
    ...(faults === undefined ? {} : { faults }),
  });
  if (result.code !== 0)
    throw new Error(
      `${args.join(" ")} failed: ${result.stdout}${result.stderr}`,
    );
  return result;
}
