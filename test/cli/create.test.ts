import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";

import { snapshot, temporaryFolder } from "./support/folders.js";
import { cleanEnv, run } from "./support/run.js";

const quick = ["--yes", "--no-install", "--no-git"];
const full = [
  "--events",
  "file.ready,comment.created",
  "--secret",
  "per-webhook",
  "--target",
  "node",
  "--package-manager",
  "npm",
  "--no-install",
  "--no-git",
];

describe("create-frameio-app", () => {
  it("makes an app from flags alone, and tells the next steps", async () => {
    const cwd = temporaryFolder();
    const result = await run("create", ["my-app", ...full], { cwd });
    expect(result).toMatchObject({ code: 0, stderr: "" });
    expect(result.stdout).toContain("cd my-app\n");
    expect(result.stdout).toContain("npm install\n");
    const files = readdirSync(join(cwd, "my-app"));
    expect(files).toEqual(
      expect.arrayContaining(["frameio.jsonc", "package.json", ".env"]),
    );
    const handlers = readdirSync(join(cwd, "my-app/src/webhooks"));
    expect(handlers).toEqual(["comment-created.ts", "file-ready.ts"]);
  });

  it("takes the defaults with --yes", async () => {
    const cwd = temporaryFolder();
    expect(await run("create", quick, { cwd })).toMatchObject({ code: 0 });
    const manifest = read(cwd, "frameio-app/frameio.jsonc");
    expect(manifest).toContain('"name": "frameio-app"');
    expect(manifest).toContain('{ "event": "file.ready" }');
  });

  it("fills .env with a random secret for each variable, for its owner only", async () => {
    const cwd = temporaryFolder();
    await run("create", ["one", ...full], { cwd });
    await run("create", ["two", ...full], { cwd });
    const secrets = ["one", "two"].flatMap((app) =>
      [...read(cwd, `${app}/.env`).matchAll(/_WEBHOOK_SECRET=(.*)$/gm)].map(
        ([, secret]) => secret,
      ),
    );
    expect(secrets).toHaveLength(4);
    expect(new Set(secrets).size).toBe(4);
    for (const secret of secrets) expect(secret).toMatch(/^[0-9a-f]{64}$/);
    expect(statSync(join(cwd, "one/.env")).mode & 0o777).toBe(0o600);
  });

  it("writes no .env where a resolver finds the secrets", async () => {
    const cwd = temporaryFolder();
    const args = ["app", "--secret", "resolver", ...quick];
    expect(await run("create", args, { cwd })).toMatchObject({ code: 0 });
    expect(readdirSync(join(cwd, "app"))).not.toContain(".env");
    expect(readdirSync(join(cwd, "app/src"))).toContain("secrets.ts");
  });

  it("prints one JSON document with --json, and nothing else", async () => {
    const cwd = temporaryFolder();
    const result = await run("create", ["app", "--json", ...quick], { cwd });
    expect(result).toMatchObject({ code: 0, stderr: "" });
    expect(JSON.parse(result.stdout)).toMatchObject({
      ok: true,
      exitCode: 0,
      command: "create",
      root: join(cwd, "app"),
      name: "app",
      changed: true,
      env: "written",
      git: "skipped",
      install: "skipped",
      nextSteps: expect.arrayContaining(["cd app", "npm install"]),
    });
  });

  it("shows the files with --dry-run and writes nothing", async () => {
    const cwd = temporaryFolder();
    const dry = await run("create", ["app", "--dry-run", ...quick], { cwd });
    expect(dry).toMatchObject({ code: 0 });
    expect(dry.stdout).toMatch(/file-ready\.ts +create/);
    expect(readdirSync(cwd)).toEqual([]);
    // npm keeps a flag that stands before `--`, and sets this instead.
    const env = { npm_config_dry_run: "true" };
    await run("create", ["app", ...quick], { cwd, env });
    expect(readdirSync(cwd)).toEqual([]);
  });

  it("changes nothing when it runs again", async () => {
    const cwd = temporaryFolder();
    await run("create", ["app", ...quick], { cwd });
    const before = snapshot(cwd);
    const again = await run("create", ["app", "--existing", ...quick], { cwd });
    expect(again).toMatchObject({ code: 0 });
    expect(again.stdout).toContain("up to date");
    expect(snapshot(cwd)).toEqual(before);
  });

  it("prints commands that work as they stand, whatever the folder is called", async () => {
    const cwd = temporaryFolder();
    const dir = "it's a $HOME; `x`";
    const { stdout } = await run("create", [dir, "--json", ...quick], { cwd });
    const { nextSteps } = JSON.parse(stdout) as { nextSteps: string[] };
    const shell = spawnSync("sh", ["-c", `${nextSteps[0]} && pwd`], {
      cwd,
      encoding: "utf8",
    });
    expect(shell.stdout.trim()).toBe(join(cwd, dir));
    expect(read(cwd, `${dir}/package.json`)).toContain(
      '"name": "it-s-a-home-x"',
    );
  });
});

