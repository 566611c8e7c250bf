import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

import { freshApp, prepareApp } from "./support/app.js";

prepareApp();

const modules = fileURLToPath(new URL("../../node_modules/", import.meta.url));
const patience = { timeout: 60_000, interval: 200 };

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address ? address.port : 0;
}

it("npm run dev: starts what was never built, again after each edit, and stops with Ctrl-C, all of it", async () => {
  const root = freshApp();
  symlinkSync(modules, join(root, "node_modules"));
  const port = await freePort();
  const answer = () =>
    fetch(`http://127.0.0.1:${port}/`)
      .then((response) => response.text())
      .catch(() => "nobody answers");
  const dev = spawn("npm", ["run", "dev"], {
    cwd: root,
    // A process group, as a terminal makes one: Ctrl-C reaches all of it.
    detached: true,
    stdio: "ignore",
    env: { ...process.env, HOST: "127.0.0.1", PORT: String(port) },
  });
  const ended = once(dev, "exit");
  try {
    await expect.poll(answer, patience).toBe("It runs.\n");
    const file = join(root, "src/app.ts");
    const text = readFileSync(file, "utf8");
    writeFileSync(file, text.replace("It runs.", "It runs again."));
    await expect.poll(answer, patience).toBe("It runs again.\n");
  } finally {
    process.kill(-dev.pid!, "SIGINT");
  }
  await ended;
  await expect.poll(answer, patience).toBe("nobody answers");
  // Signal 0 asks whether anybody of the group is left.
  const anybody = () => {
    try {
      return process.kill(-dev.pid!, 0);
    } catch {
      return false;
    }
  };
  await expect.poll(anybody, patience).toBe(false);
}, 150_000);
