import {
  generateKeyPairSync,
  type KeyObject,
  sign as signBytes,
} from "node:crypto";
import { spawn, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { request as httpRequest } from "node:http";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { mac, trapProviders } from "../support/trap-providers.js";
import { freshApp, prepareApp } from "./support/app.js";
import { cleanEnv, run } from "./support/run.js";

const modules = fileURLToPath(new URL("../../node_modules", import.meta.url));

prepareApp();

const provider = (name: string) =>
  trapProviders.find((each) => each.name === name)!;
const [shop, hub, ships] = [
  provider("shop"),
  provider("hub"),
  provider("ships"),
];

/** Several events in one delivery, signed with a key pair. */
const mail = {
  document: {
    openapi: "3.1.0",
    info: { title: "Mail", version: "1" },
    "x-webhook-delivery": {
      signature: {
        algorithm: "ed25519",
        header: "x-mail-signature",
        signed: "{timestamp}{body}",
        encoding: "base64url",
        prefix: "ed=",
        separator: ";",
      },
      timestamp: {
        header: "x-mail-time",
        unit: "seconds",
        toleranceSeconds: 300,
      },
      event: { pointer: "/event" },
      id: { pointer: "/id" },
      batch: { pointer: "/events" },
      challenge: {
        when: { pointer: "/event", equals: "verify" },
        answer: "/text",
      },
      contentType: "application/json",
      timeoutSeconds: 10,
      retry: { attempts: 3 },
    },
    webhooks: {
      batch: {
        post: {
          requestBody: {
            content: {
              "application/json": {
                schema: {
                  type: "array",
                  items: {
                    oneOf: ["delivered", "bounce"].map((event) => ({
                      type: "object",
                      required: ["event", "id", "why"],
                      properties: {
                        event: { const: event },
                        id: { type: "string" },
                        why: { type: "string", enum: ["full", "gone"] },
                      },
                    })),
                  },
                },
              },
            },
          },
        },
      },
    },
  },
  /** Fails for a bounce until somebody mends what it needs. */
  handler: `import { appendFileSync, existsSync } from "node:fs";
import { onWebhook } from "../frameio/index.gen.js";

export default onWebhook(["delivered", "bounce"], (event, ctx) => {
  const failing = event.event === "bounce" && !existsSync("mended");
  appendFileSync("ran.log", \`\${event.id} \${ctx.attempt} \${failing ? "failed" : "done"}\\n\`);
  if (failing) throw new Error("not yet");
});
`,
};

const pair = generateKeyPairSync("ed25519");
const publicPem = String(
  pair.publicKey.export({ format: "pem", type: "spki" }),
);
const privatePem = String(
  pair.privateKey.export({ format: "pem", type: "pkcs8" }),
);

const env = {
  ...cleanEnv(),
  SHOP: shop.secret,
  HUB: hub.secret,
  SHIPS: "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD",
  SHIPS_PREVIOUS: ships.secret,
  MAIL: publicPem,
  HOST: "127.0.0.1",
};

let root = "";

function manifest(validate: "off" | "report" | "reject"): object {
  const webhook = (
    name: string,
    event: readonly string[],
    mode = "inline",
  ) => ({
    event,
    provider: name,
    handler: `src/webhooks/${name}.ts`,
    mode,
    secret: { env: name.toUpperCase() },
  });
  const schema = (name: string) => `./schemas/${name}.json`;
  return {
    name: "app",
    providers: {
      shop: { schema: schema("shop"), layout: "per-event" },
      hub: { schema: schema("hub"), layout: "versioned", version: "2026-01" },
      ships: { schema: schema("ships"), path: "/in/ships" },
      mail: { schema: schema("mail") },
    },
    webhooks: [
      webhook("shop", Object.keys(shop.events)),
      webhook("hub", Object.keys(hub.events)),
      webhook("ships", Object.keys(ships.events)),
      webhook("mail", ["delivered", "bounce"], "inbox"),
    ],
    validate,
    limits: { bodyBytes: 2000, refusedPerMinute: 10_000 },
  };
}

const gen = async (...args: string[]) => {
  const result = await run("gen", args, { cwd: root });
  expect(result.code, result.output).toBe(0);
};
const inApp = (...args: string[]) => {
  const { stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: root,
    encoding: "utf8",
    env: { ...cleanEnv(), NO_COLOR: "1" },
  });
  return stdout + stderr;
};
/** As `npm run build` does. */
function build(): void {
  const tsc = join(modules, "typescript7/bin/tsc");
  expect(inApp(tsc, "-p", "tsconfig.build.json")).toBe("");
}

