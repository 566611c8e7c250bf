import { describe, expect, test } from "vitest";
import {
  createSecretLookup,
  type LookupOptions,
  type ResolvedSecrets,
  type SecretRequest,
  type SecretResolver,
} from "../../../templates/app/src/frameio/kernel/verification/secret-resolver.gen.js";
import {
  clock,
  deferred,
  fileReady,
  recordingLog,
  testKernel,
  webhook,
} from "./support.js";

function setUp(
  resolve: (
    request: SecretRequest,
  ) => ResolvedSecrets | Promise<ResolvedSecrets>,
  options: Partial<LookupOptions> = {},
) {
  const asked: SecretRequest[] = [];
  const time = { now: clock };
  const log = recordingLog();
  const counting: SecretResolver = (request) => {
    asked.push(request);
    return resolve(request);
  };
  const lookup = createSecretLookup(counting, {
    now: () => time.now,
    log,
    ...options,
  });
  return { asked, time, log, lookup };
}

const of = (accountId: string): SecretRequest => ({
  provider: "frameio",
  path: "/webhooks/frameio",
  hint: { accountId },
});

describe("the cache before a resolver", () => {
  test("keeps what was found for 5 minutes", async () => {
    const { lookup, asked, time } = setUp(() => "secret");
    await lookup.find(of("a"));
    time.now += 299_999;
    expect((await lookup.find(of("a"))).secrets).toEqual(["secret"]);
    expect(asked).toHaveLength(1);
    time.now += 1;
    await lookup.find(of("a"));
    expect(asked).toHaveLength(2);
  });

  test.each<[string, () => ResolvedSecrets | Promise<ResolvedSecrets>]>([
    ["undefined", () => undefined],
    ["null", () => null],
    ["empty text", () => ""],
    ["no secrets", () => []],
    ["a value of another type", () => 7 as never],
    [
      "a throw",
      () => {
        throw new Error("down");
      },
    ],
    ["a rejection", () => Promise.reject(new Error("down"))],
  ])("keeps %s for 30 seconds", async (_, resolve) => {
    const { lookup, asked, time } = setUp(resolve);
    expect((await lookup.find(of("a"))).secrets).toEqual([]);
    time.now += 29_999;
    expect((await lookup.find(of("a"))).secrets).toEqual([]);
    expect(asked).toHaveLength(1);
    time.now += 1;
    await lookup.find(of("a"));
    expect(asked).toHaveLength(2);
  });

  test.each<[string, () => ResolvedSecrets]>([
    ["found nothing", () => undefined],
    [
      "failed",
      () => {
        throw new Error("down");
      },
    ],
  ])(
    "a flood of made-up accounts does not flood the log: %s",
    async (message, resolve) => {
      const { lookup, asked, log, time } = setUp(resolve);
      for (let n = 0; n < 500; n += 1) await lookup.find(of(`made-up-${n}`));
      expect(asked).toHaveLength(500);
      expect(log.lines).toHaveLength(10);
      expect(log.lines[0]?.message).toContain(message);
      time.now += 60_000;
      await lookup.find(of("another"));
      expect(log.lines).toHaveLength(11);
    },
  );

  test("asks once for many at the same time", async () => {
    const gate = deferred();
    const { lookup, asked } = setUp(async () => {
      await gate.promise;
      return ["new", "old"];
    });
    const all = Promise.all([1, 2, 3].map(() => lookup.find(of("a"))));
    gate.resolve();
    const found = await all;
    expect(found.map(({ secrets }) => secrets)).toEqual(
      [1, 2, 3].map(() => ["new", "old"]),
    );
    expect(asked).toHaveLength(1);
  });

  test("asks for each account, workspace and type", async () => {
    const { lookup, asked } = setUp(() => "secret");
    const hints = [
      {},
      { accountId: "a" },
      { workspaceId: "a" },
      { type: "a" },
      { accountId: "a", workspaceId: "a" },
    ];
    for (const hint of [...hints, ...hints]) {
      await lookup.find({ ...of("a"), hint });
    }
    expect(asked.map(({ hint }) => hint)).toEqual(hints);
  });

  test("gives up after the time-out, and says so in the log", async () => {
    const { lookup, log } = setUp(() => new Promise(() => {}), {
      timeoutMs: 5,
    });
    expect((await lookup.find(of("a"))).secrets).toEqual([]);
    expect(log.lines).toMatchObject([
      { level: "error", message: "the secret resolver failed" },
    ]);
  });

  test("forgets the entry least recently used when it is full", async () => {
    const { lookup, asked } = setUp(() => "secret", { maxEntries: 2 });
    for (const id of ["a", "b", "a", "c", "a", "b"]) await lookup.find(of(id));
    expect(asked.map(({ hint }) => hint.accountId)).toEqual([
      "a",
      "b",
      "c",
      "b",
    ]);
  });

  test("made-up accounts cannot push out real ones", async () => {
    const { lookup, asked } = setUp(
      ({ hint }) => (hint.accountId === "real" ? "secret" : undefined),
      { maxEntries: 2 },
    );
    for (const id of ["real", "x", "y", "z", "real"]) await lookup.find(of(id));
    expect(asked.map(({ hint }) => hint.accountId)).toEqual([
      "real",
      "x",
      "y",
      "z",
    ]);
  });

  test("asks no more than so many at a time", async () => {
    const gate = deferred();
    const { lookup, asked } = setUp(
      async () => {
        await gate.promise;
        return "secret";
      },
      { maxPending: 2 },
    );
    const all = ["a", "b", "c"].map((id) => lookup.find(of(id)));
    gate.resolve();
    const found = await Promise.all(all);
    expect(found.map(({ secrets }) => secrets.length)).toEqual([1, 1, 0]);
    expect(asked).toHaveLength(2);
    // The one that was turned away is not remembered as missing.
    expect((await lookup.find(of("c"))).secrets).toEqual(["secret"]);
  });

  test("takes four secrets at most", async () => {
    const { lookup } = setUp(() => ["1", "2", " ", "3", "4", "5"]);
    expect((await lookup.find(of("a"))).secrets).toEqual(["1", "2", "3", "4"]);
  });

  test("asks again for one that does not match, every 30 seconds at most", async () => {
    let secret: string | undefined = "old";
    const { lookup, asked, time } = setUp(() => secret);
    const known = await lookup.find(of("a"));
    secret = "new";
    expect(await lookup.refresh(of("a"), known)).toBe(known);
    time.now += 30_000;
    const fresh = await lookup.refresh(of("a"), known);
    expect(fresh.secrets).toEqual(["new"]);
    expect(await lookup.find(of("a"))).toBe(fresh);
    expect(await lookup.refresh(of("a"), fresh)).toBe(fresh);
    expect(asked).toHaveLength(2);
  });
});

