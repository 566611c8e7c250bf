// Servers that are measured: started as processes of their own, on loopback.
import { spawn } from "node:child_process";
import { userEnvironment } from "../journey/environment.mjs";
import { freePort } from "../support/servers.mjs";

export const SECRET = "0123456789abcdef0123456789abcdef";

/**
 * Starts a server. Its standard output goes nowhere, for all alike.
 *
 * @param {string} cwd
 * @param {string} entry
 * @param {Record<string, string>} [env]
 */
export async function start(cwd, entry, env = {}) {
  const port = await freePort();
  // As the app's own script starts it.
  const child = spawn(process.execPath, ["--enable-source-maps", entry], {
    cwd,
    env: {
      ...userEnvironment(),
      HOST: "127.0.0.1",
      PORT: String(port),
      WEBHOOK_SECRET: SECRET,
      ...env,
    },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const ended = new Promise((resolve) => child.on("close", resolve));
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    child,
    reachable: () => reachable(url),
    stop: async () => {
      child.kill("SIGTERM");
      const forced = setTimeout(() => child.kill("SIGKILL"), 15_000);
      await ended;
      clearTimeout(forced);
    },
  };
}

async function reachable(url) {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    try {
      await fetch(url, { signal: AbortSignal.timeout(1_000) });
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  throw new Error(`${url} does not answer.`);
}
