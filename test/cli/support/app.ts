import { cpSync } from "node:fs";
import { join } from "node:path";
import { beforeAll } from "vitest";

import { temporaryFolder } from "./folders.js";
import { run } from "./run.js";

let template: string | undefined;

/** Makes an app once for the file's tests. */
export function prepareApp(): void {
  beforeAll(async () => {
    const cwd = temporaryFolder();
    const { code, output } = await run(
      "create",
      ["app", "--yes", "--no-install", "--no-git"],
      { cwd },
    );
    if (code !== 0) throw new Error(output);
    template = join(cwd, "app");
  });
}

/** A fresh app of its own, absolute path: one webhook for `file.ready`, nothing installed, no repository. */
export function freshApp(): string {
  if (template === undefined) throw new Error("call prepareApp() first");
  const root = join(temporaryFolder(), "app");
  cpSync(template, root, { recursive: true, preserveTimestamps: true });
  return root;
}
