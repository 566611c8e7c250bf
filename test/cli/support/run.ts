import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The built bins, by name. */
export const bins = {
  create: built("create-frameio-app.js"),
  gen: built("frameio-gen.js"),
} as const;

export interface Result {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Both, in the order in which they came. */
  readonly output: string;
}

export interface RunOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** `ignore` is /dev/null, `closed` no descriptor at all, text is piped and ended. */
  readonly stdin?: "ignore" | "closed" | { readonly text: string };
  readonly uid?: number;
  /** The bin to run, when it is not the built one of the checkout. */
  readonly path?: string;
}

/** Runs a built bin as a child process, without a terminal. */
export async function run(
  bin: keyof typeof bins,
  args: readonly string[],
  { cwd, env, stdin = "ignore", uid, path = bins[bin] }: RunOptions,
): Promise<Result> {
  const command =
    stdin === "closed"
      ? ["sh", "-c", 'exec "$@" <&-', "sh", process.execPath, path, ...args]
      : [process.execPath, path, ...args];
  return new Promise((resolve, reject) => {
    const child = spawn(command[0] ?? "", command.slice(1), {
      cwd,
      env: { ...cleanEnv(), ...env },
      stdio: [typeof stdin === "object" ? "pipe" : "ignore", "pipe", "pipe"],
      ...(uid === undefined ? {} : { uid, gid: uid }),
    });
    let stdout = "";
    let stderr = "";
    let output = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      stdout += String(chunk);
      output += String(chunk);
    });
    child.stderr?.on("data", (chunk: Buffer) => {
      stderr += String(chunk);
      output += String(chunk);
    });
    if (typeof stdin === "object") child.stdin?.end(stdin.text);
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, stdout, stderr, output }));
  });
}

/** The environment without what this machine, its CI or npm put in. */
export function cleanEnv(): Record<string, string> {
  const { PATH = "", HOME = "", TMPDIR } = process.env;
  return {
    PATH,
    HOME,
    ...(TMPDIR === undefined ? {} : { TMPDIR }),
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_AUTHOR_NAME: "Test",
    GIT_AUTHOR_EMAIL: "test@example.com",
    GIT_COMMITTER_NAME: "Test",
    GIT_COMMITTER_EMAIL: "test@example.com",
  };
}

function built(name: string): string {
  return fileURLToPath(new URL(`../../../dist/${name}`, import.meta.url));
}