describe("without a terminal", () => {
  it("names every flag that is missing, with the whole command", async () => {
    const cwd = temporaryFolder();
    const result = await run("create", [], { cwd });
    expect(result.code).toBe(2);
    for (const flag of ["the folder", "--events", "--secret", "--install"]) {
      expect(result.stderr).toContain(flag);
    }
    expect(result.stderr).toContain(
      "create-frameio-app frameio-app --events file.ready --secret single",
    );
    expect(readdirSync(cwd)).toEqual([]);
  });

  it("gives a command that works when it is copied", async () => {
    const cwd = temporaryFolder();
    const args = ["app", "--secret", "resolver", "--no-install", "--no-git"];
    const { stderr } = await run("create", args, { cwd });
    const [, command = ""] =
      /Run `create-frameio-app (.*?)`/.exec(stderr) ?? [];
    const copied = await run("create", command.split(" "), { cwd });
    expect(copied).toMatchObject({ code: 0 });
    expect(read(cwd, "app/frameio.jsonc")).toContain("resolveSecret");
  });

  it.each([
    ["npm/10.8.2 node/v20.20.2 linux x64", "npm create frameio-app --"],
    ["pnpm/9.1.0 npm/? node/v20.20.2", "pnpm create frameio-app"],
    ["yarn/4.1.0 npm/? node/v20.20.2", "yarn create frameio-app"],
    ["bun/1.1.0 npm/? node/v20.20.2", "bun create frameio-app"],
  ])("speaks as %s was spoken to", async (agent, command) => {
    const env = { npm_config_user_agent: agent };
    const result = await run("create", [], { cwd: temporaryFolder(), env });
    expect(result.stderr).toContain(`Run \`${command} frameio-app --events`);
  });

  it("takes the package manager that started it for the app's", async () => {
    const cwd = temporaryFolder();
    const env = { npm_config_user_agent: "pnpm/9.1.0 npm/? node/v20.20.2" };
    await run("create", ["app", ...quick], { cwd, env });
    expect(read(cwd, "app/frameio.jsonc")).toContain(
      '"packageManager": "pnpm"',
    );
  });
});

describe("wrong input", () => {
  it.each<[string, string[], string[]]>([
    ["an unknown flag", ["--evnets", "file.ready"], ["FG502", "--events"]],
    ["an unknown choice", ["--secret", "singel"], ["FG503", '"single"']],
    ["an unknown event", ["--events", "file.redy"], ["FG104", '"file.ready"']],
    ["a flag without value", ["--events"], ["FG503", "--events"]],
    ["two folders", ["one", "two"], ["FG504", '"two"']],
    ["a name for nobody", ["--name", "My App"], ["FG503", "my-app"]],
  ])("%s is told, with the way out", async (_, args, told) => {
    const cwd = temporaryFolder();
    const result = await run("create", [...args, "--yes"], { cwd });
    expect(result.code).toBe(told[0] === "FG104" ? 1 : 2);
    for (const text of told) expect(result.stderr).toContain(text);
    expect(result.stderr).not.toMatch(/^ +at /m);
    expect(readdirSync(cwd)).toEqual([]);
  });

  it("is told as JSON with --json", async () => {
    const cwd = temporaryFolder();
    const result = await run("create", ["--json", "--evnets"], { cwd });
    expect(result).toMatchObject({ code: 2, stderr: "" });
    expect(JSON.parse(result.stdout)).toMatchObject({
      ok: false,
      exitCode: 2,
      diagnostics: [
        { code: "FG502", hint: expect.stringContaining("--events") },
      ],
    });
  });
});

describe("a folder that is not empty", () => {
  it("is refused", async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, "mine.txt"), "mine");
    const result = await run("create", [".", ...quick], { cwd });
    expect(result.code).toBe(1);
    expect(result.stderr).toContain("FG510");
    expect(result.stderr).toContain("--existing");
    expect(readdirSync(cwd)).toEqual(["mine.txt"]);
  });

  it("is added to with --existing, and what was there stays", async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, "README.md"), "# Mine\n");
    writeFileSync(join(cwd, ".env"), "WEBHOOK_SECRET=mine\n");
    mkdirSync(join(cwd, "src/webhooks"), { recursive: true });
    writeFileSync(join(cwd, "src/webhooks/file-ready.ts"), "// mine\n");
    const result = await run("create", [".", "--existing", ...quick], { cwd });
    expect(read(cwd, "src/webhooks/file-ready.ts")).toBe("// mine\n");
    expect(read(cwd, ".env")).toBe("WEBHOOK_SECRET=mine\n");
    expect(read(cwd, "README.md")).toContain("# Mine");
    expect(result).toMatchObject({ code: 0 });
  });

  it("names what the .env that is there lacks", async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, ".env"), "PORT=4000\n");
    const result = await run("create", [".", "--existing", ...quick], { cwd });
    expect(result).toMatchObject({ code: 0 });
    expect(result.stderr).toContain("The app needs WEBHOOK_SECRET");
  });

  it("gives the app its name", async () => {
    const cwd = temporaryFolder();
    await run("create", [".", ...quick], { cwd });
    const { name } = JSON.parse(read(cwd, "package.json")) as { name: string };
    expect(name).toBe(basename(cwd).toLowerCase());
  });

  it("writes nothing when a file stands where one of the tool's must be", async () => {
    const cwd = temporaryFolder();
    mkdirSync(join(cwd, "src/frameio"), { recursive: true });
    writeFileSync(join(cwd, "src/frameio/events.gen.ts"), "// mine\n");
    const before = snapshot(cwd);
    const result = await run("create", [".", "--existing", ...quick], { cwd });
    expect(result.code).toBe(4);
    expect(result.stderr).toContain("src/frameio/events.gen.ts");
    expect(result.stderr).toContain("Nothing was written");
    expect(snapshot(cwd)).toEqual(before);
  });

  it("keeps the manifest of an app that is there", async () => {
    const cwd = temporaryFolder();
    await run("create", ["app", ...quick], { cwd });
    const before = snapshot(cwd);
    const args = ["app", "--existing", "--events", "file.created", ...quick];
    const result = await run("create", args, { cwd });
    expect(result.code).toBe(1);
    expect(result.stderr).toContain("FG512");
    expect(snapshot(cwd)).toEqual(before);
  });

  it("counts as empty when there is only git in it", async () => {
    const cwd = temporaryFolder();
    mkdirSync(join(cwd, ".git"));
    expect(await run("create", [".", ...quick], { cwd })).toMatchObject({
      code: 0,
    });
  });
});

