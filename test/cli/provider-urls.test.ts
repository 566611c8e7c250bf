import { spawnSync } from "node:child_process";
import { createServer, type RequestListener } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { acme } from "../support/look-alikes.js";
import { freshApp, prepareApp } from "./support/app.js";
import { snapshot, temporaryFolder } from "./support/folders.js";
import { type Result, run } from "./support/run.js";

prepareApp();

const asked: { readonly url: string; readonly user: string | undefined }[] = [];
let sent = 0;

const answer: RequestListener = (request, response) => {
  const url = request.url ?? "";
  if (!(url.slice(1) in left))
    asked.push({ url, user: request.headers.authorization });
  const leadTo = (location: string) =>
    response.writeHead(302, { location }).end();
  if (url.startsWith("/acme")) return void response.end(acme);
  switch (url) {
    case "/gzip":
      response.setHeader("content-encoding", "gzip");
      return void response.end(gzipSync(acme));
    case "/moved":
      return void leadTo("acme.yaml");
    case "/loop":
      return void leadTo("/loop");
    case "/silent":
      return;
    case "/trickle": {
      const timer = setInterval(() => response.write(" "), 100);
      return void response.once("close", () => clearInterval(timer));
    }
    case "/elsewhere":
      return void leadTo(`http://localhost:${base.split(":")[1]}/acme`);
    case "/plain":
      return void leadTo("http://acme.example/openapi.json");
    case "/page":
      return void response.end("<!doctype html><title>Acme</title>");
    case "/empty":
      return void response.end();
    case "/packed":
      return void response.end(gzipSync(acme));
    case "/endless": {
      const more = (): void => {
        if (response.destroyed) return;
        sent += 1 << 20;
        response.write(Buffer.alloc(1 << 20, 32), more);
      };
      return more();
    }
    case "/broken":
      response.write("openapi:");
      return void setTimeout(() => request.socket.destroy(), 50);
    default:
      return void response.writeHead(Number(url.slice(1)) || 404).end("no");
  }
};

const server = createServer(answer);
let base: string;
/** What comes of servers that never end: half a minute each, beside everything else. */
const left: Record<"silent" | "trickle", Promise<Result> | undefined> = {
  silent: undefined,
  trickle: undefined,
};

beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  base = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const slow = (path: string) => add(freshApp(), `http://${base}/${path}`);
  left.silent = slow("silent");
  left.trickle = slow("trickle");
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const add = (cwd: string, url: string, env = {}) =>
  run("gen", ["add-provider", url, "--name", "acme"], { cwd, env });

