// Runs one command to its end, bounded, with its output kept for the case that it fails.
import { spawn } from "node:child_process";
import { userEnvironment } from "./environment.mjs";

/** A command ended otherwise than it should have. The message ends with what it printed. */
export class StepFailed extends Error {
  name = "StepFailed";

  constructor(what, output) {
    super(`${what}\n${output.trimEnd().split("\n").slice(-80).join("\n")}`);
  }
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv, expect?: number, timeoutMs?: number }} options
 *   `expect` is the exit code that counts as success, 0 unless given
 * @returns {Promise<{ stdout: string, output: string, ms: number }>}
 * @throws {StepFailed}
 */
export function run(
  command,
  args,
  { cwd, env = userEnvironment(), expect = 0, timeoutMs = 240_000 },
) {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env,
      stdio: ["ignore", "pipe", "pipe"],
      // npm and npx are .cmd files there.
      shell: process.platform === "win32",
      timeout: timeoutMs,
    });
    let stdout = "";
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text) => {
      stdout += text;
      output += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text) => (output += text));
    child.on("error", (error) =>
      reject(new StepFailed(`${command}: ${error.message}`, output)),
    );
    child.on("close", (code, signal) => {
      const ms = performance.now() - started;
      if (code === expect) return resolve({ stdout, output, ms });
      const end = signal === null ? `exit code ${code}` : `ended by ${signal}`;
      reject(
        new StepFailed(
          `${[command, ...args].join(" ")}: ${end}, expected ${expect}`,
          output,
        ),
      );
    });
  });
}
