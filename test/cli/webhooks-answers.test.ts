// What `webhooks` makes of an API that does not answer as its document says.
import { spawn } from "node:child_process";
import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { freshApp, prepareApp } from "./support/app.js";
import { bins, cleanEnv, run, type Result } from "./support/run.js";

prepareApp();

const token = "a-token-that-nobody-must-see";
const access = {
  FRAMEIO_TOKEN: token,
  FRAMEIO_ACCOUNT_ID: "acc-1",
  FRAMEIO_WORKSPACE_ID: "ws-1",
};

type Behaviour = (request: IncomingMessage, response: ServerResponse) => void;

const json = (status: number, value: unknown): Behaviour => {
  return (_, response) => {
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(value));
  };
};
const html = (status: number, headers = {}): Behaviour => {
  return (_, response) => {
    response.writeHead(status, { "content-type": "text/html", ...headers });
    response.end("<html>Sign in</html>");
  };
};
const redirect = (status: number): Behaviour => {
  return (_, response) => {
    response.writeHead(status, { location: `${addressOf(elsewhere)}/` }).end();
  };
};

let elsewhereAsked = 0;
const elsewhere = createServer((_, response) => {
  elsewhereAsked += 1;
  response.end("{}");
});

let megabytesTaken = 0;
/** Never ends, and nobody can hold all of it. */
const huge: Behaviour = (_, response) => {
  const piece = "x".repeat(1024 * 1024);
  const more = () => {
    while (!response.destroyed && response.write(piece)) megabytesTaken += 1;
  };
  response.writeHead(200).on("drain", more);
  more();
};

/** By the first step of the path. */
const behaviours: Readonly<Record<string, Behaviour>> = {
  html: html(200),
  empty: (_, response) => void response.end(),
  nothing: (_, response) => void response.writeHead(204).end(),
  null: json(200, null),
  other: json(200, { webhooks: [] }),
  odd: json(200, { data: [null, 5, { id: {} }] }),
  "no-secret": json(201, { data: { id: "wh-7" } }),
  huge,
  moved: redirect(301),
  kept: redirect(307),
  silent: () => {},
  reset: ({ socket }) => socket.destroy(),
  "broken-off": (_, response) => {
    response.writeHead(200, { "content-length": "100" });
    response.write("{");
    setTimeout(() => response.destroy(), 50);
  },
  "not-packed": (_, response) =>
    void response.writeHead(200, { "content-encoding": "gzip" }).end("{}"),
  echo: ({ headers }, response) =>
    json(401, { errors: [{ detail: `bad ${headers.authorization}` }] })(
      { headers } as IncomingMessage,
      response,
    ),
  ugly: json(422, { errors: [{ detail: "a \u001b[31m\n at b" }] }),
  busy: html(429, { "retry-after": "4000" }),
  wait: html(429, { "retry-after": "50" }),
};

const server = createServer((request, response) => {
  request.resume();
  const [, step = ""] = (request.url ?? "").split("/");
  (behaviours[step] ?? html(Number(step)))(request, response);
});

function addressOf(of: Server): string {
  return `http://127.0.0.1:${(of.address() as AddressInfo).port}`;
}

let root: string;
beforeAll(async () => {
  root = freshApp();
  for (const one of [server, elsewhere]) {
    await new Promise<void>((done) => one.listen(0, "127.0.0.1", done));
  }
});
afterAll(() => {
  for (const one of [server, elsewhere]) {
    one.close();
    one.closeAllConnections();
  }
});

const register = ["register", "--url", "https://hooks.example.com"];

function webhooks(
  args: readonly string[],
  api: string,
  env: Record<string, string> = access,
): Promise<Result> {
  const all = ["webhooks", ...args, "--api-url", api];
  return run("gen", all, { cwd: root, env });
}

const mayBeThere = "the webhook may have been made";

