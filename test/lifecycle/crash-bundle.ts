import { spawn, type SpawnOptions } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { rolldown } from "rolldown";
import { temporaryFolder } from "../unit/workspace/trees.js";
import type { Order } from "./crash-child.js";

export interface Child {
  readonly stdout: string;
  readonly stderr: string;
  /** Exit code, or the signal that ended it. */
  readonly end: number | string;
}

export interface Bundle {
  readonly file: string;
  remove(): void;
}

/** Node 20 runs no TypeScript: the child is bundled once for each test file. */
export async function bundleChild(): Promise<Bundle> {
  const folder = temporaryFolder();
  const file = join(folder, "child.mjs");
  const build = await rolldown({
    input: join(import.meta.dirname, "crash-child.ts"),
    platform: "node",
    resolve: { extensionAlias: { ".js": [".ts", ".js"] } },
  });
  await build.write({ file, format: "esm" });
  await build.close();
  return { file, remove: () => rmSync(folder, { recursive: true }) };
}

/** Runs the child, by way of `prefix` when there is one: a command that gets node and its arguments appended. */
export function runChild(
  { file }: Bundle,
  order: Order,
  prefix: readonly string[] = [],
  options: SpawnOptions = {},
): Promise<Child> {
  const command = [...prefix, process.execPath, file];
  return new Promise((resolve, reject) => {
    const child = spawn(command[0] ?? "", command.slice(1), options);
    let stdout = "";
    let stderr = "";
    child.stdout?.on("data", (data) => (stdout += data));
    child.stderr?.on("data", (data) => (stderr += data));
    child.on("error", reject);
    child.stdin?.end(JSON.stringify(order));
    child.on("close", (code, signal) =>
      resolve({ stdout, stderr, end: code ?? signal ?? "" }),
    );
  });
}
