import {
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { publint } from "publint";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import {
  deliver,
  payload,
  secretOf,
  signedHeaders,
  standardDeliveries,
} from "../../scripts/journey/delivery.mjs";
import { run } from "../../scripts/journey/run.mjs";
import { startApp } from "../../scripts/journey/server.mjs";
import { installTool, packTool } from "../../scripts/journey/tool.mjs";
import { codes } from "../../src/diagnostics/codes.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const MEGABYTE = 1_000_000;

const folder = realpathSync(mkdtempSync(join(tmpdir(), "packed-")));
const user = join(folder, "user");
const app = join(user, "my-app");
let tarball: Awaited<ReturnType<typeof packTool>>;

beforeAll(async () => {
  tarball = await packTool(ROOT, folder);
  await installTool(tarball, user);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the tarball", () => {
  it("holds what users need, and nothing of the workshop", () => {
    expect(
      [...new Set(tarball.paths.map((path) => path.split("/")[0]))].sort(),
    ).toEqual([
      "LICENSE",
      "README.md",
      "dist",
      "docs",
      "package.json",
      "schemas",
      "templates",
    ]);
    expect(tarball.paths).toEqual(
      expect.arrayContaining([
        "dist/create-frameio-app.js",
        "dist/frameio-gen.js",
        "dist/fingerprint",
        "dist/providers/frameio@4.json",
        "dist/THIRD_PARTY_LICENSES.md",
        // npm leaves .gitignore out, so it travels under another name.
        "templates/app/_gitignore",
      ]),
    );
    expect(
      tarball.paths.filter((path) => /^dist\/.*\.(ts|map)$/.test(path)),
    ).toEqual([]);
  });

  it("has the pages that its README and its hints name", () => {
    const readme = readFileSync(join(ROOT, "README.md"), "utf8");
    const links = [...readme.matchAll(/\]\((docs\/[^)#]+)/g)].map(
      ([, path = ""]) => path,
    );
    const hints = Object.values(codes).flatMap(({ hint }) =>
      [...hint.matchAll(/create-frameio-app\/(docs\/[\w.]+)/g)].map(
        ([, path = ""]) => path,
      ),
    );
    expect(links.length * hints.length).toBeGreaterThan(0);
    expect(tarball.paths).toEqual(expect.arrayContaining([...links, ...hints]));
    expect(tarball.paths.filter((path) => /^docs\/.*\//.test(path))).toEqual(
      [],
    );
  });

  it("is small: 3 MB to download and 10 MB on disk at most", () => {
    expect(tarball.bytes).toBeLessThan(3 * MEGABYTE);
    expect(tarball.unpackedBytes).toBeLessThan(10 * MEGABYTE);
  });

  it("declares no dependencies and runs nothing when it is installed", () => {
    const manifest = JSON.parse(
      readFileSync(join(ROOT, "package.json"), "utf8"),
    );
    for (const group of [
      "dependencies",
      "peerDependencies",
      "optionalDependencies",
    ]) {
      expect(manifest).not.toHaveProperty(group);
    }
    for (const script of ["preinstall", "install", "postinstall", "prepare"]) {
      expect(manifest.scripts).not.toHaveProperty(script);
    }
  });

  it("has nothing to correct, says publint", async () => {
    const { messages } = await publint({ pkgDir: ROOT, strict: true });
    expect(messages).toEqual([]);
  });

  it("names no path of the machine that packed it", () => {
    const installed = join(user, "node_modules/create-frameio-app");
    const telling = tarball.paths.filter((path) => {
      const text = readFileSync(join(installed, path), "utf8");
      return (
        text.includes(ROOT.replace(/\/$/, "")) || text.includes(`${homedir()}/`)
      );
    });
    expect(telling).toEqual([]);
  });

  it("carries the licence of everything that is bundled", () => {
    const licences = readFileSync(
      join(
        user,
        "node_modules/create-frameio-app/dist/THIRD_PARTY_LICENSES.md",
      ),
      "utf8",
    );
    for (const name of [
      "typescript 5.9",
      "handlebars ",
      "yeoman-environment ",
    ]) {
      expect(licences).toContain(name);
    }
  });

  it("installs as one package", () => {
    const names = readdirSync(join(user, "node_modules")).filter(
      (name) => !name.startsWith("."),
    );
    expect(names).toEqual(["create-frameio-app"]);
  });
});

describe("an app made with the packed tool", () => {
  it("is created and installed by one command", async () => {
    const { output } = await npx(
      user,
      "create-frameio-app my-app --yes --events file.ready,comment.created --no-git",
    );
    expect(output).toContain("npm start");
    expect(readdirSync(app)).toEqual(
      expect.arrayContaining([
        ".frameio",
        ".gitignore",
        "frameio.jsonc",
        "node_modules",
        "src",
      ]),
    );
    // What the manifest does not ask for is not there, not even by way of others.
    expect(readdirSync(join(app, "node_modules"))).not.toContain(
      "@opentelemetry",
    );
    const { devDependencies } = JSON.parse(
      readFileSync(join(app, "package.json"), "utf8"),
    );
    expect(devDependencies["create-frameio-app"]).toBe(`file:${tarball.file}`);
  });

  it.each(["test", "run typecheck", "run lint", "run build"])(
    "passes its own `npm %s`",
    async (command) => {
      const running = run("npm", command.split(" "), { cwd: app });
      await expect(running).resolves.toBeDefined();
    },
  );

  it("has not drifted, and a second run changes nothing", async () => {
    await npx(app, "frameio-gen check");
    const before = snapshot();
    const { stdout } = await npx(app, "frameio-gen generate --json");
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, changed: false });
    expect(snapshot()).toEqual(before);
  });

  it("answers real signed deliveries, and refuses the others", async () => {
    const server = await startApp(app);
    try {
      for (const { name, expect: status, request } of standardDeliveries(
        secretOf(app),
      )) {
        const answer = await deliver(server.url, request);
        expect({ name, status: answer.status }).toEqual({ name, status });
        expect(answer.body).not.toContain(secretOf(app));
      }
      const { stdout } = await npx(
        app,
        `frameio-gen trigger comment.created --url ${server.url}/webhooks/frameio`,
      );
      expect(stdout).toMatch(/^202 in /m);
    } finally {
      await server.terminate();
    }
  });

  it("finishes what it has begun when it gets SIGTERM", async () => {
    const handler = join(app, "src/webhooks/comment-created.ts");
    const text = readFileSync(handler, "utf8");
    writeFileSync(
      handler,
      text.replace(
        "=> {\n",
        "=> {\n  await new Promise((resolve) => setTimeout(resolve, 1_500));\n",
      ),
    );
    await run("npm", ["run", "build"], { cwd: app });
    const server = await startApp(app);
    const body = payload("comment.created");
    const headers = signedHeaders(body, secretOf(app));
    const delivery = deliver(server.url, { headers, body });
    await new Promise((resolve) => setTimeout(resolve, 500));
    const [{ status }, { code }] = await Promise.all([
      delivery,
      server.terminate(),
    ]);
    expect({ status, code }).toEqual({ status: 202, code: 0 });
    expect(server.output()).toContain('"outcome":"processed"');
  });

  it("grows by a webhook, and keeps the edit", async () => {
    const handler = join(app, "src/webhooks/comment-created.ts");
    const edited = readFileSync(handler, "utf8");
    await npx(app, "frameio-gen add-webhook file.deleted");
    await npx(app, "frameio-gen check");
    await run("npm", ["run", "typecheck"], { cwd: app });
    expect(readFileSync(handler, "utf8")).toBe(edited);
  });
});

function npx(cwd: string, command: string) {
  return run("npx", ["--no-install", ...command.split(" ")], { cwd });
}

/** Every file of the app beside what was installed or built, with its text. */
function snapshot(): Record<string, string> {
  const paths = readdirSync(app, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !/\/(node_modules|dist)\//.test(path));
  return Object.fromEntries(
    paths.map((path) => [path, readFileSync(path, "utf8")]),
  );
}