async function setValidation(mode: "off" | "report" | "reject") {
  const text = JSON.stringify(manifest(mode));
  writeFileSync(join(root, "frameio.jsonc"), text);
  await gen("generate");
}

interface Running {
  readonly url: string;
  output(): string;
  end(signal: NodeJS.Signals): Promise<void>;
}

let running: Running | undefined;

async function start(): Promise<Running> {
  const child = spawn(process.execPath, ["dist/server.js"], {
    cwd: root,
    env: { ...env, PORT: "0" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += String(chunk)));
  child.stderr.on("data", (chunk: Buffer) => (output += String(chunk)));
  const ended = new Promise<void>((done) => child.once("close", () => done()));
  const url = () => /http:\/\/127\.0\.0\.1:\d+/.exec(output)?.[0];
  await vi.waitUntil(url, { timeout: 60_000 }).catch(() => {
    throw new Error(output);
  });
  running = {
    url: url()!,
    output: () => output,
    async end(signal) {
      child.kill(signal);
      await ended;
    },
  };
  return running;
}

/** Nothing is added to the headers, and one may be given several times. */
function send(
  path: string,
  body: string,
  headers: Readonly<Record<string, string | string[]>>,
  method = "POST",
): Promise<{ status: number; allow: string | undefined; text: string }> {
  const url = new URL(running!.url + path);
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      url,
      {
        method,
        headers: {
          ...(headers["transfer-encoding"] === undefined && {
            "content-length": Buffer.byteLength(body),
          }),
          ...headers,
        },
      },
      (response) => {
        let text = "";
        response.on("data", (chunk: Buffer) => (text += String(chunk)));
        response.on("end", () =>
          resolve({
            status: response.statusCode ?? 0,
            allow: response.headers.allow,
            text,
          }),
        );
      },
    );
    request.on("error", reject);
    request.end(method === "POST" ? body : undefined);
  });
}

const json = { "content-type": "application/json" };
const statusOf = async (...args: Parameters<typeof send>) =>
  (await send(...args)).status;

function signMail(body: string, key: KeyObject = pair.privateKey) {
  const time = String(Math.floor(Date.now() / 1000));
  const made = signBytes(null, Buffer.from(time + body), key);
  return {
    ...json,
    "x-mail-time": time,
    "x-mail-signature": `ed=AAAA;ed=${made.toString("base64url")}`,
  };
}

beforeAll(async () => {
  root = freshApp();
  // A folder of its own: there the tool keeps what it made of documents.
  mkdirSync(join(root, "node_modules"));
  for (const entry of readdirSync(modules)) {
    if (entry.startsWith(".")) continue;
    symlinkSync(join(modules, entry), join(root, "node_modules", entry));
  }
  for (const { name, files, source, delivery } of [shop, hub, ships]) {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    writeFileSync(join(root, "delivery.json"), JSON.stringify(delivery));
    await gen(
      "add-provider",
      source,
      "--name",
      name,
      "--delivery",
      "delivery.json",
    );
  }
  writeFileSync(join(root, "mail.json"), JSON.stringify(mail.document));
  await gen("add-provider", "mail.json", "--name", "mail");
  mkdirSync(join(root, "src/webhooks"), { recursive: true });
  writeFileSync(join(root, "src/webhooks/mail.ts"), mail.handler);
  // Frame.io sends nothing here.
  rmSync(join(root, "src/webhooks/file-ready.ts"));
  await setValidation("reject");
  build();
  await start();
}, 240_000);

afterAll(() => running?.end("SIGKILL"));

