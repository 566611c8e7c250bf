// The commands on the inbox, in a built app that takes real deliveries into SQLite.
import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { freshApp, prepareApp } from "./support/app.js";
import { run } from "./support/run.js";

prepareApp();

const modules = fileURLToPath(new URL("../../node_modules", import.meta.url));

/** Runs, unless the resource is bad and nobody has mended it. */
const handler = `import { appendFileSync, existsSync } from "node:fs";
import { Fatal, onWebhook } from "../frameio/index.gen.js";

export default onWebhook("file.ready", (event, ctx) => {
  const { id } = event.resource;
  if (id === "bad" && !existsSync("mended")) throw new Fatal("it is bad");
  appendFileSync("ran.txt", \`\${id} \${ctx.replay}\\n\`);
});
`;

let root: string;
let server: ChildProcess;

beforeAll(async () => {
  root = freshApp();
  symlinkSync(modules, join(root, "node_modules"));
  const manifest = readFileSync(join(root, "frameio.jsonc"), "utf8");
  writeFileSync(
    join(root, "frameio.jsonc"),
    manifest.replace(
      '{ "event": "file.ready" }',
      '{ "event": "file.ready", "mode": "inbox" }',
    ),
  );
  writeFileSync(join(root, "src/webhooks/file-ready.ts"), handler);
  await succeed(["generate"]);
});

afterAll(() => {
  server?.kill("SIGKILL");
});

async function inbox(...args: string[]) {
  return await run("gen", ["inbox", ...args], { cwd: root });
}

/** A step that no test is about. */
async function succeed(args: readonly string[]): Promise<void> {
  const { code, output } = await run("gen", args, { cwd: root });
  if (code !== 0) throw new Error(output);
}

