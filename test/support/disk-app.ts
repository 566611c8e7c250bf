import { execFile } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { MemoryFiles } from "../../src/workspace/memory-disk.js";

const run = promisify(execFile);
const modules = fileURLToPath(new URL("../../node_modules/", import.meta.url));

/** An app in a folder of its own, with the versions of its dependencies that this repository has. */
export interface DiskApp {
  readonly folder: string;
  write(files: MemoryFiles): void;
  /** Runs a script of a dependency; `ok`, or what it printed. */
  bin(path: string, ...args: string[]): Promise<string>;
  remove(): void;
}

export function diskApp(files: MemoryFiles): DiskApp {
  const folder = mkdtempSync(join(tmpdir(), "disk-app-"));
  const app: DiskApp = {
    folder,
    write(more) {
      for (const [path, text] of Object.entries(more)) {
        const file = join(folder, path);
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, text);
      }
    },
    async bin(path, ...args) {
      const env = { ...process.env, NO_COLOR: "1", VITEST: undefined };
      return run(process.execPath, [join(modules, path), ...args], {
        cwd: folder,
        env,
      })
        .then(() => "ok")
        .catch(({ stdout, stderr }: { stdout: string; stderr: string }) =>
          [stdout, stderr].join("\n"),
        );
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
  symlinkSync(modules, join(folder, "node_modules"));
  app.write(files);
  return app;
}
