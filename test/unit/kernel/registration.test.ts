import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import {
  createWebhookRegistration,
  registrationCall,
  RegistrationError,
  type RegistrationDescription,
} from "../../../templates/app/src/frameio/kernel/registration/registration.gen.js";
import {
  frameioApi,
  frameioToken,
  platformApi,
  platformToken,
  type ProviderApi,
} from "../../support/webhook-providers.js";

const running: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((api) => api.close()));
});

function described(name: string): RegistrationDescription {
  const path = `../../../schemas/providers/${name}.openapi.json`;
  const text = readFileSync(new URL(path, import.meta.url), "utf8");
  const document = JSON.parse(text) as Record<string, unknown>;
  return document["x-webhook-registration"] as RegistrationDescription;
}

const frameio = described("frameio-4");
const parameters = { account: "acc-1", workspace: "ws-1" };
const wanted = {
  name: "my app",
  url: "https://hooks.example.com/webhooks/frameio",
  events: ["file.ready", "comment.created"],
};

async function atFrameio(
  options: Parameters<typeof frameioApi>[0] = {},
  more: Partial<Parameters<typeof createWebhookRegistration>[1]> = {},
) {
  const api = await frameioApi(options);
  running.push(api);
  const client = createWebhookRegistration(frameio, {
    token: frameioToken,
    parameters,
    baseUrl: api.url,
    retryDelayMs: 5,
    ...more,
  });
  return { api, client };
}

