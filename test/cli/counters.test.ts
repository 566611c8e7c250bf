// What is counted of deliveries with several events, by a server and a worker in processes of their own.
import { createHmac } from "node:crypto";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";

import { compiledApp } from "../../scripts/support/compiled-app.mjs";
import { temporaryFolder } from "./support/folders.js";
import { checkout } from "./support/other-tool.js";
import { type RunningApp, startApp } from "./support/running-app.js";

const document = {
  openapi: "3.1.0",
  info: { title: "Mail", version: "1" },
  "x-webhook-delivery": {
    preset: "github-sha256",
    signature: { header: "x-mail" },
    event: { pointer: "/event" },
    id: { pointer: "/id" },
    batch: { pointer: "" },
    contentType: "application/json",
    timeoutSeconds: 10,
    retry: { attempts: 3 },
  },
  webhooks: Object.fromEntries(
    ["sent", "bounced", "opened"].map((event) => [
      event,
      {
        post: {
          requestBody: {
            content: {
              "application/json": {
                schema: {
                  type: "object",
                  required: ["event", "id"],
                  properties: {
                    event: { const: event },
                    id: { type: "string" },
                  },
                },
              },
            },
          },
        },
      },
    ]),
  ),
};

const handler = `import { onWebhook } from "../frameio/index.gen.js";

export default onWebhook(["sent", "bounced"], (event, ctx) => {
  if (event.event === "bounced" && ctx.attempt === 1) throw new Error("not yet");
});
`;
const inline = `import { setTimeout as pause } from "node:timers/promises";
import { onWebhook } from "../frameio/index.gen.js";

export default onWebhook("opened", async (event) => {
  if (event.id === "slow") await pause(300);
});
`;

const secret = "correct horse";
const env = { INBOX_WORKER: "separate", MAIL_SECRET: secret };
let folder: string;
let server: RunningApp;
const running: RunningApp[] = [];

async function start(file?: string): Promise<RunningApp> {
  const app = await startApp(folder, env, file);
  running.push(app);
  return app;
}

beforeAll(async () => {
  folder = join(temporaryFolder(), "app");
  const webhook = (event: readonly string[], name: string) => ({
    event,
    provider: "mail",
    handler: `src/webhooks/${name}.ts`,
    secret: { env: "MAIL_SECRET" },
  });
  await compiledApp(checkout, folder, "sqlite", {
    "frameio.jsonc": JSON.stringify({
      name: "app",
      providers: { mail: { schema: "./schemas/mail.json" } },
      webhooks: [
        webhook(["sent", "bounced"], "mail"),
        { ...webhook(["opened"], "opened"), mode: "inline" },
      ],
      metrics: "prometheus",
    }),
    "schemas/mail.json": JSON.stringify(document),
    "src/webhooks/mail.ts": handler,
    "src/webhooks/opened.ts": inline,
  });
  server = await start();
});
afterAll(() => Promise.all(running.map((app) => app.end("SIGKILL"))));

async function send(
  events: readonly (readonly [event: string, id: string])[],
  key = secret,
): Promise<number> {
  const body = JSON.stringify(events.map(([event, id]) => ({ event, id })));
  const digest = createHmac("sha256", key).update(body).digest("hex");
  const answer = await fetch(`${server.url}/webhooks/mail`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "x-mail": `sha256=${digest}`,
    },
    body,
  });
  return answer.status;
}

/** Lines of `/metrics` that tell of webhooks and are not 0, without what takes time. */
async function counted(app: RunningApp): Promise<Record<string, number>> {
  const [, url = ""] = /metrics are at (http\S+?)"/.exec(app.output()) ?? [];
  const text = await (await fetch(url)).text();
  const lines = [
    ...text.matchAll(/^frameio_(?:webhook_)?(\w+(?:\{.*\})?) ([\d.]+)$/gm),
  ];
  return Object.fromEntries(
    lines
      .map(([, name = "", value]): [string, number] => [name, Number(value)])
      .filter(
        ([name, value]) =>
          value !== 0 && !/_bucket|_up|_age|duration_seconds_sum/.test(name),
      ),
  );
}

