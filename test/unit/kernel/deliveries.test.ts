import { describe, expect, test } from "vitest";
import type { DeliveryDescription } from "../../../templates/app/src/frameio/kernel/events/delivery.gen.js";
import type { ProviderRoute } from "../../../templates/app/src/frameio/kernel/routes.gen.js";
import { signDelivery } from "../../../templates/app/src/frameio/kernel/verification/sign-delivery.gen.js";
import type { Delivery } from "../../../templates/app/src/frameio/kernel/handlers/webhook.gen.js";
import { clock, testKernel, webhook } from "./support.js";

const secret = "s3cret";
const bare: DeliveryDescription = {
  signature: {
    algorithm: "hmac-sha256",
    header: "x-signature",
    signed: "{body}",
    encoding: "hex",
    prefix: "sha256=",
  },
  event: { pointer: "/type" },
  contentType: "application/json",
  timeoutSeconds: 5,
};

/** A kernel with one provider, whose handlers remember what they get. */
function kernelOf(
  delivery: DeliveryDescription,
  events: readonly string[],
  {
    layout,
    mode = "inline",
    env,
  }: Partial<ProviderRoute> & {
    mode?: "inline" | "inbox";
    env?: Record<string, string>;
  } = {},
) {
  const path = "/hooks";
  const ran: unknown[] = [];
  const deliveries: Delivery[] = [];
  const failing = new Set<unknown>();
  const webhooks = events.map((event) =>
    webhook(event, {
      mode,
      handle(payload, { delivery: given }) {
        if (failing.has(payload["id"])) throw new Error("not yet");
        deliveries.push(given);
        ran.push([given.event, payload["id"] ?? payload]);
      },
    }),
  );
  const provider = {
    id: "frameio",
    path,
    delivery,
    ...(layout && { layout }),
  };
  const kernel = testKernel(webhooks, {
    routes: { providers: [provider] },
    ...(env && { env }),
  });
  return {
    ...kernel,
    ran,
    deliveries,
    failing,
    post(
      body: unknown,
      headers: Record<string, string> = {},
      to: string = path,
    ) {
      const bytes = new TextEncoder().encode(JSON.stringify(body));
      return kernel.handle({
        method: "POST",
        path: to,
        body: bytes,
        receivedAt: clock,
        headers: {
          ...signDelivery(delivery, {
            body: bytes,
            secret,
            timestamp: clock,
            headers,
          }),
        },
      });
    },
  };
}

describe("the event's name", () => {
  test("in a header", async () => {
    const kernel = kernelOf({ ...bare, event: { header: "x-topic" } }, [
      "orders/create",
    ]);
    const answer = await kernel.post({ id: 1 }, { "x-topic": "orders/create" });
    expect(answer.status).toBe(200);
    expect(kernel.ran).toEqual([["orders/create", 1]]);
    const other = await kernel.post({ id: 2 }, { "x-topic": "orders/paid" });
    expect(other.body).toBe("No handler");
    expect((await kernel.post({ id: 3 })).body).toBe("Missing event type.");
  });

  test("in a header, joined with the action in the body", async () => {
    const kernel = kernelOf(
      {
        ...bare,
        event: { header: "x-event", pointer: "/action", separator: "." },
      },
      ["issues.opened", "push"],
    );
    await kernel.post({ id: 1, action: "opened" }, { "x-event": "issues" });
    await kernel.post({ id: 2 }, { "x-event": "push" });
    expect(kernel.ran).toEqual([
      ["issues.opened", 1],
      ["push", 2],
    ]);
    const other = await kernel.post(
      { id: 3, action: "closed" },
      { "x-event": "issues" },
    );
    expect(other.body).toBe("No handler");
  });
});

describe("a time in the payload", () => {
  const at = (unit: "seconds" | "milliseconds" | "iso") =>
    kernelOf(
      {
        ...bare,
        timestamp: { pointer: "/meta/at", unit, toleranceSeconds: 3600 },
      },
      ["a"],
    );
  const second = clock / 1000;

  test.each([
    ["now", "seconds", second, 200],
    ["as text", "seconds", String(second), 200],
    ["an hour ago", "seconds", second - 3600, 200],
    ["longer ago", "seconds", second - 3601, 401],
    ["our clock behind", "seconds", second + 300, 200],
    ["from the future", "seconds", second + 301, 401],
    ["milliseconds", "milliseconds", clock - 3_600_000, 200],
    ["old milliseconds", "milliseconds", clock - 3_600_001, 401],
    ["ISO 8601", "iso", new Date(clock).toISOString(), 200],
    ["old ISO 8601", "iso", "2023-11-14T21:13:19Z", 401],
    ["no time", "iso", "yesterday", 401],
    ["nothing", "seconds", null, 401],
    ["an empty text", "seconds", "", 401],
    ["a list", "seconds", [second], 401],
  ] as const)("%s", async (_, unit, time, status) => {
    const kernel = at(unit);
    const answer = await kernel.post({ type: "a", meta: { at: time } });
    expect(answer.status).toBe(status);
    expect(kernel.ran).toHaveLength(status === 200 ? 1 : 0);
  });
});