describe("git", () => {
  it("gets a repository with a first commit, without the secrets", async () => {
    const cwd = temporaryFolder();
    const args = ["app", "--yes", "--no-install"];
    expect(await run("create", args, { cwd })).toMatchObject({ code: 0 });
    const files = git(join(cwd, "app"), "ls-tree", "-r", "--name-only", "HEAD");
    expect(files).toContain("frameio.jsonc");
    expect(files).toContain(".frameio/lock.json");
    expect(files.split("\n")).not.toContain(".env");
    expect(git(join(cwd, "app"), "status", "--porcelain")).toBe("");
  });

  it("is left alone inside a repository", async () => {
    const cwd = temporaryFolder();
    git(cwd, "init", "--quiet");
    const args = ["app", "--yes", "--no-install", "--json"];
    const { stdout } = await run("create", args, { cwd });
    expect(JSON.parse(stdout)).toMatchObject({ git: "inside a repository" });
    expect(readdirSync(join(cwd, "app"))).not.toContain(".git");
  });

  it("commits nothing of yours in a folder that was not empty", async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, "mine.txt"), "mine");
    const args = [".", "--existing", "--yes", "--no-install", "--json"];
    const { stdout } = await run("create", args, { cwd });
    expect(JSON.parse(stdout)).toMatchObject({ git: "initialised" });
  });
});

describe("the installation", () => {
  it("runs the package manager in the app", async () => {
    const cwd = temporaryFolder();
    const env = pathWith(
      cwd,
      "pnpm",
      'pwd > installed; echo "$@" >> installed',
    );
    const args = ["app", "--yes", "--no-git", "--package-manager", "pnpm"];
    const result = await run("create", args, { cwd, env });
    expect(result).toMatchObject({ code: 0 });
    expect(result.stderr).toContain("Installing the dependencies with pnpm");
    expect(result.stdout).not.toContain("pnpm install");
    expect(read(cwd, "app/installed")).toBe(`${join(cwd, "app")}\ninstall\n`);
  });

  it("fails with the command to try again, and the app stays", async () => {
    const cwd = temporaryFolder();
    const env = pathWith(cwd, "pnpm", "echo no network >&2; exit 7");
    const args = ["my app", "--yes", "--no-git", "--package-manager", "pnpm"];
    const result = await run("create", args, { cwd, env });
    expect(result.code).toBe(1);
    expect(result.stderr).toContain("no network");
    expect(result.stderr).toContain("FG513");
    expect(result.stderr).toContain("`cd 'my app' && pnpm install`");
    expect(existsSync(join(cwd, "my app/frameio.jsonc"))).toBe(true);
  });

  it("says so when the package manager is not there", async () => {
    const cwd = temporaryFolder();
    const args = ["app", "--yes", "--no-git", "--package-manager", "bun"];
    const env = { PATH: join(cwd, "nothing") };
    const result = await run("create", args, { cwd, env });
    expect(result.code).toBe(1);
    expect(result.stderr).toContain("bun is not installed");
  });
});

function read(cwd: string, path: string): string {
  return readFileSync(join(cwd, path), "utf8");
}

function git(cwd: string, ...args: string[]): string {
  return spawnSync("git", args, { cwd, env: cleanEnv(), encoding: "utf8" })
    .stdout;
}

/** A PATH on which a command of one's own comes first. */
function pathWith(folder: string, name: string, script: string) {
  const bin = join(folder, "bin");
  mkdirSync(bin);
  writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(bin, name), 0o755);
  return { PATH: `${bin}:${process.env["PATH"] ?? ""}` };
}
