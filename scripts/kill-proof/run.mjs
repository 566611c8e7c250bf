import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const FAULTS = fileURLToPath(new URL("faults.mjs", import.meta.url));

/**
 * Runs a built bin, without a terminal.
 *
 * @param {string} bin absolute path
 * @param {readonly string[]} args
 * @param {{ cwd: string, faults?: Record<string, string | number>, killAfter?: number, prefix?: readonly string[], uid?: number }} options
 *   `faults` is for faults.mjs; `killAfter` sends SIGKILL so many milliseconds after the first change of the disk; `prefix` is a command that gets node appended
 * @returns {Promise<{ code: number | null, signal: string | null, stdout: string, stderr: string, milliseconds: number }>}
 *   `milliseconds` counts from the first change of the disk, where that was told of
 */
export function runBin(bin, args, options) {
  const { cwd, killAfter, prefix = [], uid } = options;
  const tell = killAfter === undefined ? {} : { TELL: "1" };
  const faults = { ...options.faults, ...tell };
  const { PATH, HOME, TMPDIR } = process.env;
  const preload = Object.keys(faults).length === 0 ? [] : ["--import", FAULTS];
  const [command, ...rest] = [
    ...prefix,
    process.execPath,
    ...preload,
    bin,
    ...args,
  ];
  let started = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(command, rest, {
      cwd,
      env: { PATH, HOME, ...(TMPDIR && { TMPDIR }), ...faults },
      stdio: ["ignore", "pipe", "pipe", "pipe"],
      ...(uid === undefined ? {} : { uid, gid: uid }),
    });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk) => (stdout += chunk));
    child.stderr.on("data", (chunk) => (stderr += chunk));
    let timer;
    child.stdio[3].once("data", () => {
      started = performance.now();
      if (killAfter !== undefined)
        timer = setTimeout(() => child.kill("SIGKILL"), killAfter);
    });
    child.once("error", reject);
    child.once("close", (code, signal) => {
      clearTimeout(timer);
      const milliseconds = performance.now() - started;
      resolve({ code, signal, stdout, stderr, milliseconds });
    });
  });
}
