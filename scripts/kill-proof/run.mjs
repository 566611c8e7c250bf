import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const FAULTS = fileURLToPath(new URL("faults.mjs", import.meta.url));

/**
 * Runs a built bin, without a terminal.
 *
 * @param {string} bin absolute path
 * @param {readonly string[]} args
 * @param {{ cwd: string, faults?: Record<string, string | number>, killAfter?: number, prefix?: readonly string[], uid?: number }} options
 *   `faults` is for faults.mjs; `killAfter` sends SIGKILL after so many milliseconds; `prefix` is a command that gets node appended
 * @returns {Promise<{ code: number | null, signal: string | null, stdout: string, stderr: string, milliseconds: number }>}
 */
export function runBin(bin, args, options) {
  const { cwd, faults, killAfter, prefix = [], uid } = options;
  const { PATH, HOME, TMPDIR } = process.env;
  const preload = faults === undefined ? [] : ["--import", FAULTS];
  const [command, ...rest] = [
    ...prefix,
    process.execPath,
    ...preload,
    bin,
    ...args,
  ];
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(command, rest, {
      cwd,
      env: { PATH, HOME, ...(TMPDIR && { TMPDIR }), ...faults },
      stdio: ["ignore", "pipe", "pipe"],
      ...(uid === undefined ? {} : { uid, gid: uid }),
    });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk) => (stdout += chunk));
    child.stderr.on("data", (chunk) => (stderr += chunk));
    const timer =
      killAfter === undefined
        ? undefined
        : setTimeout(() => child.kill("SIGKILL"), killAfter);
    child.once("error", reject);
    child.once("close", (code, signal) => {
      clearTimeout(timer);
      const milliseconds = performance.now() - started;
      resolve({ code, signal, stdout, stderr, milliseconds });
    });
  });
}