describe("a URL", () => {
  it.each(["gzip", "moved", "acme"])("is read: /%s", async (path) => {
    const root = freshApp();
    const result = await add(root, `http://${base}/${path}`);
    expect(result.code, result.output).toBe(0);
    expect(readFileSync(join(root, ".frameio/lock.json"), "utf8")).toContain(
      `"source": "http://${base}/${path}"`,
    );
  });

  it.each([
    ["404", "answers 404"],
    ["500", "Try again later"],
    ["401", "by a variable"],
    ["loop", "leads on more than 10 times"],
    ["plain", "leads on to http://acme.example, which is not https"],
    ["page", "answers with a web page"],
    ["empty", "answers with nothing"],
    ["packed", "is not text"],
    ["broken", "breaks off"],
    ["endless", "more than 32 MiB"],
    ["404?token=hush", "/404 answers"],
  ])("is refused, and nothing written: /%s", async (path, told) => {
    const root = freshApp();
    const before = snapshot(root);
    const result = await add(root, `http://${base}/${path}`);
    expect(result.stderr).toContain(told);
    expect(result).toMatchObject({ code: 1 });
    expect(result.stderr).toMatch(/error FG214.*\n\s+hint: /);
    expect(result.stderr).not.toMatch(/hush|^\s+at /m);
    expect(snapshot(root)).toEqual(before);
    // What is in the sockets' buffers has left; the rest was never asked for.
    expect(sent).toBeLessThan(64 << 20);
  });

  it.each([
    ["http://[", "is not a URL"],
    ["http://127.0.0.1:9/x", "cannot be reached"],
    ["https://acme.invalid/x", "NODE_USE_ENV_PROXY=1"],
  ])("cannot be used: %s", async (url, told) => {
    const result = await add(freshApp(), url, { HTTPS_PROXY: "http://p:1" });
    expect(result.stderr).toMatch(/error FG214/);
    expect(result.stderr).toContain(told);
    expect(result.code).toBe(1);
  });

  it("has secrets: they are sent, and written nowhere", async () => {
    const root = freshApp();
    asked.length = 0;
    const url = `http://me:hush1@${base}/acme.yaml?v=2&token=hush2`;
    const added = await add(root, url);
    expect(added.code, added.output).toBe(0);
    const user = `Basic ${Buffer.from("me:hush1").toString("base64")}`;
    expect(asked).toEqual([{ url: "/acme.yaml?v=2&token=hush2", user }]);
    expect(added.output).toContain("FG219");
    const files = Object.values(snapshot(root)).join("\n");
    expect(files + added.output).not.toContain("hush");
    expect(files).toContain(
      `http://\${ACME_USER}:\${ACME_PASSWORD}@${base}/acme.yaml?v=2&token=\${ACME_TOKEN}`,
    );

    const allowed = ["ACME_USER", "ACME_PASSWORD", "ACME_TOKEN"].flatMap(
      (name) => ["--allow-env", `${name}@${base}`],
    );
    const refresh = (env: Record<string, string>, args = allowed) =>
      run("gen", ["types", "--refresh", ...args], { cwd: root, env });
    const without = await refresh({ ACME_USER: "me" });
    expect(without.code).toBe(1);
    expect(without.stderr).toContain("ACME_PASSWORD and ACME_TOKEN");
    // Whoever wrote the lockfile, nothing of the environment goes where nobody said.
    const lockPath = join(root, ".frameio/lock.json");
    const locked = readFileSync(lockPath, "utf8");
    for (const [from, to, told] of [
      [
        "ACME_TOKEN",
        "CLOUD_KEY",
        `FG507 The lockfile wants CLOUD_KEY sent to ${base}`,
      ],
      [base, base.replace("127.0.0.1", "localhost"), "ACME_TOKEN@localhost"],
      [base, "${CLOUD_KEY}.invalid", "variable in its host"],
    ] as const) {
      writeFileSync(lockPath, locked.replace(from, to));
      const stolen = await refresh({ CLOUD_KEY: "hush3", ACME_TOKEN: "hush2" });
      expect(stolen.code).toBeGreaterThan(0);
      expect(stolen.stderr).toContain(told);
      expect(stolen.output).not.toContain("hush");
    }
    writeFileSync(lockPath, locked);
    expect(asked).toHaveLength(1);
    const names = { ACME_USER: "me", ACME_PASSWORD: "hush1" };
    const renewed = await refresh({ ...names, ACME_TOKEN: "hush2" });
    expect(renewed.code, renewed.output).toBe(0);
    expect(asked).toHaveLength(2);
    expect(asked[1]).toEqual(asked[0]);

    // Nothing else asks.
    for (const args of [[], ["check"], ["types"], ["providers"], ["doctor"]])
      await run("gen", args, { cwd: root });
    expect(asked).toHaveLength(2);
  });
});

