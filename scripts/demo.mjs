// The whole product in one run, on real input: packs the tool, installs it, creates an app, tests and starts it,
// sends it signed deliveries over HTTP, stops it, edits a handler, generates again and shows that the edit is still there.
// Works in a temporary folder, which is removed; ends only what it started. KEEP=1 keeps the folder.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  deliver,
  PATH,
  secretOf,
  standardDeliveries,
} from "./journey/delivery.mjs";
import { run, StepFailed } from "./journey/run.mjs";
import { startApp } from "./journey/server.mjs";
import {
  bold,
  dim,
  duration,
  green,
  heading,
  red,
  step,
  table,
} from "./journey/story.mjs";
import { installTool, packTool } from "./journey/tool.mjs";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const CREATE = "demo-app --yes --events file.ready,comment.created --no-git";

const folder = mkdtempSync(join(tmpdir(), "create-frameio-app-demo-"));
let server;
try {
  const app = await createApp();
  await proveApp(app);
  await sendDeliveries(app);
  await runAgain(app);
  console.log(`\n${green("demo: ok")}`);
} catch (error) {
  const told = error instanceof StepFailed ? error.message : error.stack;
  console.error(`\n${red("✗")} ${told}`);
  console.error(`\n${red("demo: failed")}`);
  process.exitCode = 1;
} finally {
  await server?.terminate();
  if (process.env.KEEP) console.log(dim(`kept: ${folder}`));
  else rmSync(folder, { recursive: true, force: true });
}

async function createApp() {
  heading("Create an app, as from the registry");
  const tarball = await step("pack the tool (npm pack)", () =>
    packTool(ROOT, folder),
  );
  const user = await step(
    `install it: one package, ${(tarball.bytes / 1e6).toFixed(1)} MB to download`,
    () => installTool(tarball, join(folder, "user")),
  );
  console.log(dim(`  npx create-frameio-app ${CREATE}`));
  await step("create the app, dependencies included", () =>
    run("npx", ["--no-install", "create-frameio-app", ...CREATE.split(" ")], {
      cwd: user,
    }),
  );
  return join(user, "demo-app");
}

async function proveApp(app) {
  heading("It works as generated");
  for (const args of ["test", "run typecheck", "run lint", "run build"]) {
    await step(`npm ${args}`, () => run("npm", args.split(" "), { cwd: app }));
  }
  await step("frameio-gen check: nothing drifted", () => gen(app, "check"));
}

async function sendDeliveries(app) {
  heading("It receives what it should, and nothing else");
  server = await startApp(app);
  console.log(
    `${green("✓")} listening on ${bold(server.url)} after ${duration(server.startMs)}\n`,
  );
  const rows = [];
  for (const { name, expect, request } of standardDeliveries(secretOf(app))) {
    const { status, body, ms } = await deliver(server.url, request);
    rows.push({
      ok: status === expect,
      cells: [name, String(status), duration(ms), body.slice(0, 60)],
    });
  }
  const { stdout, ms } = await gen(app, "trigger file.ready", [
    "--url",
    `${server.url}${PATH}`,
    "--set",
    "resource.id=from-trigger",
  ]);
  const [, status = "", body = ""] =
    stdout.match(/^(\d{3}) in .*\n?(.*)/m) ?? [];
  rows.push({
    ok: status === "202",
    cells: ["frameio-gen trigger file.ready", status, duration(ms), body],
  });
  table(["delivery", "status", "time", "answer"], rows);
  assert(
    rows.every(({ ok }) => ok),
    "a delivery was answered otherwise than it should be",
  );

  const running = server;
  server = undefined;
  const end = await running.terminate();
  assert(
    end.code === 0,
    `SIGTERM: ended with ${end.code}\n${running.output()}`,
  );
  console.log(
    `${green("✓")} SIGTERM: drained and ended in ${duration(end.ms)}`,
  );

  heading("What its log says");
  const lines = deliveriesIn(running.output());
  for (const { event = "-", outcome, reason = "", status, ms } of lines) {
    console.log(
      `  ${String(status ?? "").padEnd(3)}  ${outcome.padEnd(10)} ${event.padEnd(16)} ${duration(ms).padStart(8)}  ${dim(reason)}`,
    );
  }
  for (const expected of ["duplicate", "processed"])
    assert(
      lines.some(({ outcome }) => outcome === expected),
      `the log knows nothing ${expected}`,
    );
}

async function runAgain(app) {
  heading("The second run");
  const handler = join(app, "src/webhooks/file-ready.ts");
  const edit = 'note: "edited by hand"';
  await step("edit src/webhooks/file-ready.ts", () => {
    const text = readFileSync(handler, "utf8");
    const edited = text.replace("{ resource:", `{ ${edit}, resource:`);
    assert(edited !== text, "the handler is not what the demo expects");
    writeFileSync(handler, edited);
  });
  await step("frameio-gen add-webhook file.deleted", () =>
    gen(app, "add-webhook file.deleted"),
  );
  await step("frameio-gen check: nothing drifted", () => gen(app, "check"));
  await step("npm test: old and new handlers", () =>
    run("npm", ["test"], { cwd: app }),
  );
  await step("the edit is still there", () => {
    assert(
      readFileSync(handler, "utf8").includes(edit),
      "the edit of src/webhooks/file-ready.ts was lost",
    );
  });
}

function gen(app, command, args = []) {
  return run(
    "npx",
    ["--no-install", "frameio-gen", ...command.split(" "), ...args],
    { cwd: app },
  );
}

function deliveriesIn(output) {
  return output
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line))
    .filter(({ outcome }) => outcome !== undefined);
}

function assert(condition, message) {
  if (!condition) throw new Error(message);
}