describe("Frame.io", () => {
  test("makes a webhook and hands its secret over, once", async () => {
    const { api, client } = await atFrameio();
    const made = await client.register(wanted);
    expect(made).toMatchObject({ ...wanted, active: true });
    expect(made.secret).toMatch(/^[\w-]{32}$/);
    expect(api.requests).toEqual([
      {
        method: "POST",
        url: "/v4/accounts/acc-1/workspaces/ws-1/webhooks",
        token: `Bearer ${frameioToken}`,
        body: { data: wanted },
      },
    ]);
    expect(JSON.stringify(await client.list())).not.toContain(made.secret);
  });

  test("lists all pages", async () => {
    const { api, client } = await atFrameio({ pageSize: 2 });
    for (const n of [1, 2, 3, 4, 5]) {
      await client.register({ ...wanted, name: `app ${n}` });
    }
    api.requests.length = 0;
    const webhooks = await client.list();
    expect(webhooks.map(({ name }) => name)).toEqual(
      [1, 2, 3, 4, 5].map((n) => `app ${n}`),
    );
    expect(api.requests).toHaveLength(3);
  });

  test("changes only what is given, and deletes", async () => {
    const { api, client } = await atFrameio();
    const { id } = await client.register(wanted);
    const changed = await client.update(id, { active: false });
    expect(changed).toMatchObject({ ...wanted, active: false });
    expect(api.requests.at(-1)?.body).toEqual({ data: { active: false } });
    await client.delete(id);
    expect(await client.list()).toEqual([]);
    // Gone already: what was wanted is so.
    await client.delete(id);
  });

  test("waits when there were too many requests, and gives up at last", async () => {
    const patient = await atFrameio({ busy: 3 });
    await patient.client.register(wanted);
    expect(patient.api.requests).toHaveLength(4);
    expect(patient.api.webhooks.size).toBe(1);
    const { client } = await atFrameio({ busy: 99 });
    await expect(client.list()).rejects.toMatchObject({
      kind: "rate-limited",
      status: 429,
    });
  });

  test("waits as long as it is told to, and not for ever", async () => {
    const waits = ["1", "3600"];
    const asked: number[] = [];
    const server = createServer((_, response) => {
      asked.push(performance.now());
      const wait = waits.shift();
      if (wait === undefined) return response.end('{"data":[],"links":{}}');
      response.writeHead(429, { "retry-after": wait }).end("<html>slow down");
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const baseUrl = `http://127.0.0.1:${port}`;
    const { client } = await atFrameio({}, { baseUrl });
    try {
      await expect(client.list()).rejects.toMatchObject({
        kind: "rate-limited",
        message: "the provider answered 429; it says to wait 3600 s",
      });
      expect(asked).toHaveLength(2);
      expect(asked[1]! - asked[0]!).toBeGreaterThan(950);
      expect(await client.list()).toEqual([]);
    } finally {
      server.close();
    }
  });

  test.each([
    ["unauthorized", 401, { token: "old" }, "Invalid token"],
    [
      "not-found",
      404,
      { parameters: { ...parameters, account: "other" } },
      "Webhook not found",
    ],
  ])("%s", async (kind, status, more, detail) => {
    const { client } = await atFrameio({}, more);
    const error: unknown = await client
      .list()
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(RegistrationError);
    expect(error).toMatchObject({ kind, status, details: [detail] });
  });

  test("what the provider does not accept is told in its words", async () => {
    const { client } = await atFrameio();
    await expect(
      client.register({ ...wanted, name: undefined }),
    ).rejects.toMatchObject({
      kind: "rejected",
      message: "the provider answered 422: name is missing",
    });
  });

  test("a failure is not repeated: the webhook might be there", async () => {
    const { api, client } = await atFrameio();
    api.fails = 502;
    await expect(client.register(wanted)).rejects.toMatchObject({
      kind: "unavailable",
      status: 502,
    });
    expect(api.requests).toHaveLength(1);
  });

  test("silence, a closed door and an end from outside", async () => {
    const slow = await atFrameio({}, { timeoutMs: 50 });
    slow.api.hangs = true;
    await expect(slow.client.list()).rejects.toMatchObject({ kind: "timeout" });
    await slow.api.close();
    await expect(slow.client.list()).rejects.toMatchObject({
      kind: "unreachable",
    });
    const { client } = await atFrameio({}, { signal: AbortSignal.abort() });
    await expect(client.list()).rejects.toMatchObject({ kind: "unreachable" });
  });
});

describe("the plain API", () => {
  test("takes the secret that it is given", async () => {
    const api = await platformApi();
    running.push(api);
    const client = createWebhookRegistration(described("ai-platform"), {
      token: platformToken,
      baseUrl: `${api.url}/v1/`,
    });
    const { url, events } = wanted;
    const made = await client.register({ url, events, secret: "whsec_mine" });
    expect(made).toMatchObject({
      id: "wh_1",
      url,
      events,
      secret: "whsec_mine",
    });
    expect(api.requests[0]?.body).toEqual({
      url,
      events,
      secret: "whsec_mine",
    });
    await client.update("wh_1", { events: ["batch.completed"] });
    expect(await client.list()).toMatchObject([
      { id: "wh_1", url, events: ["batch.completed"], active: undefined },
    ]);
    await client.delete("wh_1");
    expect(await client.list()).toEqual([]);
    const other = createWebhookRegistration(described("ai-platform"), {
      token: "wrong",
      baseUrl: `${api.url}/v1`,
    });
    await expect(other.list()).rejects.toMatchObject({
      kind: "forbidden",
      details: ["forbidden"],
    });
  });
});

describe("a change that is not answered with the webhook", () => {
  const { url, events } = wanted;
  async function changed(
    options: Parameters<typeof platformApi>[0],
    changes: Parameters<
      ReturnType<typeof createWebhookRegistration>["update"]
    >[1],
  ) {
    const api = await platformApi(options);
    running.push(api);
    const client = createWebhookRegistration(described("ai-platform"), {
      token: platformToken,
      baseUrl: `${api.url}/v1`,
    });
    await client.register({ url: `${url}/other`, events, secret: "a" });
    const { id } = await client.register({ url, events, secret: "b" });
    return await client.update(id, changes);
  }
  const nothing = () => undefined;

  test("is read back from the list", async () => {
    const now = ["batch.completed"];
    expect(
      await changed({ answersChanges: nothing }, { events: now }),
    ).toMatchObject({ id: "wh_2", url, events: now });
    expect(
      await changed({ answersChanges: () => ({ ok: true }) }, { events: now }),
    ).toMatchObject({ id: "wh_2", url, events: now });
  });

  test("what was asked for holds, though the list is older", async () => {
    const lagging = (webhook: Record<string, unknown>) => {
      webhook["url"] = "https://old.example.com";
      return undefined;
    };
    const to = "https://new.example.com/webhooks";
    expect(
      await changed({ answersChanges: lagging }, { url: to }),
    ).toMatchObject({ id: "wh_2", url: to, events });
  });

  test("where there is no list: what was asked for, or that there is no webhook in the answer", async () => {
    const now = ["batch.completed"];
    expect(
      await changed({ answersChanges: nothing, lists: false }, { events: now }),
    ).toEqual({
      id: "wh_2",
      url: undefined,
      name: undefined,
      active: undefined,
      events: now,
    });
    await expect(
      changed({ answersChanges: () => ({}), lists: false }, { events: now }),
    ).rejects.toMatchObject({ message: "the answer has no webhook" });
  });
});

describe("the token", () => {
  test.each([
    ["http://api.example.com", "is not an https address"],
    ["ftp://localhost", "is not an https address"],
    ["nonsense", "is not an https address"],
    ["https://me:pass@api.frame.io", "the address has a user in it"],
  ])("is not sent to %s", (baseUrl, message) => {
    const call = () =>
      registrationCall(frameio, { parameters, baseUrl }, { operation: "list" });
    expect(call).toThrow(message);
  });

  async function lying(
    answer: (url: string) => {
      status?: number;
      location?: string;
      body: unknown;
    },
  ): Promise<ProviderApi["url"]> {
    const server = createServer((request, response) => {
      const { status = 200, location, body } = answer(request.url ?? "");
      response.writeHead(status, location ? { location } : {});
      response.end(JSON.stringify(body));
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    running.push({
      close: () => new Promise((done) => server.close(() => done())),
    });
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  test.each([
    [
      "to another address by a next page",
      { body: { data: [], links: { next: "https://evil.example.com/" } } },
      { kind: "unexpected", message: /another address/ },
    ],
    [
      "to another address by a redirect",
      { status: 302, location: "http://localhost:1/", body: {} },
      { kind: "unexpected", message: /answered 302: its API is at another/ },
    ],
    [
      "round in circles",
      { body: { data: [], links: { next: "?after=1" } } },
      { kind: "unexpected", message: /no end/ },
    ],
    [
      "for an answer that is none",
      { body: { webhooks: [] } },
      { kind: "unexpected", message: /no list/ },
    ],
  ])("is not sent %s", async (_, answer, expected) => {
    const baseUrl = await lying(() => answer);
    const client = createWebhookRegistration(frameio, {
      token: "t",
      parameters,
      baseUrl,
    });
    const error: unknown = await client
      .list()
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ kind: expected.kind });
    if ("message" in expected) {
      expect((error as Error).message).toMatch(expected.message);
    }
  });

  test("ids and parameters cannot leave their place in the path", () => {
    const { url } = registrationCall(
      frameio,
      { parameters: { account: "a/../b?c" } },
      { operation: "delete", id: "../x" },
    );
    expect(url).toBe(
      "https://api.frame.io/v4/accounts/a%2F..%2Fb%3Fc/webhooks/..%2Fx",
    );
    expect(() => registrationCall(frameio, {}, { operation: "list" })).toThrow(
      "account is not given",
    );
    expect(() =>
      registrationCall(
        frameio,
        { parameters },
        { operation: "delete", id: ".." },
      ),
    ).toThrow("id is not given");
  });

  test("a webhook without its secret is no success", async () => {
    const baseUrl = await lying(() => ({
      status: 201,
      body: { data: { id: "wh-7" } },
    }));
    const client = createWebhookRegistration(frameio, {
      token: "t",
      parameters,
      baseUrl,
    });
    await expect(client.register(wanted)).rejects.toThrow(
      "the webhook wh-7 was made, but the answer has no secret",
    );
  });
});
