import { spawnSync } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { freshApp, prepareApp } from "./support/app.js";
import { bins, run } from "./support/run.js";

prepareApp();

const faults = fileURLToPath(
  new URL("../../scripts/kill-proof/faults.mjs", import.meta.url),
);

/** An app whose generate was killed between its first and its last file. */
function interrupted(): string {
  for (let call = 40; call < 400; call += 10) {
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
