import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readCatalog } from "../../src/schema/read-catalog.js";
import { ConfigurationError } from "../../templates/app/src/frameio/kernel/process/configuration.gen.js";
import {
  createKernel,
  type Kernel,
} from "../../templates/app/src/frameio/kernel/kernel.gen.js";
import type { SecretResolver } from "../../templates/app/src/frameio/kernel/verification/secret-resolver.gen.js";
import {
  handler,
  path,
  recordingLog,
  routesOf,
  webhook,
} from "../unit/kernel/support.js";
import { frameioDocument } from "../unit/schema/documents.js";
import {
  parityCases,
  type Expectation,
  type ParityCase,
  type ParityStep,
  type ParityWebhook,
} from "./cases.js";
import { parityTable } from "./table.js";

const clock = 1_700_000_000_000;

/** What the document that ships says of deliveries, not a copy made for tests. */
const { delivery } = readCatalog(frameioDocument, "frameio@4");

class App {
  handlerCalls = 0;
  resolverCalls = 0;
  readonly log = recordingLog();
  readonly kernel: Kernel;

  constructor({ webhooks = [], env = {} }: ParityCase) {
    this.kernel = createKernel({
      env,
      log: this.log,
      now: () => clock,
      routes: routesOf(
        webhooks.map((given) => this.#webhook(given)),
        { providers: [{ id: "frameio", path, delivery }] },
      ),
    });
  }

  #webhook({ event, secret, resolver, throws }: ParityWebhook) {
    const resolve: SecretResolver | undefined =
      resolver &&
      (() => {
        this.resolverCalls += 1;
        if ("throws" in resolver) throw new Error(resolver.throws);
        return resolver.returns;
      });
    const handle = () => {
      this.handlerCalls += 1;
      if (throws !== undefined) throw new Error(throws);
    };
    const options = { secret: secret ?? resolve };
    return webhook(event, { handler: handler(event, handle, options) });
  }

  async send({ request }: ParityStep): Promise<Required<Expectation>> {
    const before = [this.handlerCalls, this.resolverCalls] as const;
    const { status, body } = await this.kernel.handle({
      method: request.method ?? "POST",
      path: request.path ?? path,
      headers: {
        "content-type": "application/json",
        "x-frameio-request-timestamp": request.timestamp,
        "x-frameio-signature": request.signature,
      },
      body: new TextEncoder().encode(request.body ?? ""),
      receivedAt: clock,
    });
    return {
      status,
      body,
      handlerCalls: this.handlerCalls - before[0],
      resolverCalls: this.resolverCalls - before[1],
    };
  }
}

const runnable = parityCases.filter(({ steps }) => steps !== undefined);

describe.each(runnable)("$id: $title ($verdict)", (one) => {
  test("step by step", async () => {
    const app = new App(one);
    for (const step of one.steps ?? []) {
      const got = await app.send(step);
      expect(got).toMatchObject(step.ours ?? step.theirs ?? {});
      for (const { throws, resolver } of one.webhooks ?? []) {
        if (throws !== undefined) expect(got.body).not.toContain(throws);
        if (resolver && "throws" in resolver) {
          expect(got.body).not.toContain(resolver.throws);
        }
      }
    }
  });

  test("its verdict is what its steps show", () => {
    const differs = (one.steps ?? []).some(
      ({ theirs, ours }) =>
        theirs !== undefined &&
        ours !== undefined &&
        Object.entries(theirs).some(
          ([key, value]) => ours[key as keyof Expectation] !== value,
        ),
    );
    expect(differs ? "different" : "same").toBe(one.verdict);
    expect(one.steps).not.toHaveLength(0);
  });
});

test("P01: the handler gets ids, and the time that was signed", async () => {
  let seen: unknown;
  const kernel = createKernel({
    env: {},
    log: recordingLog(),
    now: () => clock,
    routes: routesOf([
      webhook("file.ready", {
        handler: handler(
          "file.ready",
          (event, context) => {
            seen = [event, context.delivery.timestamp];
          },
          { secret: "my_app_secret" },
        ),
      }),
    ]),
  });
  const request = parityCases[0]?.steps?.[0]?.request;
  await kernel.handle({
    method: "POST",
    path,
    headers: {
      "content-type": "application/json",
      "x-frameio-request-timestamp": request?.timestamp,
      "x-frameio-signature": request?.signature,
    },
    body: new TextEncoder().encode(request?.body),
    receivedAt: clock,
  });
  expect(seen).toEqual([
    {
      type: "file.ready",
      account: { id: "acc_123" },
      project: { id: "proj_123" },
      resource: { id: "file_123", type: "file" },
      user: { id: "user_123" },
      workspace: { id: "ws_123" },
    },
    clock,
  ]);
});

test.each(parityCases.filter(({ startProblems }) => startProblems))(
  "$id: $title",
  (one) => {
    expect(() => new App(one)).toThrow(ConfigurationError);
    expect(() => new App(one)).toThrow(one.startProblems?.join("\n"));
  },
);

test("every case has a verdict that can be trusted", () => {
  expect(parityCases.map(({ id }) => id)).toEqual(
    Array.from({ length: 20 }, (_, n) => `P${String(n + 1).padStart(2, "0")}`),
  );
  for (const { verdict, because, steps, startProblems } of parityCases) {
    const runs = steps !== undefined || startProblems !== undefined;
    expect(runs).toBe(verdict !== "later");
    if (verdict !== "same") expect(because).toBeTruthy();
  }
});

test("docs/PARITY.md is in step with the cases", () => {
  const page = new URL("../../docs/PARITY.md", import.meta.url);
  expect(readFileSync(page, "utf8")).toContain(
    `\n${parityTable(parityCases)}\n`,
  );
});