describe("signatures", () => {
  const body = (event: string) => JSON.stringify(ships.events[event]);

  it("are of either of two secrets, and of no third", async () => {
    const old = ships.sign(body("ship.left"), Date.now(), "1");
    expect(
      await statusOf("/in/ships", body("ship.left"), { ...json, ...old }),
    ).toBe(200);
    await expect.poll(running!.output).toContain("SHIPS_PREVIOUS");
    const id = `msg_new`;
    const time = old["webhook-timestamp"]!;
    const key = Buffer.from("C2FVsBQIhrscChlQIMV+b5sSYspob7oD", "base64");
    const made = mac(
      "sha256",
      key,
      `${id}.${time}.${body("ship.left")}`,
      "base64",
    );
    const fresh = {
      ...json,
      "webhook-id": id,
      "webhook-timestamp": time,
      // Signed by an old and a new secret at once, and by one that nobody knows.
      "webhook-signature": `v1,${"A".repeat(43)}= v1,${made}`,
    };
    expect(await statusOf("/in/ships", body("ship.left"), fresh)).toBe(200);
    const other = { ...fresh, "webhook-signature": `v1,${"A".repeat(43)}=` };
    expect(await statusOf("/in/ships", body("ship.left"), other)).toBe(401);
  });

  it("are in the way if anything is missing, or there twice", async () => {
    const event = "ship.arrived";
    const text = body(event);
    const good = { ...json, ...ships.sign(text, Date.now(), event) };
    for (const name of [
      "webhook-id",
      "webhook-timestamp",
      "webhook-signature",
    ] as const) {
      const { [name]: value = "", ...rest } = good as Record<string, string>;
      expect(await statusOf("/in/ships", text, rest), name).toBe(401);
      expect(
        await statusOf("/in/ships", text, { ...rest, [name]: "" }),
        name,
      ).toBe(401);
      const twice = { ...rest, [name]: [value, value] };
      if (name !== "webhook-signature")
        expect(await statusOf("/in/ships", text, twice), name).toBe(401);
    }
    const [push] = [JSON.stringify(hub.events["push"])];
    const signed = hub.sign(push, Date.now(), "push");
    const two = [signed["x-hub-signature"]!, signed["x-hub-signature"]!];
    expect(
      await statusOf("/2026-01/webhooks/hub/push", push, {
        ...json,
        ...signed,
        "x-hub-signature": two,
      }),
    ).toBe(401);
    expect(await statusOf("/in/ships", text, good)).toBe(200);
  });

  it("are made by trigger, too", async () => {
    const told = async (event: string, name: string, ...more: string[]) => {
      const port = new URL(running!.url).port;
      const args = ["trigger", event, "--provider", name, "--json", ...more];
      const sent = await run("gen", args, {
        cwd: root,
        env: { ...env, PORT: port },
      });
      return (
        (JSON.parse(sent.stdout) as { status?: number }).status ?? sent.output
      );
    };
    expect(await told("orders/create", "shop")).toBe(200);
    expect(await told("issues.closed", "hub")).toBe(200);
    expect(
      await told("delivered", "mail", `--secret-value=${privatePem}`),
    ).toBe(202);
  });
});

