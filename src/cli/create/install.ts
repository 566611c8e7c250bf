import { spawn } from "node:child_process";
import { platform } from "node:os";

import { FrameioGenError } from "../../diagnostics/diagnostic.js";
import type { PackageManager } from "../../manifest/manifest.js";
import type { CliContext } from "../context.js";
import { startProgress } from "./progress.js";

/** How much of the package manager's output is told when it fails. */
const TOLD_LINES = 20;

/**
 * Installs the app's dependencies.
 *
 * @param retry the command that does it by hand, told when it fails
 * @throws FrameioGenError FG513 with the end of the package manager's output
 */
export async function install(
  context: CliContext,
  root: string,
  manager: PackageManager,
  { retry, quiet }: { readonly retry: string; readonly quiet: boolean },
): Promise<void> {
  const progress = quiet
    ? undefined
    : startProgress(context, `Installing the dependencies with ${manager}`);
  // The process ends with the interruption: what is not said now is not said.
  const interrupted = (): void =>
    void context.stderr.write(
      `\nInterrupted. The app is complete; install its dependencies with \`${retry}\`.\n`,
    );
  context.signal.addEventListener("abort", interrupted, { once: true });
  const { code, output } = await run(context, root, manager);
  context.signal.removeEventListener("abort", interrupted);
  progress?.stop(code === 0);
  if (code === 0) return;
  const told = output.trim().split("\n").slice(-TOLD_LINES);
  if (!quiet) context.stderr.write(`${told.join("\n")}\n`);
  throw new FrameioGenError([
    {
      code: "FG513",
      severity: "error",
      message:
        code === "missing"
          ? `${manager} is not installed on this machine`
          : `${manager} could not install the dependencies${quiet ? `: ${told.at(-1) ?? ""}` : ""}`,
      hint: `The app is complete. Install them with \`${retry}\`.`,
    },
  ]);
}

async function run(
  { env, signal }: CliContext,
  root: string,
  manager: PackageManager,
): Promise<{ code: number | "missing"; output: string }> {
  const args = [
    "install",
    ...(manager === "npm" ? ["--no-audit", "--no-fund"] : []),
  ];
  return new Promise((resolve) => {
    const child = spawn(manager, args, {
      cwd: root,
      env: withoutOurRun(env),
      stdio: ["ignore", "pipe", "pipe"],
      // On Windows package managers are scripts.
      shell: platform() === "win32",
    });
    const stop = (): void => void child.kill("SIGINT");
    signal.addEventListener("abort", stop, { once: true });
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => (output += String(chunk)));
    child.stderr.on("data", (chunk: Buffer) => (output += String(chunk)));
    child.once("error", ({ message }) =>
      resolve({ code: "missing", output: message }),
    );
    child.once("close", (code) => {
      signal.removeEventListener("abort", stop);
      resolve({ code: code ?? 1, output });
    });
  });
}

/** `npm create` hands its own package and flags to us by variables; they are not meant for the app. */
function withoutOurRun(env: CliContext["env"]): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(
      ([name]) =>
        !/^npm_(?:package_|lifecycle_|command$|config_(?:local_prefix|global|dry_run|package|call|yes|save.*)$)/.test(
          name,
        ),
    ),
  );
}
