// Every way of signing, by one running app that knows each from its description alone. What is sent is signed here, without our code.
import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  sign as signBytes,
} from "node:crypto";
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { compiledApp } from "../../scripts/support/compiled-app.mjs";
import { temporaryFolder } from "./support/folders.js";
import { checkout } from "./support/other-tool.js";
import { run } from "./support/run.js";
import { type RunningApp, startApp } from "./support/running-app.js";

interface Sent {
  readonly body: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly id: string;
  readonly path: string;
}

interface Scheme {
  readonly name: string;
  /** `x-webhook-delivery`, beside what all have. */
  readonly delivery: object;
  readonly layout?: "per-event" | "versioned";
  /** For the app, and for whoever signs where that is another one. */
  readonly secret: string;
  readonly signing?: string;
  readonly wrong: string;
  readonly header: string;
  readonly timeHeader?: string;
  /** Where one header may hold several signatures: what stands between them. */
  readonly separator?: string;
  readonly headers: (sent: Sent, secret: string) => Record<string, string>;
}

const plain = { secret: "correct horse", wrong: "battery staple" };
const seconds = ({ at }: Sent) => String(Math.floor(at / 1000));
type Encoding = "hex" | "base64" | "base64url";
const mac = (
  hash: string,
  key: string | Buffer,
  text: string,
  encoding: Encoding = "hex",
) => createHmac(hash, key).update(text).digest(encoding);

const whsec = (secret: string) => Buffer.from(secret.slice(6), "base64");
/** PKCS 8 of ed25519, but for the key itself. */
const privateKey = (byte: number) => {
  const start = Buffer.from("302e020100300506032b657004220420", "hex");
  const key = Buffer.concat([start, Buffer.alloc(32, byte)]);
  return createPrivateKey({ key, format: "der", type: "pkcs8" });
};
const pem = (byte: number) =>
  String(privateKey(byte).export({ format: "pem", type: "pkcs8" }));
const publicKey = createPublicKey(privateKey(1))
  .export({ format: "der", type: "spki" })
  .subarray(12)
  .toString("base64");

const standard = {
  separator: " ",
  header: "webhook-signature",
  timeHeader: "webhook-timestamp",
};
const standardHeaders = (sent: Sent, signature: string) => ({
  "webhook-id": sent.id,
  "webhook-timestamp": seconds(sent),
  "webhook-signature": signature,
});

/** Where providers know the app. Its proxy takes `/hooks` off. */
const publicUrl = "https://acme.example/hooks";

