import { spawnSync } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import {
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { arch, platform } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";

import { freshApp, prepareApp } from "./support/app.js";
import { snapshot } from "./support/folders.js";
import { run } from "./support/run.js";

prepareApp();

let root = "";
beforeEach(() => {
  root = freshApp();
  pretendInstalled();
});

/** What the doctor looks at: each package's own package.json. */
function pretendInstalled(): void {
  const { dependencies, devDependencies } = JSON.parse(
    readFileSync(join(root, "package.json"), "utf8"),
  ) as Record<string, Record<string, string>>;
  for (const name of Object.keys({ ...dependencies, ...devDependencies }))
    install(name, {});
}

function install(
  name: string,
  manifest: object,
  modules = "node_modules",
): void {
  const folder = join(root, modules, name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
}

async function doctor(env: Record<string, string> = {}) {
  const port = env["PORT"] ?? (await freePort());
  const result = await run("gen", ["doctor", "--json"], {
    cwd: root,
    env: { ...env, PORT: port },
  });
  const { checks } = JSON.parse(result.stdout) as {
    checks: { diagnostics: { code: string; hint: string }[] }[];
  };
  const found = checks.flatMap(({ diagnostics }) => diagnostics);
  return { code: result.code, codes: found.map(({ code }) => code), found };
}

async function freePort(): Promise<string> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return String(port);
}

describe("doctor", () => {
  it("finds nothing in a sound app, and writes nothing", async () => {
    const before = snapshot(root);
    expect(await doctor()).toEqual({ code: 0, codes: [], found: [] });
    expect(snapshot(root)).toEqual(before);
  });

  it.each<[string, () => void, string, number]>([
    [
      "a mistake in the manifest",
      () => replace("frameio.jsonc", '"file.ready"', '"file.redy"'),
      "FG104",
      1,
    ],
    ["a missing variable", () => rmSync(join(root, ".env")), "FG602", 1],
    ["drift", () => rmSync(join(root, "src/frameio/index.gen.ts")), "FG603", 0],
    [
      "a package that is not installed",
      () => rmSync(join(root, "node_modules/hono"), { recursive: true }),
      "FG605",
      1,
    ],
    [
      "another version than the one that is pinned",
      () => install("typescript", { version: "5.9.3" }),
      "FG605",
      1,
    ],
    [
      "a native package without its program for this machine",
      () => {
        const program = `@typescript/typescript-${platform()}-${arch()}`;
        install("typescript", { optionalDependencies: { [program]: "7.0.2" } });
      },
      "FG605",
      1,
    ],
    [
      "a package manager that is not there",
      () => {
        replace("frameio.jsonc", '"npm"', '"bun"');
        rmSync(join(root, "node_modules"), { recursive: true });
      },
      "FG606",
      1,
    ],
    [
      "an app that was never generated",
      () => rmSync(join(root, ".frameio"), { recursive: true }),
      "FG607",
      1,
    ],
    [
      "secrets that git does not ignore",
      () => {
        spawnSync("git", ["init", "--quiet"], { cwd: root });
        writeFileSync(join(root, ".gitignore"), "");
      },
      "FG608",
      1,
    ],
  ])("finds %s, with its remedy", async (_, harm, code, exitCode) => {
    harm();
    const { code: exit, codes, found } = await doctor({ PATH: toolsOnly() });
    expect(codes).toContain(code);
    expect(exit).toBe(exitCode);
    for (const { hint } of found) expect(hint).not.toBe("");
  });

  it("finds the program of a native package where pnpm links it", async () => {
    const store = "node_modules/.pnpm/typescript@7.0.2/node_modules";
    const name = `@typescript/typescript-${platform()}-${arch()}`;
    const manifest = { optionalDependencies: { [name]: "7.0.2" } };
    install("typescript", manifest, store);
    install(name, {}, store);
    const link = join(root, "node_modules/typescript");
    rmSync(link, { recursive: true });
    symlinkSync(join(root, store, "typescript"), link);
    expect((await doctor()).codes).toEqual([]);
  });

  it.each<[string, string, string, string]>([
    ["frameio@4", "hush-hush-hush-hush", "", ""],
    ["frameio@4", '"hush-hush-hush-hush"', "warning", "quotation marks"],
    ["frameio@4", "hush-hush-hush-hush ", "warning", "white space"],
    ["frameio@4", "hush", "warning", "shorter than any"],
    ["standard-webhooks", "whsec_aHVzaC1odXNoLWh1c2gtaHVzaA==\n", "", ""],
    ["standard-webhooks", "whsec_hush-hush!", "error", "not a base64 secret"],
    ["standard-webhooks", "whsec_aHVzaA==", "warning", "shorter than any"],
    ["./schemas/pair.json", "aHVzaA==", "error", "not an ed25519 public key"],
    [
      "./schemas/pair.json",
      "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
      "",
      "",
    ],
  ])(
    "looks at the form of a secret of %s: %j",
    async (schema, value, severity, told) => {
      replace("frameio.jsonc", '"frameio@4"', JSON.stringify(schema));
      const isOpen = schema !== "frameio@4";
      if (isOpen) replace("frameio.jsonc", '"file.ready"', '"a.b"');
      mkdirSync(join(root, "schemas"), { recursive: true });
      writeFileSync(join(root, "schemas/pair.json"), keyPair);
      writeFileSync(join(root, ".env"), "");
      const { found } = await doctor({ WEBHOOK_SECRET: value });
      const own = found.filter(({ code }) => /FG6(?:02|11)/.test(code));
      expect(JSON.stringify(found)).not.toMatch(/hush|aHVz/);
      expect(own).toMatchObject(
        told === ""
          ? []
          : [
              {
                code: "FG611",
                severity,
                message: expect.stringContaining(told),
              },
            ],
      );
    },
  );

  it("takes white space for nothing, as the app does", async () => {
    writeFileSync(join(root, ".env"), "");
    expect((await doctor({ WEBHOOK_SECRET: "  " })).codes).toEqual(["FG602"]);
  });

  it.each<[string, number, string[]]>([
    ["another program at the port", 404, ["FG604"]],
    ["the app itself at the port", 200, []],
  ])("tells %s", async (_, status, codes) => {
    const server = createServer((__, response) =>
      response.writeHead(status, { connection: "close" }).end(),
    );
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const { port } = server.address() as AddressInfo;
    const result = await doctor({ PORT: String(port) });
    await new Promise((done) => server.close(done));
    expect(result.codes).toEqual(codes);
  });

  it("claims nothing of what it cannot look at", async () => {
    replace("frameio.jsonc", '"file.ready"', '"file.redy"');
    const env = { PORT: await freePort() };
    const { stdout } = await run("gen", ["doctor"], { cwd: root, env });
    expect(stdout).toContain("✖ frameio.jsonc");
    expect(stdout).toContain("- Generated files: not looked at");
    expect(stdout).toContain("- Environment variables: not looked at");
  });

  it("speaks to people, too", async () => {
    rmSync(join(root, ".env"));
    const env = { PORT: await freePort() };
    const result = await run("gen", ["doctor"], { cwd: root, env });
    expect(result.code).toBe(1);
    expect(result.stdout).toContain("✔ frameio.jsonc");
    expect(result.stdout).toContain("WEBHOOK_SECRET is not set");
    expect(result.stdout).toContain("1 error.");
  });
});

const keyPair = JSON.stringify({
  openapi: "3.1.0",
  info: { title: "Pair", version: "1" },
  "x-webhook-delivery": {
    preset: "standard-webhooks-ed25519",
    event: { pointer: "/type" },
    contentType: "application/json",
    timeoutSeconds: 10,
    retry: { attempts: 3 },
  },
  webhooks: {
    "a.b": {
      post: {
        requestBody: {
          content: {
            "application/json": {
              schema: {
                type: "object",
                properties: { type: { const: "a.b" } },
              },
              example: { type: "a.b" },
            },
          },
        },
      },
    },
  },
});

/** git, and no package manager that this machine may have. */
function toolsOnly(): string {
  const bin = join(root, "..", "bin");
  mkdirSync(bin, { recursive: true });
  for (const tool of ["git", "sh"]) {
    const { stdout } = spawnSync("which", [tool], { encoding: "utf8" });
    spawnSync("ln", ["-sf", stdout.trim(), join(bin, tool)]);
  }
  return bin;
}

function replace(path: string, from: string, to: string): void {
  const text = readFileSync(join(root, path), "utf8");
  writeFileSync(join(root, path), text.replace(from, to));
}
