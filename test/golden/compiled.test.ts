import { execFile } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  postgresServer,
  programAt,
  redisServer,
  type TestServer,
} from "../../scripts/support/servers.mjs";
import { emitGolden, goldenCases } from "./cases.js";
import { patience } from "../support/patience.js";

const run = promisify(execFile);
const modules = fileURLToPath(new URL("../../node_modules/", import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), "golden-"));

beforeAll(async () => {
  for (const name of goldenCases) {
    for (const [path, text] of Object.entries(await emitGolden(name))) {
      const file = join(scratch, name, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    // The versions that an app pins are those that this repository has.
    symlinkSync(modules, join(scratch, name, "node_modules"));
  }
});

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Servers for the apps' own tests of their inbox, where this machine has them. */
const servers: Record<string, TestServer> = {};

beforeAll(async () => {
  const [redis, postgres, initdb] = ["redis-server", "postgres", "initdb"].map(
    programAt,
  );
  if (redis) servers["TEST_REDIS_URL"] = await redisServer(redis);
  if (postgres && initdb) {
    servers["TEST_DATABASE_URL"] = await postgresServer(postgres, initdb);
  }
  await Promise.all(Object.values(servers).map((server) => server.start()));
});

afterAll(async () => {
  for (const server of Object.values(servers)) await server.dispose();
});

/** Runs a bin of a package on an app; the output is what a failing test shows. */
async function bin(name: string, path: string, ...args: string[]) {
  const cwd = join(scratch, name);
  const urls = Object.entries(servers).map(([key, { url }]) => [key, url]);
  const env = {
    ...process.env,
    ...Object.fromEntries(urls),
    NO_COLOR: "1",
    VITEST: undefined,
  };
  return run(process.execPath, [join(modules, path), ...args], { cwd, env })
    .then(() => "ok")
    .catch(({ stdout, stderr }: { stdout: string; stderr: string }) =>
      [stdout, stderr].join("\n"),
    );
}

// As one program, which is four times as fast as five: they all have the same settings.
it("all goldens compile with TypeScript 5.9", async () => {
  const settings = goldenCases.map((name) =>
    readFileSync(join(scratch, name, "tsconfig.json"), "utf8"),
  );
  expect(new Set(settings).size).toBe(1);
  const { include } = JSON.parse(settings[0] ?? "") as { include: string[] };
  const all = goldenCases.flatMap((name) =>
    include.map((path) => `${name}/${path}`),
  );
  const [first = ""] = goldenCases;
  const one = { extends: `./${first}/tsconfig.json`, include: all };
  writeFileSync(join(scratch, "tsconfig.json"), JSON.stringify(one));
  symlinkSync(modules, join(scratch, "node_modules"));
  const tsc = join(modules, "typescript/bin/tsc");
  const options = { maxBuffer: 1 << 24 };
  const { stdout } = await run(
    process.execPath,
    [tsc, "-p", scratch, "--listFiles"],
    options,
  ).catch((error: { stdout: string }) => error);
  const lines = stdout.trim().split("\n");
  expect(lines.filter((line) => !/\.(?:[cm]?ts|json)$/.test(line))).toEqual([]);
  for (const name of goldenCases)
    expect(stdout).toContain(`/${name}/src/app.ts\n`);
});

describe.each(goldenCases)("golden %s", (name) => {
  it("compiles with TypeScript 7", async () => {
    expect(await bin(name, "typescript7/bin/tsc", "-p", ".")).toBe("ok");
  });

  it("has nothing to lint", async () => {
    expect(await bin(name, "oxlint/bin/oxlint", "--deny-warnings")).toBe("ok");
  });

  it("passes its own tests", async () => {
    expect(
      await bin(name, "vitest/vitest.mjs", "run", "--root", ".", ...patience),
    ).toBe("ok");
  });
});

describe("README.md", () => {
  const page = readFileSync(
    new URL("../../README.md", import.meta.url),
    "utf8",
  );
  const examples = [...page.matchAll(/^```ts\n([^]*?)^```$/gm)].map(
    ([, text = ""]) => text,
  );

  it("shows code that compiles in an app", async () => {
    const name = "single-event";
    const paths = examples.map((text, index) =>
      text.includes('"../')
        ? `src/webhooks/readme-${index}.ts`
        : `src/readme-${index}.ts`,
    );
    for (const [index, path] of paths.entries())
      writeFileSync(join(scratch, name, path), examples[index] ?? "");
    expect(paths).toHaveLength(2);
    expect(await bin(name, "typescript7/bin/tsc", "-p", ".")).toBe("ok");
  });
});
