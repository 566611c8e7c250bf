import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { createEnv } from "yeoman-environment";
import { expect, it } from "vitest";
import { snapshot, temporaryFolder } from "./support/folders.js";
import { run } from "./support/run.js";

const generator = fileURLToPath(
  new URL("../../dist/generators/app/index.js", import.meta.url),
);

const silence = new Writable({ write: (_chunk, _encoding, done) => done() });

/** As `yo <path>` does it, in a Yeoman that knows nothing of us. */
async function yo(cwd: string, options: object): Promise<void> {
  const environment = createEnv({
    cwd,
    skipInstall: true,
    force: true,
    stdout: silence,
    stderr: silence,
  } as never);
  await environment.run([generator], {
    ...options,
    skipInstall: true,
  } as never);
}

it("yo makes the same app as create, and frameio-gen goes on with it", async () => {
  const [theirs, ours] = [temporaryFolder(), temporaryFolder()];
  await yo(theirs, { name: "app", events: "file.ready" });
  await run("create", ["app", "--yes", "--no-git", "--no-install"], {
    cwd: ours,
  });
  const texts = (folder: string) =>
    Object.fromEntries(
      Object.entries(snapshot(folder))
        .map(([path, text]) => [path, text.replace(/^\S+ /, "")])
        .filter(
          ([path]) =>
            !/^(\.env|\.yo-rc\.json)$|^\.frameio\/history/.test(path ?? ""),
        ),
    );
  expect(texts(theirs)).toEqual(texts(join(ours, "app")));
  expect((await run("gen", ["check"], { cwd: theirs })).code).toBe(0);
});

it("yo shows what is wrong, and writes nothing", async () => {
  const cwd = temporaryFolder();
  await expect(yo(cwd, { name: "app", events: "file.redy" })).rejects.toThrow(
    /file\.redy[^]*Did you mean/,
  );
  expect(existsSync(join(cwd, "frameio.jsonc"))).toBe(false);
  writeFileSync(join(cwd, "README.md"), "mine\n");
  await yo(cwd, { name: "app", events: "file.ready" });
  expect(readFileSync(join(cwd, "README.md"), "utf8")).toBe("mine\n");
});
