// A generated app, running: started as its own `npm start` does, stopped as an operator would.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { userEnvironment } from "./environment.mjs";
import { StepFailed } from "./run.mjs";

/**
 * @typedef {object} RunningApp
 * @property {string} url
 * @property {number} startMs until it listened
 * @property {() => string} output everything that it printed
 * @property {() => Promise<{ code: number | null, ms: number }>} terminate sends SIGTERM and waits for the end
 */

/**
 * Starts a built app on a free port.
 *
 * @param {string} folder
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<RunningApp>}
 * @throws {StepFailed} when it does not listen within 20 s
 */
export function startApp(folder, env = userEnvironment()) {
  const { scripts } = JSON.parse(
    readFileSync(join(folder, "package.json"), "utf8"),
  );
  // With Yarn it builds before; that has been done.
  const [command, ...args] = scripts.start.split(" && ").at(-1).split(" ");
  const started = performance.now();
  const child = spawn(command, args, {
    cwd: folder,
    env: { ...env, HOST: "127.0.0.1", PORT: "0" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const ended = new Promise((resolve) => child.on("close", resolve));
  const terminate = async () => {
    const from = performance.now();
    child.kill("SIGTERM");
    const forced = setTimeout(() => child.kill("SIGKILL"), 15_000);
    const code = await ended;
    clearTimeout(forced);
    return { code, ms: performance.now() - from };
  };
  return new Promise((resolve, reject) => {
    const fail = (why) => {
      clearTimeout(limit);
      child.kill("SIGKILL");
      reject(new StepFailed(`${scripts.start}: ${why}`, output));
    };
    const limit = setTimeout(() => fail("does not listen after 20 s"), 20_000);
    const read = (text) => {
      output += text;
      const [url] = output.match(/http:\/\/127\.0\.0\.1:\d+/) ?? [];
      if (url === undefined) return;
      clearTimeout(limit);
      const startMs = performance.now() - started;
      resolve({ url, startMs, output: () => output, terminate });
    };
    child.stdout.setEncoding("utf8").on("data", read);
    child.stderr.setEncoding("utf8").on("data", read);
    child.on("error", (error) => fail(error.message));
    void ended.then((code) => fail(`ended with code ${code}`));
  });
}