it("a package is read through its exports, and its version pinned", async () => {
  const root = freshApp();
  const folder = join(root, "node_modules/@acme/schemas");
  mkdirSync(join(folder, "dist"), { recursive: true });
  const install = (version: string, text: string) => {
    const exports = { "./openapi.yaml": "./dist/v2.yaml" };
    const manifest = { name: "@acme/schemas", version, exports };
    writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
    writeFileSync(join(folder, "dist/v2.yaml"), text);
  };
  const locked = () =>
    readFileSync(join(root, ".frameio/lock.json"), "utf8").match(
      /"source": "npm:.*?"version": "[^"]*"/s,
    )?.[0];
  install("1.0.0", acme);
  const added = await add(root, "@acme/schemas/openapi.yaml");
  expect(added.code, added.output).toBe(0);
  expect(locked()).toMatch(/npm:@acme\/schemas\/openapi\.yaml.*1\.0\.0/s);

  install("1.1.0", acme.replace("Acme Billing", "Acme Books"));
  const renewed = await run("gen", ["types", "--refresh"], { cwd: root });
  expect(renewed.code, renewed.output).toBe(0);
  expect(locked()).toMatch(/npm:@acme\/schemas\/openapi\.yaml.*1\.1\.0/s);
  const { stdout } = await run("gen", ["providers"], { cwd: root });
  expect(stdout).toContain("from npm:@acme/schemas/openapi.yaml 1.1.0 on");
});

it("https needs a certificate that is trusted, and stays https", async () => {
  const folder = temporaryFolder();
  const [key, cert] = ["key.pem", "cert.pem"].map((name) => join(folder, name));
  const subject = "/CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1".split(
    " ",
  );
  const made = spawnSync("openssl", [
    ..."req -x509 -newkey rsa:2048 -nodes -days 1 -keyout".split(" "),
    key!,
    "-out",
    cert!,
    "-subj",
    ...subject,
  ]);
  expect(made.status, String(made.stderr)).toBe(0);
  const pair = { key: readFileSync(key!), cert: readFileSync(cert!) };
  const secure = createSecureServer(pair, (request, response) => {
    if (request.url === "/acme.yaml") return void response.end(acme);
    response.writeHead(302, { location: `http://${base}/acme` }).end();
  });
  await new Promise<void>((done) => secure.listen(0, "127.0.0.1", done));
  const host = `https://127.0.0.1:${(secure.address() as AddressInfo).port}`;
  try {
    const trusted = { NODE_EXTRA_CA_CERTS: cert! };
    const strange = await add(freshApp(), `${host}/acme.yaml`);
    expect(strange.stderr).toContain("SELF_SIGNED");
    expect(strange.stderr).toContain("NODE_EXTRA_CA_CERTS");
    const known = await add(freshApp(), `${host}/acme.yaml`, trusted);
    expect(known.code, known.output).toBe(0);
    asked.length = 0;
    const down = await add(freshApp(), `${host}/down`, trusted);
    expect(down.stderr).toContain(`leads on to http://${base}, which`);
    expect(asked).toEqual([]);
  } finally {
    secure.close();
  }
});

it("another host is not told the password", async () => {
  asked.length = 0;
  const added = await add(freshApp(), `http://me:hush@${base}/elsewhere`);
  expect(added.code, added.output).toBe(0);
  expect(asked.map(({ user }) => user !== undefined)).toEqual([true, false]);
});

it("no command opens a connection that was not asked for", async () => {
  const root = freshApp();
  const folder = temporaryFolder();
  const [hook, log] = ["hook.cjs", "log"].map((name) => join(folder, name));
  writeFileSync(
    hook!,
    `const { Socket } = require("node:net"), { connect } = Socket.prototype;
Socket.prototype.connect = function (...args) {
  require("node:fs").appendFileSync(${JSON.stringify(log)}, "connect\\n");
  return connect.apply(this, args);
};`,
  );
  writeFileSync(log!, "");
  const env = { NODE_OPTIONS: `--require ${hook}` };
  const gen = (...args: string[]) => run("gen", args, { cwd: root, env });
  const opened = () => readFileSync(log!, "utf8").split("\n").length - 1;
  await gen("add-provider", `http://${base}/acme`, "--name", "acme");
  expect(opened()).toBe(1);
  await gen("add-webhook", "invoice.paid", "--provider", "acme");
  for (const command of ["generate", "check", "types", "providers"])
    await gen(command);
  expect(opened()).toBe(1);
  await gen("types", "--refresh");
  expect(opened()).toBe(2);
});

it.each(["silent", "trickle"] as const)(
  "a server that is %s is left after 30 seconds",
  async (path) => {
    const result = (await left[path])!;
    expect(result.stderr).toContain("was not read within 30 seconds");
    expect(result.code).toBe(1);
  },
);
