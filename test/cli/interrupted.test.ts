import { spawn, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { freshApp, prepareApp } from "./support/app.js";
import { bins, run } from "./support/run.js";

prepareApp();

const faults = fileURLToPath(
  new URL("../../scripts/kill-proof/faults.mjs", import.meta.url),
);

/** Where a kill leaves a journal: found once. */
let call = 40;

/** An app whose generate was killed between its first and its last file. */
function interrupted(): string {
  for (; call < 400; call += 10) {
    const cwd = freshApp();
    rmSync(join(cwd, "src/frameio"), { recursive: true });
    const { signal } = spawnSync(
      process.execPath,
      ["--import", faults, bins.gen, "generate"],
      { cwd, env: { ...process.env, KILL_AT: String(call) } },
    );
    expect(signal).toBe("SIGKILL");
    if (existsSync(join(cwd, ".frameio/staging/journal.json"))) return cwd;
  }
  throw new Error("no kill left a journal");
}

it.each(["check", "status", "diff"])(
  "%s settles an interrupted run before it looks",
  async (command) => {
    const cwd = interrupted();
    const { code, output } = await run("gen", [command], { cwd });
    expect(output).toMatch(/An earlier run was interrupted; it was \w+ first/);
    expect(code, output).not.toBe(1);
    expect(existsSync(join(cwd, ".frameio/staging"))).toBe(false);
  },
  60_000,
);

it("tells how to go on when Ctrl-C ends the installation", async () => {
  const cwd = mkdtempSync(join(tmpdir(), "interrupted-"));
  try {
    // A package manager that never comes to an end.
    mkdirSync(join(cwd, "bin"));
    writeFileSync(
      join(cwd, "bin/npm"),
      `#!${process.execPath}\nsetInterval(() => {}, 1000);\n`,
      { mode: 0o755 },
    );
    const env = {
      ...process.env,
      PATH: `${join(cwd, "bin")}:${process.env["PATH"]}`,
    };
    const args = ["app", "--yes", "--no-git", "--package-manager", "npm"];
    const child = spawn(process.execPath, [bins.create, ...args], { cwd, env });
    let output = "";
    const note = (chunk: Buffer) => (output += String(chunk));
    child.stdout.on("data", note);
    child.stderr.on("data", note);
    await expect.poll(() => output).toContain("Installing the dependencies");
    const ended = new Promise((resolve) => child.once("close", resolve));
    child.kill("SIGINT");
    expect(await ended).toBe(130);
    expect(output).toContain("The app is complete");
    expect(output).toContain("npm install");
    const checked = await run("gen", ["check"], { cwd: join(cwd, "app") });
    expect(checked.code, checked.output).toBe(0);
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
});
