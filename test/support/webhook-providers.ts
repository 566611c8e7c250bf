import { randomBytes, randomUUID } from "node:crypto";
import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";

/** A provider's API on this machine, as documented. */
export interface ProviderApi {
  readonly url: string;
  readonly requests: {
    readonly method: string;
    readonly url: string;
    readonly token: string | undefined;
    readonly body: unknown;
  }[];
  readonly webhooks: Map<string, Record<string, unknown>>;
  close(): Promise<void>;
}

interface Asked {
  readonly method: string;
  readonly url: URL;
  readonly body: Record<string, unknown>;
}

type Reply = readonly [status: number, body?: unknown];

async function serveApi(
  authorize: (token: string | undefined) => Reply | undefined,
  answer: (asked: Asked, api: ProviderApi) => Reply | "hang",
): Promise<ProviderApi> {
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const body = text === "" ? {} : (JSON.parse(text) as Asked["body"]);
    const token = request.headers.authorization;
    const method = request.method ?? "";
    api.requests.push({ method, url: request.url ?? "", token, body });
    const url = new URL(request.url ?? "", "http://api");
    const reply = authorize(token) ?? answer({ method, url, body }, api);
    if (reply === "hang") return;
    const [status, value] = reply;
    response.writeHead(status, { "content-type": "application/json" });
    response.end(value === undefined ? undefined : JSON.stringify(value));
  };
  const server: Server = createServer((request, response) => {
    void handle(request, response);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  const api: ProviderApi = {
    url: `http://127.0.0.1:${port}`,
    requests: [],
    webhooks: new Map(),
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
  return api;
}

const errors = (status: number, detail: string): Reply => [
  status,
  { errors: [{ detail, title: "Error", source: { pointer: "/data" } }] },
];

export const frameioToken = "frameio-token";

/** Frame.io's V4 API: bodies in `data` with no other member, cursors, the secret in the answer to create alone. */
export async function frameioApi({
  pageSize = 2,
  busy = 0,
}: { readonly pageSize?: number; readonly busy?: number } = {}): Promise<
  ProviderApi & { hangs: boolean; fails: number | undefined }
> {
  let refusals = busy;
  const state = { hangs: false, fails: undefined as number | undefined };
  const api = await serveApi(
    (token) =>
      token === `Bearer ${frameioToken}`
        ? undefined
        : errors(401, "Invalid token"),
    ({ method, url, body }, { webhooks }) => {
      if (state.hangs) return "hang";
      if (state.fails) return [state.fails, "<html>"];
      if (refusals > 0) {
        refusals -= 1;
        return errors(429, "Too many requests");
      }
      const path = url.pathname;
      if (path === "/v4/accounts/acc-1/workspaces/ws-1/webhooks") {
        if (method === "POST") return create(body, webhooks);
        if (method === "GET") return page(url, [...webhooks.values()]);
      }
      const [, id] =
        /^\/v4\/accounts\/acc-1\/webhooks\/([^/]+)$/.exec(path) ?? [];
      const webhook = id === undefined ? undefined : webhooks.get(id);
      if (id === undefined || webhook === undefined) {
        return errors(404, "Webhook not found");
      }
      if (method === "DELETE") {
        webhooks.delete(id);
        return [204];
      }
      if (method === "PATCH") return update(webhook, body);
      return errors(404, "Not found");
    },
  );
  return Object.assign(state, api);

  function create(
    body: Asked["body"],
    webhooks: ProviderApi["webhooks"],
  ): Reply {
    const { data, ...rest } = body as { data?: Record<string, unknown> };
    const { name, url, events, ...more } = data ?? {};
    const unknown = [...Object.keys(rest), ...Object.keys(more)];
    if (unknown.length > 0)
      return errors(422, `Unexpected field: ${unknown[0]}`);
    if (typeof name !== "string" || name.length < 1 || name.length > 255) {
      return errors(422, "name is missing");
    }
    if (
      typeof url !== "string" ||
      !Array.isArray(events) ||
      events.length < 1
    ) {
      return errors(422, "url and events are required");
    }
    const id = randomUUID();
    const at = "2026-01-01T00:00:00Z";
    const webhook = {
      id,
      name,
      url,
      events,
      active: true,
      workspace_id: "ws-1",
      created_at: at,
      updated_at: at,
    };
    webhooks.set(id, webhook);
    const secret = randomBytes(24).toString("base64url");
    return [201, { data: { ...webhook, secret } }];
  }

  function update(
    webhook: Record<string, unknown>,
    body: Asked["body"],
  ): Reply {
    const data = body["data"] as Record<string, unknown>;
    const unknown = Object.keys(data).find(
      (key) => !["active", "events", "name", "url"].includes(key),
    );
    if (unknown !== undefined)
      return errors(422, `Unexpected field: ${unknown}`);
    return [200, { data: Object.assign(webhook, data) }];
  }

  function page(url: URL, all: readonly unknown[]): Reply {
    const after = Number(url.searchParams.get("after") ?? 0);
    const end = after + pageSize;
    const next = end < all.length ? `${url.pathname}?after=${end}` : null;
    return [200, { data: all.slice(after, end), links: { next } }];
  }
}

export const platformToken = "sk-test";

/** The plain API that many copy: `{url, events, secret}`, no envelope, no pages. */
export function platformApi({
  answersChanges = (webhook) => webhook,
  lists = true,
}: {
  /** The answer to a change; undefined for none. */
  readonly answersChanges?: (webhook: Record<string, unknown>) => unknown;
  readonly lists?: boolean;
} = {}): Promise<ProviderApi> {
  return serveApi(
    (token) =>
      token === `Bearer ${platformToken}`
        ? undefined
        : [403, { message: "forbidden" }],
    ({ method, url, body }, { webhooks }) => {
      if (url.pathname === "/v1/webhooks") {
        if (method === "GET") {
          return lists
            ? [200, { webhooks: [...webhooks.values()] }]
            : [403, { message: "not for you" }];
        }
        const id = `wh_${webhooks.size + 1}`;
        const { secret: _, ...kept } = body;
        webhooks.set(id, { id, ...kept });
        return [201, webhooks.get(id)];
      }
      const id = url.pathname.split("/").at(-1) ?? "";
      const webhook = webhooks.get(id);
      if (!webhook) return [404, { error: "no such webhook" }];
      if (method === "DELETE") {
        webhooks.delete(id);
        return [204];
      }
      return [200, answersChanges(Object.assign(webhook, body))];
    },
  );
}
