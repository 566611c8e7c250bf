import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { afterEach, describe, expect, it } from "vitest";

import { createSignatureScheme } from "../../templates/app/src/frameio/kernel/verification/signature.gen.js";
import { testTool } from "../support/generate-app.js";
import { freshApp, prepareApp } from "./support/app.js";
import { run } from "./support/run.js";

prepareApp();

const { delivery } = testTool.providers.load("frameio@4")!.catalog;
const scheme = createSignatureScheme(delivery, 300);

interface Received {
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: Buffer;
}

let server: Server | undefined;
afterEach(
  () => new Promise<unknown>((done) => (server ? server.close(done) : done(0))),
);

/** Stands where the app would listen, and answers all alike. */
async function listen(status: number, answer: string) {
  const received: Received[] = [];
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      received.push({
        path: request.url ?? "",
        headers: request.headers as Record<string, string>,
        body: Buffer.concat(chunks),
      });
      response.writeHead(status, { connection: "close" }).end(answer);
    });
  });
  await new Promise<void>((done) => server!.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return { received, port: String(port) };
}

function holds({ headers, body }: Received, secret: string): boolean {
  const claim = scheme.read(headers);
  if (typeof claim === "string") throw new Error(claim);
  return scheme.isFresh(claim, Date.now()) && scheme.holds(claim, body, secret);
}

function secretOf(root: string): string {
  const env = parseEnv(readFileSync(join(root, ".env"), "utf8"));
  return env["WEBHOOK_SECRET"] ?? "";
}

describe("trigger", () => {
  it("sends a sample, signed with the secret in .env, to the app's port and path", async () => {
    const root = freshApp();
    const { received, port } = await listen(200, '{"ok":true}');
    const env = { PORT: port };
    const result = await run("gen", ["trigger", "file.ready"], {
      cwd: root,
      env,
    });
    expect(result).toMatchObject({ code: 0, stderr: "" });
    expect(result.stdout).toMatch(/^200 in \d+ ms$/m);
    expect(result.stdout).toContain('{"ok":true}');
    expect(received).toHaveLength(1);
    const [one] = received as [Received];
    expect(one.path).toBe("/webhooks/frameio");
    expect(JSON.parse(String(one.body))).toMatchObject({ type: "file.ready" });
    expect(holds(one, secretOf(root))).toBe(true);
    expect(holds(one, "another")).toBe(false);
  });

  it("lets the environment win over .env", async () => {
    const root = freshApp();
    const { received, port } = await listen(200, "");
    const env = { PORT: port, WEBHOOK_SECRET: "from the environment" };
    await run("gen", ["trigger", "file.ready"], { cwd: root, env });
    expect(holds(received[0]!, "from the environment")).toBe(true);
  });

  it("changes members of the sample", async () => {
    const root = freshApp();
    const { received, port } = await listen(200, "");
    const args = [
      "trigger",
      "file.ready",
      "--set",
      "resource.id=a, b",
      "--set",
    ];
    await run("gen", [...args, "extra.n=1"], {
      cwd: root,
      env: { PORT: port },
    });
    expect(JSON.parse(String(received[0]!.body))).toMatchObject({
      resource: { id: "a, b", type: "file" },
      extra: { n: 1 },
    });
  });

  it("replays a file byte by byte, to any address", async () => {
    const root = freshApp();
    const { received, port } = await listen(202, "");
    const text = '{ "type" : "something.new",\n "é": 1.0 }\n';
    writeFileSync(join(root, "payload.json"), text);
    const url = `http://127.0.0.1:${port}/elsewhere`;
    const args = ["trigger", "something.new", "--file", "payload.json"];
    const result = await run("gen", [...args, "--url", url, "--json"], {
      cwd: root,
    });
    expect(result).toMatchObject({ code: 0, stderr: "" });
    expect(String(received[0]!.body)).toBe(text);
    expect(received[0]!.path).toBe("/elsewhere");
    expect(holds(received[0]!, secretOf(root))).toBe(true);
    expect(JSON.parse(result.stdout)).toMatchObject({
      ok: true,
      url,
      status: 202,
      handled: false,
    });
  });

  it("fails when the app does not accept the delivery", async () => {
    const root = freshApp();
    const { port } = await listen(401, "no\u001b[31m");
    const env = { PORT: port };
    const result = await run("gen", ["trigger", "file.ready"], {
      cwd: root,
      env,
    });
    expect(result.code).toBe(1);
    expect(result.stdout).toContain("401");
    expect(result.stderr).toContain("FG517");
    expect(result.output).not.toContain("\u001b");
  });

  it("says that the app does not run", async () => {
    const root = freshApp();
    const { port } = await listen(200, "");
    await new Promise((done) => server!.close(done));
    server = undefined;
    const env = { PORT: port };
    const result = await run("gen", ["trigger", "file.ready"], {
      cwd: root,
      env,
    });
    expect(result.code).toBe(1);
    expect(result.stderr).toContain("FG516");
    expect(result.stderr).toContain("npm start");
  });

  it("asks for the secret that only a resolver knows", async () => {
    const root = freshApp();
    const { received, port } = await listen(200, "");
    const env = { PORT: port };
    const add = ["add-webhook", "file.created", "--secret", "resolver"];
    await run("gen", add, { cwd: root });
    const args = ["trigger", "file.created"];
    const without = await run("gen", args, { cwd: root, env });
    expect(without.code).toBe(1);
    expect(without.stderr).toContain("--secret-value");
    const given = [...args, "--secret-value", "told"];
    expect(await run("gen", given, { cwd: root, env })).toMatchObject({
      code: 0,
    });
    expect(holds(received[0]!, "told")).toBe(true);
  });

  it.each<[string, string[], number, string]>([
    ["no event", [], 2, "trigger file.ready"],
    ["an unknown event", ["file.redy"], 1, 'Did you mean "file.ready"?'],
    ["a missing file", ["file.ready", "--file", "none.json"], 1, "FG514"],
    ["no JSON", ["file.ready", "--file", "package-lock"], 1, "FG514"],
    ["a wrong address", ["file.ready", "--url", "ftp://x"], 2, "FG503"],
    ["a wrong member", ["file.ready", "--set", "nonsense"], 1, "FG210"],
  ])("refuses %s", async (_, args, code, told) => {
    const root = freshApp();
    const result = await run("gen", ["trigger", ...args], { cwd: root });
    expect(result.code).toBe(code);
    expect(result.stderr).toContain(told);
  });

  it("names the variable that is not set", async () => {
    const root = freshApp();
    writeFileSync(join(root, ".env"), "WEBHOOK_SECRET=\n");
    const result = await run("gen", ["trigger", "file.ready"], { cwd: root });
    expect(result.code).toBe(1);
    expect(result.stderr).toContain("FG515");
    expect(result.stderr).toContain("WEBHOOK_SECRET");
  });
});