const schemes: readonly Scheme[] = [
  {
    name: "frameio-v0",
    delivery: { preset: "frameio-v0" },
    ...plain,
    header: "x-frameio-signature",
    timeHeader: "x-frameio-request-timestamp",
    headers: (sent, secret) => ({
      "x-frameio-request-timestamp": seconds(sent),
      "x-frameio-signature": `v0=${mac("sha256", secret, `v0:${seconds(sent)}:${sent.body}`)}`,
    }),
  },
  {
    name: "github-sha256",
    delivery: { preset: "github-sha256" },
    ...plain,
    header: "x-hub-signature-256",
    headers: ({ body }, secret) => ({
      "x-hub-signature-256": `sha256=${mac("sha256", secret, body)}`,
    }),
  },
  {
    name: "github",
    delivery: { preset: "github" },
    ...plain,
    header: "x-hub-signature-256",
    headers: ({ body, id }, secret) => ({
      "x-github-delivery": id,
      "x-github-event": "github",
      "x-hub-signature-256": `sha256=${mac("sha256", secret, body)}`,
    }),
  },
  {
    name: "stripe",
    delivery: { preset: "stripe" },
    ...plain,
    separator: ",",
    header: "stripe-signature",
    headers: (sent, secret) => ({
      "stripe-signature": `t=${seconds(sent)},v1=${mac("sha256", secret, `${seconds(sent)}.${sent.body}`)}`,
    }),
  },
  {
    name: "standard-webhooks",
    delivery: { preset: "standard-webhooks" },
    secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    wrong: "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD",
    ...standard,
    headers: (sent, secret) =>
      standardHeaders(
        sent,
        `v1,${mac("sha256", whsec(secret), `${sent.id}.${seconds(sent)}.${sent.body}`, "base64")}`,
      ),
  },
  {
    name: "standard-webhooks-ed25519",
    delivery: { preset: "standard-webhooks-ed25519" },
    secret: `whpk_${publicKey}`,
    signing: pem(1),
    wrong: pem(2),
    ...standard,
    headers: (sent, secret) => {
      const text = Buffer.from(`${sent.id}.${seconds(sent)}.${sent.body}`);
      const made = signBytes(null, text, createPrivateKey(secret));
      return standardHeaders(sent, `v1a,${made.toString("base64")}`);
    },
  },
  {
    name: "shopify-base64",
    delivery: { preset: "shopify-base64" },
    ...plain,
    header: "x-shopify-hmac-sha256",
    headers: ({ body, id }, secret) => ({
      "x-shopify-webhook-id": id,
      "x-shopify-topic": "shopify-base64.done",
      "x-shopify-hmac-sha256": mac("sha256", secret, body, "base64"),
    }),
  },
  {
    name: "upper",
    delivery: {
      signature: {
        algorithm: "hmac-sha1",
        header: "x-upper",
        signed: "{timestamp}.{body}.end",
        encoding: "hex-uppercase",
        prefix: "",
      },
      timestamp: {
        header: "x-upper-time",
        unit: "milliseconds",
        toleranceSeconds: 300,
      },
    },
    ...plain,
    header: "x-upper",
    timeHeader: "x-upper-time",
    headers: ({ body, at }, secret) => ({
      "x-upper-time": String(at),
      "x-upper": mac("sha1", secret, `${at}.${body}.end`).toUpperCase(),
    }),
  },
  {
    name: "url-safe",
    delivery: {
      signature: {
        algorithm: "hmac-sha512",
        header: "x-safe",
        signed: "{body}",
        encoding: "base64url",
        prefix: "s:",
        separator: ";",
      },
    },
    ...plain,
    separator: ";",
    header: "x-safe",
    headers: ({ body }, secret) => ({
      "x-safe": `s:${mac("sha512", secret, body, "base64url")}`,
    }),
  },
  {
    name: "path",
    layout: "per-event",
    delivery: {
      preset: "github-sha256",
      signature: { header: "x-path", signed: "{path}{body}" },
    },
    ...plain,
    header: "x-path",
    headers: ({ body, path }, secret) => ({
      "x-path": `sha256=${mac("sha256", secret, `/hooks${path}${body}`)}`,
    }),
  },
  {
    name: "url",
    layout: "versioned",
    delivery: {
      preset: "github-sha256",
      signature: { header: "x-url", signed: "{url}|{body}" },
    },
    ...plain,
    header: "x-url",
    headers: ({ body, path }, secret) => ({
      "x-url": `sha256=${mac("sha256", secret, `${publicUrl}${path}|${body}`)}`,
    }),
  },
];

const eventOf = ({ name }: Scheme) => `${name}.done`;
const variableOf = ({ name }: Scheme) =>
  `${name.toUpperCase().replaceAll("-", "_")}_SECRET`;

function pathOf(scheme: Scheme): string {
  const path = `/webhooks/${scheme.name}`;
  if (scheme.layout === "per-event") return `${path}/${eventOf(scheme)}`;
  return scheme.layout ? `/v1${path}/${eventOf(scheme)}` : path;
}

function documentOf(scheme: Scheme): object {
  const type = eventOf(scheme);
  const schema = {
    type: "object",
    required: ["type"],
    properties: { type: { const: type }, n: { type: "number" } },
  };
  const content = {
    "application/json": {
      schema,
      example: { type, action: "done" },
    },
  };
  return {
    openapi: "3.1.0",
    info: { title: scheme.name, version: "1" },
    "x-webhook-delivery": {
      event: { pointer: "/type" },
      contentType: "application/json",
      timeoutSeconds: 10,
      retry: { attempts: 1 },
      ...scheme.delivery,
      // What a preset says of the event goes before what all have.
      ...(presetNamesEvents(scheme) && { event: undefined }),
    },
    webhooks: { [type]: { post: { requestBody: { content } } } },
  };
}

function presetNamesEvents({ name }: Scheme): boolean {
  return name === "github" || name === "shopify-base64";
}