describe("tests and challenges", () => {
  const delivery: DeliveryDescription = {
    ...bare,
    tests: { events: ["ping"] },
    challenge: {
      when: { pointer: "/type", equals: "url_verification" },
      answer: "/challenge",
    },
  };

  test("a test is answered, and no handler gets it", async () => {
    const kernel = kernelOf(delivery, ["a"]);
    expect((await kernel.post({ type: "ping" })).status).toBe(200);
    expect(kernel.ran).toEqual([]);
    expect(kernel.metrics.deliveries()).toEqual([
      { event: "unknown", outcome: "answered", count: 1 },
    ]);
  });

  test("a batch of tests is one; in a batch with other events they are let be", async () => {
    const batch = { ...delivery, batch: { pointer: "" } };
    const kernel = kernelOf(batch, ["a"]);
    const [ping, a] = [{ type: "ping" }, { type: "a", id: 1 }];
    expect((await kernel.post([ping, ping])).body).toBe("OK");
    expect(kernel.ran).toEqual([]);
    expect((await kernel.post([ping, a])).status).toBe(200);
    expect(kernel.ran).toEqual([["a", 1]]);
  });

  test("a challenge is answered with its text", async () => {
    const kernel = kernelOf(delivery, ["a"]);
    const challenge = "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P";
    const answer = await kernel.post({ type: "url_verification", challenge });
    expect(answer).toMatchObject({ status: 200, body: challenge });
    expect(answer.headers["content-type"]).toBe("text/plain; charset=utf-8");
  });

  test.each(["<script>", "", "ü", 5, "x".repeat(1001)])(
    "a challenge that is no token is not echoed: %s",
    async (challenge) => {
      const kernel = kernelOf(delivery, ["a"]);
      const answer = await kernel.post({ type: "url_verification", challenge });
      expect(answer.body).toBe("No handler");
    },
  );

  describe("by GET", () => {
    const challenge = {
      query: "hub.challenge",
      token: { query: "hub.verify_token", variable: "HUB_TOKEN" },
    };
    const get = (
      query: string | undefined,
      described: DeliveryDescription = { ...bare, challenge },
    ) => {
      const env = { WEBHOOK_SECRET: secret, HUB_TOKEN: "tok en/1" };
      const kernel = kernelOf(described, ["a"], { env });
      return kernel.handle({
        method: "GET",
        path: "/hooks",
        query,
        headers: {},
        receivedAt: clock,
        body: new Uint8Array(),
      });
    };
    const known = "hub.mode=subscribe&hub.verify_token=tok%20en%2F1";

    test("whoever knows the token gets the challenge back, as plain text", async () => {
      const answer = await get(`${known}&hub.challenge=1158201444`);
      expect(answer).toMatchObject({ status: 200, body: "1158201444" });
      expect(answer.headers["x-content-type-options"]).toBe("nosniff");
    });

    test.each([
      ["another token", "hub.verify_token=x&hub.challenge=1"],
      ["no token", "hub.challenge=1"],
      ["no challenge", known],
      ["markup", `${known}&hub.challenge=%3Cscript%3E`],
      ["no query", undefined],
    ])("%s: 405", async (_, query) => {
      expect(await get(query)).toMatchObject({
        status: 405,
        headers: { allow: "POST" },
      });
    });

    test("without a token, everybody does", async () => {
      const described = { ...bare, challenge: { query: "challenge" } };
      expect((await get("challenge=abc", described)).body).toBe("abc");
      expect((await get("challenge=abc", bare)).status).toBe(405);
    });

    test("the app does not start without its token", () => {
      expect(() => kernelOf({ ...bare, challenge }, ["a"])).toThrow(
        "environment variable HUB_TOKEN is not set",
      );
    });
  });

  test.each(["inline", "inbox"] as const)(
    "%s: handlers learn that an event is a test, and when it happened",
    async (mode) => {
      const kernel = kernelOf(
        {
          ...bare,
          tests: { mark: { pointer: "/live", equals: false } },
          timestamp: { pointer: "/at", unit: "iso", toleranceSeconds: 3600 },
        },
        ["a"],
        { mode },
      );
      const at = new Date(clock - 60_000).toISOString();
      await kernel.post({ type: "a", id: 1, live: false, at });
      await kernel.post({ type: "a", id: 2, live: true, at });
      await expect.poll(() => kernel.deliveries.length).toBe(2);
      expect(
        kernel.deliveries.map(({ test: is, timestamp }) => [is, timestamp]),
      ).toEqual([
        [true, clock - 60_000],
        [false, clock - 60_000],
      ]);
    },
  );

  test("an unsigned challenge gets nothing", async () => {
    const kernel = kernelOf(delivery, ["a"]);
    const answer = await kernel.handle({
      method: "POST",
      path: "/hooks",
      receivedAt: clock,
      body: new TextEncoder().encode(
        '{"type":"url_verification","challenge":"x"}',
      ),
      headers: {
        "content-type": "application/json",
        "x-signature": `sha256=${"0".repeat(64)}`,
      },
    });
    expect(answer.status).toBe(401);
  });
});