async function waitFor(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 20_000; !(await isSo());) {
    if (Date.now() > end) throw new Error(`in vain: ${isSo}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function listed(...args: string[]) {
  const { stdout, code } = await inbox("list", "--json", ...args);
  if (code !== 0) throw new Error(stdout);
  const { deliveries } = JSON.parse(stdout) as {
    deliveries: { id: string; state: string; resource?: string }[];
  };
  return deliveries;
}

const ran = () =>
  existsSync(join(root, "ran.txt"))
    ? readFileSync(join(root, "ran.txt"), "utf8").trim().split("\n").toSorted()
    : [];

describe("before the app is built", () => {
  it("says so", async () => {
    const result = await inbox("list");
    expect(result.code).toBe(1);
    expect(result.stderr).toContain("FG609");
    expect(result.stderr).toContain("npm run build");
  });

  it("its help teaches by example", async () => {
    const { code, stdout } = await inbox("--help");
    expect(code).toBe(0);
    expect(stdout).toContain("npx frameio-gen inbox retry-dead");
  });
});

describe("in a running app", () => {
  beforeAll(async () => {
    const tsc = join(modules, "typescript7/bin/tsc");
    const built = spawn(process.execPath, [tsc, "-p", "tsconfig.build.json"], {
      cwd: root,
      stdio: "inherit",
    });
    const code = await new Promise((done) => built.once("close", done));
    if (code !== 0) throw new Error("the app does not compile");
    const { scripts } = JSON.parse(
      readFileSync(join(root, "package.json"), "utf8"),
    ) as { scripts: { start: string } };
    server = spawn(process.execPath, scripts.start.split(" ").slice(1), {
      cwd: root,
      env: { ...process.env, HOST: "127.0.0.1", PORT: "0" },
      stdio: ["ignore", "pipe", "inherit"],
    });
    let out = "";
    server.stdout?.on("data", (chunk: Buffer) => (out += String(chunk)));
    const url = () => /listening on (http:\S+?)"/.exec(out)?.[1] ?? "";
    await waitFor(() => url() !== "");
    for (const id of ["good", "bad", "other"]) {
      const target = `${url()}/webhooks/frameio`;
      const args = [
        "file.ready",
        "--url",
        target,
        "--set",
        `resource.id=${id}`,
      ];
      await succeed(["trigger", ...args]);
    }
    await waitFor(async () => {
      const states = (await listed()).map(({ state }) => state);
      return states.toSorted().join() === "dead,done,done";
    });
  });

  it("lists, by state, event, provider, time and number", async () => {
    expect(
      (await listed("--state", "dead")).map((one) => one.resource),
    ).toEqual(["bad"]);
    expect(await listed("--state", "dead", "--state", "done")).toHaveLength(3);
    expect(await listed("--event", "file.ready")).toHaveLength(3);
    expect(await listed("--event", "file.created")).toEqual([]);
    expect(await listed("--provider", "other")).toEqual([]);
    expect(await listed("--since", "1h")).toHaveLength(3);
    expect(await listed("--until", "1h")).toEqual([]);
    expect(await listed("--limit", "2")).toHaveLength(2);
    const { stdout } = await inbox("list");
    expect(stdout).toMatch(/^ID +STATE +EVENT +RESOURCE +RECEIVED/);
    expect(stdout).toMatch(/dead +file\.ready +bad .* it is bad$/m);
  });

  it("shows one delivery whole, without its signature", async () => {
    const [dead] = await listed("--state", "dead");
    const { stdout, code } = await inbox("show", dead?.id ?? "");
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      state: "dead",
      event: "file.ready",
      attempts: 1,
      history: [{ error: expect.stringContaining("it is bad") }],
      body: { type: "file.ready", resource: { id: "bad" } },
    });
    expect(stdout).not.toContain("signature");
    expect(await inbox("show", "none")).toMatchObject({ code: 1 });
  });

  it("tells where it failed: in the handler as it was written, not as it was compiled", async () => {
    const [dead] = await listed("--state", "dead");
    const { stdout } = await inbox("show", dead?.id ?? "");
    expect(stdout).toMatch(/src\/webhooks\/file-ready\.ts:\d+:\d+/);
  });

  it("runs dead ones again, once they can succeed", async () => {
    writeFileSync(join(root, "mended"), "");
    const { stdout } = await inbox("retry-dead", "--event", "file.ready");
    expect(stdout).toBe("1 delivery will run again\n");
    await expect.poll(ran).toEqual(["bad false", "good false", "other false"]);
    expect(await listed("--state", "dead")).toEqual([]);
    expect(await inbox("retry-dead")).toMatchObject({ code: 1 });
  });

  it("replays through the handler, which can tell", async () => {
    const all = await listed();
    const good = all.find(({ resource }) => resource === "good");
    const { stdout } = await inbox("replay", good?.id ?? "", "--json");
    expect(JSON.parse(stdout)).toEqual({ command: "replay", count: 1 });
    await expect.poll(ran).toContain("good true");
    expect(await listed()).toHaveLength(3);
  });

  it("removes what is chosen, and never all by mistake", async () => {
    for (const command of ["replay", "purge"]) {
      const result = await inbox(command);
      expect(result.code).toBe(2);
      expect(result.stderr).toContain("say which deliveries, or --all");
    }
    await expect
      .poll(async () => (await listed("--state", "done")).length, {
        timeout: 60_000,
      })
      .toBe(3);
    const [first] = await listed();
    expect(await inbox("purge", first?.id ?? "")).toMatchObject({ code: 0 });
    expect(await listed()).toHaveLength(2);
    expect((await inbox("purge", "--all")).stdout).toBe(
      "2 deliveries removed\n",
    );
    expect((await inbox("list")).stdout).toBe("No deliveries.\n");
  });

  it.each([
    [["nonsense"], 'there is no command "nonsense"'],
    [["list", "--state", "lost"], "lost is not one of"],
    [["list", "--since", "soon"], "soon is no time"],
    [["list", "--limit", "0"], "--limit takes a number"],
    [["list", "--colour"], "--colour"],
    [["show"], "show takes one id"],
  ])("%j is explained, exit code 2", async (args, message) => {
    const result = await inbox(...args);
    expect(result.code).toBe(2);
    expect(result.stderr).toContain(message);
    expect(result.stderr).toContain("npm run inbox -- --help");
    expect(result.stderr).not.toMatch(/^\s+at /m);
  });
});

it("an inbox in memory has no commands", async () => {
  const other = freshApp();
  const manifest = readFileSync(join(other, "frameio.jsonc"), "utf8");
  writeFileSync(
    join(other, "frameio.jsonc"),
    manifest.replace('"engine": "sqlite"', '"engine": "memory"'),
  );
  const result = await run("gen", ["inbox", "list"], { cwd: other });
  expect(result.code).toBe(1);
  expect(result.stderr).toContain("FG610");
});