const outcome = (event: string, what: string) =>
  `deliveries_total{event="${event}",outcome="${what}"}`;
const took = (what: string) => `duration_seconds_count{outcome="${what}"}`;
const tried = (what: string, unit: "sum" | "count") =>
  `attempts_${unit}{outcome="${what}"}`;
const kept = (state: string) => `inbox_deliveries{state="${state}"}`;
const inPoll = { timeout: 20_000, interval: 100 };

it("a delivery counts once at the door, and its events one by one in the worker; what is tried again counts as tried, and nothing else of it", async () => {
  const batch = [
    ["sent", "1"],
    ["bounced", "2"],
    ["strange", "3"],
  ] as const;
  expect(await send(batch)).toBe(202);
  expect(await send(batch)).toBe(200);
  expect(await send(batch, "another secret")).toBe(401);
  const atTheDoor = {
    requests_total: 3,
    [outcome("unknown", "accepted")]: 1,
    [outcome("unknown", "duplicate")]: 1,
    [outcome("unknown", "refused")]: 1,
    [took("accepted")]: 1,
    [took("duplicate")]: 1,
    [took("refused")]: 1,
  };
  expect(await counted(server)).toEqual({ ...atTheDoor, [kept("waiting")]: 1 });

  const worker = await start("dist/worker.js");
  const first = {
    [outcome("sent", "processed")]: 1,
    [outcome("bounced", "failed")]: 1,
    [outcome("unknown", "unhandled")]: 1,
    [took("processed")]: 1,
    [took("failed")]: 1,
    [took("unhandled")]: 1,
    [tried("processed", "count")]: 1,
    [tried("processed", "sum")]: 1,
    [tried("failed", "count")]: 1,
    [tried("failed", "sum")]: 1,
  };
  await expect
    .poll(() => counted(worker), inPoll)
    .toEqual({ ...first, [kept("failed")]: 1 });
  const second = {
    ...first,
    [outcome("bounced", "processed")]: 1,
    [took("processed")]: 2,
    [tried("processed", "count")]: 2,
    // The first attempt of one event, the second one of the other.
    [tried("processed", "sum")]: 3,
  };
  await expect
    .poll(() => counted(worker), inPoll)
    .toEqual({ ...second, [kept("done")]: 1 });

  // One of its events comes again in another delivery.
  expect(
    await send([
      ["sent", "1"],
      ["sent", "4"],
    ]),
  ).toBe(202);
  await expect
    .poll(() => counted(worker), inPoll)
    .toEqual({
      ...second,
      [outcome("sent", "duplicate")]: 1,
      [outcome("sent", "processed")]: 2,
      [took("duplicate")]: 1,
      [took("processed")]: 3,
      [tried("processed", "count")]: 3,
      [tried("processed", "sum")]: 4,
      [kept("done")]: 2,
    });

  // Who is killed forgets what it counted; what is kept is read where it is kept.
  await worker.end("SIGKILL");
  const next = await start("dist/worker.js");
  expect(await counted(next)).toEqual({ [kept("done")]: 2 });
  expect(await counted(server)).toEqual({
    ...atTheDoor,
    requests_total: 4,
    [outcome("unknown", "accepted")]: 2,
    [took("accepted")]: 2,
    [kept("done")]: 2,
  });
});

it("before the answer, each event counts for itself, with its own time", async () => {
  const before = await counted(server);
  expect(
    await send([
      ["opened", "slow"],
      ["opened", "quick"],
    ]),
  ).toBe(200);
  expect(await counted(server)).toEqual({
    ...before,
    requests_total: 5,
    [outcome("opened", "processed")]: 2,
    [took("processed")]: 2,
  });
  const lines = () =>
    server
      .output()
      .split("\n")
      .filter((line) => line.includes('"opened"'));
  await expect.poll(() => lines().length, inPoll).toBe(2);
  const times = lines().map((line) => (JSON.parse(line) as { ms: number }).ms);
  expect(Math.max(...times)).toBeGreaterThan(290);
  expect(Math.min(...times)).toBeLessThan(Math.max(...times) - 100);
});