describe("batches", () => {
  const delivery: DeliveryDescription = {
    ...bare,
    id: { pointer: "/id" },
    batch: { pointer: "" },
  };
  const a = { type: "a", id: 1 };
  const b = { type: "b", id: 2 };
  const named = (id: number, type = "a") => ({ type, id: `evt_${id}` });

  test("each event goes to its own handler", async () => {
    const kernel = kernelOf(delivery, ["a", "b"]);
    expect((await kernel.post([a, b, { type: "c" }])).status).toBe(200);
    expect(kernel.ran).toEqual([
      ["a", 1],
      ["b", 2],
    ]);
  });

  test("below a member", async () => {
    const kernel = kernelOf({ ...bare, batch: { pointer: "/events" } }, ["a"]);
    expect((await kernel.post({ events: [a] })).status).toBe(200);
    expect(kernel.ran).toEqual([["a", 1]]);
    expect((await kernel.post({ events: a })).status).toBe(400);
    expect((await kernel.post([a])).status).toBe(400);
  });

  test("an event that was in an earlier batch is not handled again", async () => {
    const kernel = kernelOf(delivery, ["a"]);
    await kernel.post([named(1), named(2)]);
    await kernel.post([named(2), named(3)]);
    expect(kernel.ran).toEqual([
      ["a", "evt_1"],
      ["a", "evt_2"],
      ["a", "evt_3"],
    ]);
  });

  test("nor where ids are numbers", async () => {
    const kernel = kernelOf(delivery, ["a"]);
    await kernel.post([a, { ...a, id: 2 }, { ...a, id: 3 }]);
    await kernel.post([
      { ...a, id: 2 },
      { ...a, id: 3 },
      { ...a, id: 4 },
    ]);
    expect(kernel.ran).toEqual([1, 2, 3, 4].map((id) => ["a", id]));
  });

  test("when one fails the provider sends all again, and those that are done are not run twice", async () => {
    const kernel = kernelOf(delivery, ["a"]);
    const batch = [named(1), named(2), named(3)];
    kernel.failing.add("evt_2");
    expect((await kernel.post(batch)).status).toBe(500);
    kernel.failing.clear();
    expect((await kernel.post(batch)).status).toBe(200);
    expect(kernel.ran).toEqual([
      ["a", "evt_1"],
      ["a", "evt_3"],
      ["a", "evt_2"],
    ]);
  });

  test("one that is refused does not hide one that failed: some providers send nothing again that was refused", async () => {
    const kernel = kernelOf(delivery, ["a"]);
    kernel.failing.add("evt_2");
    const batch = [{ id: "evt_1" }, named(2)];
    expect((await kernel.post(batch)).status).toBe(500);
    kernel.failing.clear();
    expect((await kernel.post(batch)).status).toBe(400);
    expect(kernel.ran).toEqual([["a", "evt_2"]]);
  });

  test("equal events of one batch are told apart by their place where they have no id", async () => {
    const kernel = kernelOf({ ...bare, batch: { pointer: "" } }, ["a"]);
    await kernel.post([{ type: "a" }, { type: "a" }]);
    expect(kernel.ran).toHaveLength(2);
  });

  test("the inbox takes a batch as one delivery and works off each event", async () => {
    const kernel = kernelOf(delivery, ["a", "b"], { mode: "inbox" });
    expect((await kernel.post([a, b])).status).toBe(202);
    await expect
      .poll(() => kernel.ran)
      .toEqual([
        ["a", 1],
        ["b", 2],
      ]);
    await kernel.drain(1000);
  });

  test("a batch of nothing is fine, a list of anything else is not", async () => {
    const kernel = kernelOf(delivery, ["a"]);
    expect((await kernel.post([])).status).toBe(200);
    expect((await kernel.post([a, 5])).status).toBe(400);
    expect((await kernel.post(a)).status).toBe(400);
    expect(kernel.ran).toEqual([]);
  });
});

describe("a path for each event", () => {
  test.each<"inline" | "inbox">(["inline", "inbox"])(
    "an event on its own path is handled, on another it is refused: %s",
    async (mode) => {
      const kernel = kernelOf(bare, ["a.x", "b/y"], {
        layout: "per-event",
        mode,
      });
      const ok = mode === "inline" ? 200 : 202;
      const post = (type: string, path: string) =>
        kernel.post({ type }, {}, path);
      expect((await post("a.x", "/hooks/a.x")).status).toBe(ok);
      expect((await post("b/y", "/hooks/b/y")).status).toBe(ok);
      expect((await post("a.x", "/hooks/b/y")).status).toBe(400);
      expect((await post("a.x", "/hooks")).status).toBe(404);
      expect((await post("a.x", "/hooks/")).status).toBe(404);
      expect((await post("a.x", "/hooksa.x")).status).toBe(404);
      expect((await post("c", "/hooks/c")).status).toBe(ok);
      await kernel.drain(1000);
      expect(kernel.ran).toHaveLength(2);
    },
  );
});