describe("deliveries with a resolver", () => {
  function kernelWith(resolve: SecretResolver, ...more: SecretResolver[]) {
    const time = { now: clock };
    const webhooks = [resolve, ...more].map((each, index) =>
      webhook(["file.ready", "file.created"][index] ?? "x", {
        secret: { kind: "resolver", name: "tenant", resolve: each },
      }),
    );
    const kernel = testKernel(webhooks, { now: () => time.now });
    return { ...kernel, time };
  }

  test("it is asked by route and unverified hint, and its secret decides", async () => {
    const asked: SecretRequest[] = [];
    const kernel = kernelWith((request) => {
      asked.push(request);
      return Promise.resolve("tenant secret");
    });
    const good = await kernel.send({ secret: "tenant secret" });
    const bad = await kernel.send({ secret: "other", event: fileReady });
    expect([good.status, bad.status]).toEqual([200, 401]);
    expect(asked).toEqual([
      {
        provider: "frameio",
        path: "/webhooks/frameio",
        hint: {
          type: "file.ready",
          accountId: "acc_123",
          workspaceId: "ws_123",
        },
      },
    ]);
  });

  test.each<[string, SecretResolver]>([
    ["finds nothing", () => undefined],
    [
      "fails",
      () => {
        throw new Error("Database connection failed");
      },
    ],
  ])("503 when it %s", async (_, resolve) => {
    const kernel = kernelWith(resolve);
    const answer = await kernel.send();
    expect(answer).toMatchObject({ status: 503, body: "Configuration error." });
    expect(answer.headers["retry-after"]).toBe("30");
    expect(kernel.log.lines.at(-1)).toMatchObject({
      reason: "no secret found",
    });
  });

  test.each([
    ["garbage for a signature", { headers: { "x-frameio-signature": "x" } }],
    ["no timestamp", { headers: { "x-frameio-request-timestamp": undefined } }],
    ["a stale timestamp", { at: clock - 301_000 }],
  ])("%s: it is not asked at all", async (_, given) => {
    let asked = 0;
    const kernel = kernelWith(() => {
      asked += 1;
      return "tenant secret";
    });
    const answer = await kernel.send({ ...given, secret: "tenant secret" });
    expect(answer.status).toBe(401);
    expect(asked).toBe(0);
  });

  test.each([
    ["is not JSON", "{".repeat(100)],
    [
      "is larger than 64 KiB",
      JSON.stringify({ ...fileReady, pad: "x".repeat(70_000) }),
    ],
  ])("a body that %s gives no hint", async (_, body) => {
    const hints: unknown[] = [];
    const resolve: SecretResolver = ({ hint }) => {
      hints.push(hint);
      return "tenant secret";
    };
    const kernel = testKernel(
      [
        webhook("file.ready", {
          secret: { kind: "resolver", name: "r", resolve },
        }),
      ],
      { routes: { limits: { bodyBytes: 100_000, toleranceSeconds: 300 } } },
    );
    await kernel.send({ body, secret: "tenant secret" });
    expect(hints).toEqual([{}]);
  });

  test("values that cannot be ids give no hint", async () => {
    const hints: unknown[] = [];
    const kernel = kernelWith(({ hint }) => {
      hints.push(hint);
      return "s";
    });
    const event = {
      type: "x".repeat(257),
      account: { id: 7 },
      account_id: "flat",
      workspace: { id: "" },
    };
    await kernel.send({ event });
    expect(hints).toEqual([{ accountId: "flat" }]);
  });

  test("static secrets of the path are tried first", async () => {
    let asked = 0;
    const kernel = testKernel([
      webhook("file.ready"),
      webhook("file.created", {
        secret: {
          kind: "resolver",
          name: "r",
          resolve: () => {
            asked += 1;
            return "tenant secret";
          },
        },
      }),
    ]);
    expect((await kernel.send()).status).toBe(200);
    expect(asked).toBe(0);
    const other = { type: "file.created" };
    const answer = await kernel.send({ event: other, secret: "tenant secret" });
    expect([answer.status, asked]).toEqual([200, 1]);
    const crossed = await kernel.send({ event: other, secret: "s3cret" });
    expect(crossed.status).toBe(401);
  });

  test("only the resolver of the claimed event is asked", async () => {
    const asked: string[] = [];
    const kernel = kernelWith(
      () => (asked.push("ready"), "r"),
      () => (asked.push("created"), "c"),
    );
    await kernel.send({ secret: "r" });
    expect(asked).toEqual(["ready"]);
    const crossed = await kernel.send({ secret: "c" });
    expect(crossed.status).toBe(401);
    await kernel.send({ event: { type: "unknown" }, secret: "c" });
    expect(asked).toEqual(["ready", "ready", "created"]);
  });

  test("a secret that was rotated is picked up without waiting 5 minutes", async () => {
    let secret = "old";
    const kernel = kernelWith(() => secret);
    expect((await kernel.send({ secret: "old" })).status).toBe(200);
    secret = "new";
    expect((await kernel.send({ secret: "new" })).status).toBe(401);
    kernel.time.now += 30_000;
    expect((await kernel.send({ secret: "new" })).status).toBe(200);
  });
});
