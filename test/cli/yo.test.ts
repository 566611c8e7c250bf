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

it.each([
  { events: "file.ready", secret: "single", "package-manager": "npm" },
  {
    events: "file.ready,comment.created",
    secret: "per-webhook",
    "package-manager": "pnpm",
  },
  {
    provider: "loopcanvas",
    events: "canvas.completed",
    secret: "single",
    "package-manager": "npm",
  },
])(
  "yo makes the same app of %j as create, and frameio-gen goes on with it",
  async (options) => {
    const [theirs, ours] = [temporaryFolder(), temporaryFolder()];
    await yo(theirs, { name: "app", ...options });
    const flags = Object.entries(options).map(([name, value]) => [
      `--${name}=${value}`,
    ]);
    await run(
      "create",
      ["app", "--yes", "--no-git", "--no-install", ...flags.flat()],
      { cwd: ours },
    );
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
  },
);

it.each([
  [{ secret: "singel" }, /FG503[^]*Did you mean "single"/],
  [{ "package-manager": "cargo" }, /FG503[^]*npm, pnpm/],
  [{ provider: "framio" }, /FG110/],
])("yo refuses %j, and writes nothing", async (options, message) => {
  const cwd = temporaryFolder();
  await expect(yo(cwd, { name: "app", ...options })).rejects.toThrow(message);
  expect(existsSync(join(cwd, "frameio.jsonc"))).toBe(false);
});

/** What is not given is asked for. */
const rest = { name: "app", secret: "single", "package-manager": "npm" };

it("yo shows what is wrong, and writes nothing", async () => {
  const cwd = temporaryFolder();
  await expect(yo(cwd, { ...rest, events: "file.redy" })).rejects.toThrow(
    /file\.redy[^]*Did you mean/,
  );
  expect(existsSync(join(cwd, "frameio.jsonc"))).toBe(false);
  writeFileSync(join(cwd, "README.md"), "mine\n");
  await yo(cwd, { ...rest, events: "file.ready" });
  expect(readFileSync(join(cwd, "README.md"), "utf8")).toBe("mine\n");
});