describe("a diagnostic that says what to do next", () => {
  it.each<[string, readonly string[], string, string]>([
    ["html", ["list"], "not JSON", "--api-url"],
    ["empty", ["list"], "has no list", "--api-url"],
    ["nothing", ["list"], "has no list", "--api-url"],
    ["null", ["list"], "has no list", "--api-url"],
    ["other", ["list"], "has no list", "--api-url"],
    ["odd", ["list"], "has no webhook", "--api-url"],
    ["empty", register, "has no webhook", mayBeThere],
    ["no-secret", register, "wh-7 was made", mayBeThere],
    ["huge", ["list"], "longer than 16 MiB", "--api-url"],
    ["moved", ["list"], "answered 301", "--api-url"],
    ["kept", register, "where the token is not sent", mayBeThere],
    ["reset", register, "cannot be reached", mayBeThere],
    ["broken-off", register, "broke off", mayBeThere],
    ["not-packed", ["list"], "cannot be read", "--api-url"],
    ["echo", ["list"], "answered 401: bad Bearer …", "FRAMEIO_TOKEN is wrong"],
    ["ugly", register, "a \\u001b[31m\\n at b", "what the provider names"],
    ["busy", ["list"], "wait 4000 s", "Wait a minute"],
    ["401", ["list"], "answered 401", "FRAMEIO_TOKEN is wrong"],
    ["403", ["delete", "id"], "answered 403", "account admin"],
    ["404", ["update", "id", "--name", "x"], "answered 404", "Check the id"],
    ["409", register, "answered 409", "what the provider names"],
    ["422", register, "answered 422", "what the provider names"],
    ["500", register, "answered 500", mayBeThere],
    ["503", ["list"], "answered 503", "run the command again later"],
  ])("%s to %j", async (behaviour, args, message, next) => {
    const result = await webhooks(args, `${addressOf(server)}/${behaviour}`);
    expect(result).toMatchObject({ code: 1, stdout: "" });
    expect(result.stderr).toMatch(/^error FG560 /);
    expect(result.stderr).toContain(message);
    expect(result.stderr.split("hint: ")[1]).toContain(next);
    expect(result.stderr).not.toContain(token);
    expect(result.stderr).not.toMatch(/^\s+at |node:|undici/m);
    expect(elsewhereAsked).toBe(0);
    expect(megabytesTaken).toBeLessThan(200);
  });

  it("an address that nobody listens at, and one with a password", async () => {
    const closed = await webhooks(["list"], "http://127.0.0.1:1");
    expect(closed.stderr).toContain("http://127.0.0.1:1 cannot be reached");
    const open = await webhooks(["list"], "http://me:pa55word@127.0.0.1:1");
    expect(open.stderr).toContain("FG560 the address has a user in it");
    expect([closed.code, open.code]).toEqual([1, 1]);
    expect(open.output).not.toContain("pa55word");
  });

  it.each(["two\nlines", "ümläut"])("a token such as %j", async (odd) => {
    const env = { ...access, FRAMEIO_TOKEN: odd };
    const result = await webhooks(["list"], `${addressOf(server)}/empty`, env);
    expect(result.code).toBe(1);
    expect(result.stderr).toContain("characters that a header cannot have");
    expect(result.output).not.toContain(odd);
  });
});

it("an empty answer to a change or a removal is all well", async () => {
  const api = `${addressOf(server)}/nothing`;
  const changed = await webhooks(["update", "id-1", "--active", "false"], api);
  expect(changed).toMatchObject({ code: 0, stderr: "" });
  expect(changed.stdout).toContain("Changed id-1 (off)");
  const deleted = await webhooks(["delete", "id-1"], api);
  expect(deleted).toMatchObject({ code: 0, stdout: "Deleted id-1.\n" });
});

it.each([
  ["silent", register, mayBeThere],
  ["wait", ["list"], ""],
])("Ctrl-C while the API is %s", async (behaviour, args, says) => {
  const asked = new Promise((resolve) => server.once("request", resolve));
  const api = `${addressOf(server)}/${behaviour}`;
  const child = spawn(
    process.execPath,
    [bins.gen, "webhooks", ...args, "--api-url", api],
    {
      cwd: root,
      env: { ...cleanEnv(), ...access },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  let output = "";
  child.stdout.on("data", (chunk) => (output += String(chunk)));
  child.stderr.on("data", (chunk) => (output += String(chunk)));
  const ended = new Promise((resolve) => child.once("close", resolve));
  await asked;
  child.kill("SIGINT");
  expect(await ended).toBe(130);
  expect(output).toContain(says);
  expect(output).not.toContain(token);
  expect(output).not.toMatch(/^\s+at /m);
});