const manifest = {
  name: "app",
  providers: Object.fromEntries(
    schemes.map(({ name, layout }) => [
      name,
      { schema: `./schemas/${name}.json`, ...(layout && { layout }) },
    ]),
  ),
  webhooks: schemes.map((scheme) => ({
    event: eventOf(scheme),
    provider: scheme.name,
    secret: { env: variableOf(scheme) },
  })),
  limits: { refusedPerMinute: 0 },
};

/** Starts the app as its own tests do, and sends it what `signed` makes: prints each status. */
const signedCheck = `import { signed, startTestApp } from "./frameio/testing.gen.js";

const app = await startTestApp();
for (const [name, event] of Object.entries(JSON.parse(process.argv[2] ?? "{}") as Record<string, object>)) {
  const sent = signed(event, { provider: name, name: \`\${name}.done\` });
  const right = await app.send(sent);
  const wrong = await app.send({ ...sent, body: new TextEncoder().encode("{}") });
  console.log(name, right.status, wrong.status);
}
await app.close();
`;

const env = {
  PUBLIC_URL: `${publicUrl}/`,
  ...Object.fromEntries(schemes.map((one) => [variableOf(one), one.secret])),
};

let folder: string;
let app: RunningApp;

beforeAll(async () => {
  folder = join(temporaryFolder(), "app");
  mkdirSync(folder, { recursive: true });
  await compiledApp(checkout, folder, "memory", {
    "frameio.jsonc": JSON.stringify(manifest),
    "src/check-signed.ts": signedCheck,
    ...Object.fromEntries(
      schemes.map((one) => [
        `schemas/${one.name}.json`,
        JSON.stringify(documentOf(one)),
      ]),
    ),
  });
  app = await startApp(folder, env);
});
afterAll(() => app?.end("SIGKILL"));

type Headers = Readonly<Record<string, string | readonly string[]>>;

/** Header names are sent as they are given, and a list as several headers. */
function post(path: string, body: string, headers: Headers): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(app.url + path, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "content-length": Buffer.byteLength(body),
        "x-forwarded-host": "evil.example",
        "x-forwarded-proto": "http",
        "x-forwarded-prefix": "/evil",
        ...(headers as Record<string, string | string[]>),
      },
    });
    sent.on("error", reject);
    sent.on("response", (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.end(body);
  });
}