describe("paths", () => {
  const order = JSON.stringify(shop.events["orders/create"]);
  const signed = () => ({
    ...json,
    ...shop.sign(order, Date.now(), "orders/create"),
  });
  const path = "/webhooks/shop/orders/create";

  it("are one for each event, or one for all", async () => {
    const told = async (at: string) => statusOf(at, order, signed());
    expect(await told(path)).toBe(200);
    expect(await told("/webhooks/shop/orders/delete")).toBe(400);
    expect(await told(`${path}/`)).toBe(400);
    expect(await told("/webhooks/shop")).toBe(404);
    expect(await told("/webhooks/shop/")).toBe(404);
    expect(await told("/webhooks/ships")).toBe(404);
    expect(await told("/in/ships/")).toBe(404);
    expect(await told("/webhooks/hub/push")).toBe(404);
    expect(await told("/Webhooks/shop/orders/create")).toBe(404);
  });

  it("take POST alone", async () => {
    for (const method of ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"])
      expect(await send(path, "", {}, method), method).toMatchObject({
        status: 405,
        allow: "POST",
      });
  });

  it.each([
    ["application/json; charset=utf-8", 200],
    ["Application/JSON;charset=UTF-8", 200],
    ["application/vnd.shop+json", 200],
    ["application/vnd.shop.v2+json; version=1", 200],
    ["text/plain", 415],
    ["application/jsonp", 415],
    ["multipart/form-data; boundary=application/json", 415],
    ["", 415],
    [undefined, 415],
  ])("take the content type %s: %i", async (type, status) => {
    const { "content-type": _, ...rest } = signed();
    const headers =
      type === undefined ? rest : { ...rest, "content-type": type };
    expect(await statusOf(path, order, headers)).toBe(status);
  });

  it("take no more than the limit", async () => {
    const large = JSON.stringify({ id: 1, email: "x".repeat(2000) });
    const headers = {
      ...json,
      ...shop.sign(large, Date.now(), "orders/create"),
    };
    expect(await statusOf(path, large, headers)).toBe(413);
    const chunked = { ...headers, "transfer-encoding": "chunked" };
    expect(await statusOf(path, large, chunked)).toBe(413);
  });

  it("answer a challenge once its signature holds", async () => {
    const asked = JSON.stringify({
      events: [{ event: "verify", text: "abc-1" }],
    });
    expect(await statusOf("/webhooks/mail", asked, json)).toBe(401);
    expect(await send("/webhooks/mail", asked, signMail(asked))).toMatchObject({
      status: 200,
      text: "abc-1",
    });
    const markup = JSON.stringify({
      events: [{ event: "verify", text: "<b>" }],
    });
    expect(
      (await send("/webhooks/mail", markup, signMail(markup))).text,
    ).not.toContain("<");
  });

  it("of two providers are told apart before anything is written", async () => {
    const before = readFileSync(join(root, "frameio.jsonc"), "utf8");
    for (const taken of [
      "/in/ships",
      "/webhooks/shop/orders/delete",
      "/2026-01/webhooks/hub/push",
    ]) {
      const args = [
        "add-provider",
        "mail.json",
        "--name",
        "post",
        "--path",
        taken,
      ];
      const { code, stderr } = await run("gen", args, { cwd: root });
      expect(code).toBe(1);
      expect(stderr).toMatch(
        /FG106 Deliveries of "post" and of "(ships|shop|hub)"/,
      );
      expect(stderr).toContain(`"${taken}"`);
    }
    expect(readFileSync(join(root, "frameio.jsonc"), "utf8")).toBe(before);
  });
});

describe("schemas", () => {
  const at = "/2026-01/webhooks/hub/issues.opened";
  const secretText = "hunter2, which is nobody's business";
  const deliver = (payload: object) => {
    const body = JSON.stringify(payload);
    return send(at, body, {
      ...json,
      ...hub.sign(body, Date.now() + Math.random(), "issues.opened"),
    });
  };
  const broken = { action: "opened", n: { key: secretText } };
  const told = { pointer: "/n", expected: "string", got: "object of 1 member" };

  it("that are broken are told to the operator alone", async () => {
    expect(await deliver(broken)).toMatchObject({
      status: 400,
      text: "Payload validation error.",
    });
    await expect.poll(running!.output).toContain(JSON.stringify([told]));
    expect(running!.output()).not.toContain("hunter2");
    expect(running!.output()).not.toContain(hub.secret);
    expect(running!.output()).not.toContain(ships.secret.slice(6));
  });

  it("let new members and new values pass", async () => {
    const text = JSON.stringify({
      events: [
        { event: "delivered", id: "new", why: "a reason of tomorrow", x: 1 },
      ],
    });
    expect(await statusOf("/webhooks/mail", text, signMail(text))).toBe(202);
    await expect.poll(ran).toContain("new 1 done");
    expect(running!.output().split("a payload breaks the schema")).toHaveLength(
      2,
    );
  });

  it.each([
    ["report", 1],
    ["off", 0],
  ] as const)("of mode %s are let pass", async (mode, reported) => {
    await running!.end("SIGTERM");
    await setValidation(mode);
    build();
    await start();
    expect(await deliver(broken)).toMatchObject({ status: 200, text: "OK" });
    await running!.end("SIGTERM");
    const reports =
      running!.output().split("a payload breaks the schema").length - 1;
    expect(reports).toBe(reported);
    expect(running!.output()).not.toContain("hunter2");
  });

  it("are loaded for the event that comes, and for no other", async () => {
    await setValidation("report");
    build();
    const folder = join(root, "dist/frameio/validators");
    const modulesOf = readdirSync(folder, { recursive: true }).map(String);
    const texts = new Map<string, string>();
    for (const file of modulesOf) {
      if (!file.endsWith(".js") || file.includes("issues-opened")) continue;
      texts.set(file, readFileSync(join(folder, file), "utf8"));
      writeFileSync(join(folder, file), 'throw new Error("loaded");');
    }
    await start();
    const n = { action: "opened", n: "1" };
    expect(await deliver(n)).toMatchObject({ status: 200 });
    const push = JSON.stringify(hub.events["push"]);
    const signed = { ...json, ...hub.sign(push, Date.now(), "push") };
    expect(await statusOf("/2026-01/webhooks/hub/push", push, signed)).toBe(
      500,
    );
    await running!.end("SIGTERM");
    for (const [file, text] of texts) writeFileSync(join(folder, file), text);
  });
});

function ran(): readonly string[] {
  const log = join(root, "ran.log");
  return existsSync(log) ? readFileSync(log, "utf8").trim().split("\n") : [];
}

it("of a batch, only the event that failed is tried again, also after kill -9", async () => {
  rmSync(join(root, "ran.log"), { force: true });
  await start();
  const sent = (event: string, id: string) => ({ event, id, why: "full" });
  const body = JSON.stringify({
    events: [
      sent("delivered", "b1"),
      sent("bounce", "b2"),
      sent("delivered", "b3"),
    ],
  });
  const headers = signMail(body);
  expect(await statusOf("/webhooks/mail", body, headers)).toBe(202);
  await expect.poll(ran).toHaveLength(3);
  expect([...ran()].sort()).toEqual(["b1 1 done", "b2 1 failed", "b3 1 done"]);
  // Lines are gathered for a moment: by then it is recorded, too. Killed before, its lease of a minute has to end first.
  await expect.poll(running!.output).toContain('"retryInMs"');
  await running!.end("SIGKILL");
  writeFileSync(join(root, "mended"), "");
  await start();
  // The same delivery once more, and one of its events in another.
  expect(await statusOf("/webhooks/mail", body, headers)).toBe(200);
  const other = JSON.stringify({
    events: [sent("delivered", "b3"), sent("delivered", "b4")],
  });
  expect(await statusOf("/webhooks/mail", other, signMail(other))).toBe(202);
  // Killed before the failure was recorded, it comes back when the claim ends, a minute later.
  await expect.poll(ran, { timeout: 90_000 }).toHaveLength(5);
  await running!.end("SIGTERM");
  expect([...ran()].slice(3).sort()).toEqual(["b2 2 done", "b4 1 done"]);
}, 180_000);

it("of batches, and with names in headers, follow their provider's new description", async () => {
  const edit = (path: string, by: (text: string) => string) =>
    writeFileSync(join(root, path), by(readFileSync(join(root, path), "utf8")));
  edit("src/webhooks/mail.ts", (text) =>
    text.replace(
      "const failing",
      "const why = event.why.trim();\n  const failing",
    ),
  );
  edit(
    "src/webhooks/shop.ts",
    (text) =>
      `// Orders.\n${text.replace("ctx.delivery.event", '"an order came"')}`,
  );
  edit("mail.json", (text) =>
    text
      .replace('"const":"bounce"', '"const":"bounced"')
      .replaceAll(
        '"required":["event","id","why"]',
        '"required":["event","id"]',
      ),
  );
  edit("shop.json", (text) => text.replace('"orders/create"', '"orders/made"'));
  const renew = (name: string, ...more: string[]) =>
    run(
      "gen",
      ["types", "--schema", `${name}.json`, "--provider", name, ...more],
      { cwd: root },
    );
  const asked = ["--rename", "bounce=bounced"];
  const stopped = await renew("mail", ...asked);
  expect(stopped).toMatchObject({ code: 3 });
  expect(stopped.stdout).toMatch(
    /mail\.ts:5:15 error FG230 why of (bounce|delivered) may be missing now/,
  );
  const accepted = await renew("mail", ...asked, "--accept");
  expect(accepted.code, accepted.output).toBe(0);
  const shopped = await renew("shop", "--rename", "orders/create=orders/made");
  expect(shopped.code, shopped.output).toBe(0);
  const handler = readFileSync(join(root, "src/webhooks/mail.ts"), "utf8");
  expect(handler).toContain('onWebhook(["delivered", "bounced"]');
  expect(handler).toContain('event.event === "bounced"');
  expect(readFileSync(join(root, "src/webhooks/shop.ts"), "utf8")).toMatch(
    /^\/\/ Orders\.\n[^]*"orders\/made"/,
  );
  edit("src/webhooks/mail.ts", (text) => text.replace("why.trim", "why?.trim"));
  build();

  rmSync(join(root, "ran.log"), { force: true });
  await start();
  const batch = JSON.stringify({
    events: [
      { event: "bounced", id: "n1" },
      { event: "delivered", id: "n2" },
    ],
  });
  expect(await statusOf("/webhooks/mail", batch, signMail(batch))).toBe(202);
  await expect.poll(ran, { timeout: 10_000 }).toHaveLength(2);
  expect([...ran()].sort()).toEqual(["n1 1 done", "n2 1 done"]);
  expect(running!.output()).not.toContain("a payload breaks the schema");
  const order = JSON.stringify(shop.events["orders/create"]);
  const signed = shop.sign(order, Date.now(), "orders/made");
  expect(
    await statusOf("/webhooks/shop/orders/made", order, { ...json, ...signed }),
  ).toBe(200);
  await expect.poll(running!.output).toContain("an order came");
  await running!.end("SIGTERM");
}, 120_000);