let sent = 0;
describe.each(schemes.map((scheme) => ({ ...scheme })))("$name", (scheme) => {
  const { header, timeHeader, separator, signing = scheme.secret } = scheme;
  const timed = timeHeader !== undefined || scheme.name === "stripe";
  const path = pathOf(scheme);
  const now = Math.floor(Date.now() / 1000) * 1000;

  /** A new delivery, whatever was sent before. */
  function signed(given: Partial<Sent> = {}, secret = signing) {
    const n = ++sent;
    const body = JSON.stringify({ type: eventOf(scheme), action: "done", n });
    const whole = { body, at: now, id: `msg_${n}`, path, ...given };
    return { body, headers: scheme.headers(whole, secret) };
  }
  const changed = async (
    change: (headers: Record<string, string>) => Headers,
  ) => {
    const { body, headers } = signed();
    return post(path, body, { ...headers, ...change(headers) });
  };
  const without = async (name: string) => {
    const { body, headers } = signed();
    return post(
      path,
      body,
      Object.fromEntries(
        Object.entries(headers).filter(([key]) => key !== name),
      ),
    );
  };
  const [accepted, refused] = [202, 401];

  it("takes what its provider signs, and nothing else", async () => {
    const { body, headers } = signed();
    expect(await post(path, body, headers)).toBe(accepted);
    expect(await post(path, body.replace("done", "dome"), headers)).toBe(
      refused,
    );
    const other = signed({}, scheme.wrong);
    expect(await post(path, other.body, other.headers)).toBe(refused);
  });

  it("takes it while its time is near, where it is signed with a time", async () => {
    for (const away of [-3_600_000, 3_600_000]) {
      const late = signed({ at: now + away });
      expect(await post(path, late.body, late.headers)).toBe(
        timed ? refused : accepted,
      );
    }
    const near = signed({ at: now - 240_000 });
    expect(await post(path, near.body, near.headers)).toBe(accepted);
    if (timeHeader === undefined) return;
    const later = (text = "") => String(Number(text) + 1);
    expect(
      await changed((all) => ({ [timeHeader]: later(all[timeHeader]) })),
    ).toBe(refused);
    expect(await changed(() => ({ [timeHeader]: "" }))).toBe(refused);
    expect(
      await changed((all) => ({ [timeHeader]: `0${all[timeHeader]}` })),
    ).toBe(refused);
    expect(await without(timeHeader)).toBe(refused);
  });

  it("takes its headers in one way of writing", async () => {
    expect(await without(header)).toBe(refused);
    expect(await changed(() => ({ [header]: "" }))).toBe(refused);
    // What is around a value is HTTP's, and so is the case of names.
    expect(await changed((all) => ({ [header]: `  ${all[header]}\t ` }))).toBe(
      accepted,
    );
    const { body, headers } = signed();
    const upper = Object.entries(headers).map(([name, value]) => [
      name.toUpperCase(),
      value,
    ]);
    expect(await post(path, body, Object.fromEntries(upper) as Headers)).toBe(
      accepted,
    );
    const other = (text = "") => {
      const [start, end] = [text.slice(0, -24), text.slice(-24)];
      const upper = end.toUpperCase();
      return start + (end === upper ? end.toLowerCase() : upper);
    };
    expect(await changed((all) => ({ [header]: other(all[header]) }))).toBe(
      refused,
    );
    expect(
      await changed((all) => ({ [header]: all[header]!.slice(0, -3) })),
    ).toBe(refused);
  });

  it("takes one signature, or one that holds among several where there may be", async () => {
    const several = separator === undefined ? refused : accepted;
    // Twice the same header is what HTTP joins by a comma and a space: a list, where either separates.
    const listed = separator === "," || separator === " ";
    expect(
      await changed((all) => ({ [header]: [all[header]!, all[header]!] })),
    ).toBe(listed ? accepted : refused);
    const between = separator ?? ",";
    const { body, headers } = signed();
    const bad = scheme.headers(
      { body: "{}", at: now, id: "other", path },
      scheme.wrong,
    )[header]!;
    const right = headers[header]!;
    for (const both of [right + between + bad, bad + between + right]) {
      expect(await post(path, body, { ...headers, [header]: both })).toBe(
        both.startsWith(right) || several === refused ? several : 200,
      );
    }
  });
});

describe("where the URL is signed", () => {
  const find = (name: string) => schemes.find((one) => one.name === name)!;

  it.each(["path", "url"])("%s: with its query, byte by byte", async (name) => {
    const scheme = find(name);
    const path = `${pathOf(scheme)}?b=%7e&a=1&a=`;
    const body = JSON.stringify({ type: eventOf(scheme), n: ++sent });
    const whole = { body, at: Date.now(), id: "", path };
    const headers = scheme.headers(whole, scheme.secret);
    expect(await post(path, body, headers)).toBe(202);
    for (const other of [
      path.replace("%7e", "%7E"),
      path.replace("&a=", ""),
      pathOf(scheme),
    ]) {
      expect(await post(other, body, headers)).toBe(401);
    }
  });
});

it("`signed` signs for each in tests", () => {
  const events = Object.fromEntries(
    schemes.map((one) => [one.name, { type: eventOf(one), action: "done" }]),
  );
  const output = execFileSync(
    process.execPath,
    ["dist/check-signed.js", JSON.stringify(events)],
    { cwd: folder, encoding: "utf8" },
  );
  expect(output.trim().split("\n")).toEqual(
    schemes.map(({ name }) => `${name} 202 401`),
  );
});

it.each(schemes.map((scheme) => ({ ...scheme })))(
  "`trigger` signs as $name does",
  async (scheme) => {
    const { signing } = scheme;
    const args = ["trigger", eventOf(scheme)];
    if (signing !== undefined) args.push(`--secret-value=${signing}`);
    const result = await run("gen", args, {
      cwd: folder,
      env: { ...env, HOST: "127.0.0.1", PORT: String(app.port) },
    });
    expect(result).toMatchObject({ code: 0, stderr: "" });
    expect(result.stdout).toContain("202");
  },
);
