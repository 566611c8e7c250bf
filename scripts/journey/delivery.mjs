// Deliveries as Frame.io makes them, signed here without any code of the app.
import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Where a new app receives deliveries. */
export const PATH = "/webhooks/frameio";

/**
 * @param {string} type such as `file.ready`
 * @param {string} [id] of the resource
 */
export function payload(type, id = "6f70f1bd-7e89-4a7e-b4d3-7e576585a181") {
  return JSON.stringify({
    account: { id: "6f70f1bd-7e89-4a7e-b4d3-7e576585a182" },
    project: { id: "7e46e495-4444-4555-8649-bee4d391a997" },
    resource: { id, type: type.split(".")[0] },
    type,
    user: { id: "56556a3f-859f-4b38-b6c6-e8625b5da8a5" },
    workspace: { id: "378fcbf7-6f88-4224-8139-6a743ed940b2" },
  });
}

/** The headers that Frame.io sends with a body. */
export function signedHeaders(body, secret, at = Date.now()) {
  const timestamp = String(Math.floor(at / 1000));
  const digest = createHmac("sha256", secret)
    .update(`v0:${timestamp}:${body}`)
    .digest("hex");
  return {
    "content-type": "application/json",
    "x-frameio-request-timestamp": timestamp,
    "x-frameio-signature": `v0=${digest}`,
  };
}

/** The secret that was put into the new app's .env. */
export function secretOf(folder) {
  const text = readFileSync(join(folder, ".env"), "utf8");
  const [, secret] = text.match(/^WEBHOOK_SECRET=(.+)$/m) ?? [];
  if (secret === undefined) throw new Error(".env sets no WEBHOOK_SECRET");
  return secret.replace(/^(["'])(.*)\1$/, "$2");
}

/** @typedef {{ method?: string, headers?: Record<string, string>, body?: string }} DeliveryRequest */

/**
 * Sends one request and tells what came back.
 *
 * @param {string} url of the app
 * @param {DeliveryRequest} request
 * @returns {Promise<{ status: number, body: string, ms: number }>}
 */
export async function deliver(url, request) {
  const started = performance.now();
  const response = await fetch(new URL(PATH, url), {
    method: "POST",
    ...request,
    signal: AbortSignal.timeout(15_000),
  });
  const text = await response.text();
  return {
    status: response.status,
    body: text.trim(),
    ms: performance.now() - started,
  };
}

/**
 * What a receiver must do with the deliveries that tell good ones from bad ones.
 *
 * @param {string} secret
 * @returns {{ name: string, expect: number, request: DeliveryRequest }[]} to be sent in this order
 */
export function standardDeliveries(secret) {
  const body = payload("file.ready");
  const headers = signedHeaders(body, secret);
  const stale = Date.now() - 3_600_000;
  const large = payload("file.ready", "x".repeat(2_000_000));
  const other = payload("folder.created");
  const notJson = "file.ready";
  return [
    { name: "valid", expect: 202, request: { headers, body } },
    { name: "the same again", expect: 200, request: { headers, body } },
    {
      name: "tampered body",
      expect: 401,
      request: { headers, body: body.replace("file.ready", "file.deleted") },
    },
    {
      name: "signed with another secret",
      expect: 401,
      request: { headers: signedHeaders(body, `${secret}x`), body },
    },
    {
      name: "no signature",
      expect: 401,
      request: { headers: { "content-type": "application/json" }, body },
    },
    {
      name: "an hour old",
      expect: 401,
      request: { headers: signedHeaders(body, secret, stale), body },
    },
    {
      name: "2 MB",
      expect: 413,
      request: { headers: signedHeaders(large, secret), body: large },
    },
    {
      // Recorded as it came; the worker finds out, and buries it.
      name: "signed, but no JSON",
      expect: 202,
      request: { headers: signedHeaders(notJson, secret), body: notJson },
    },
    {
      name: "an event without a handler",
      expect: 202,
      request: { headers: signedHeaders(other, secret), body: other },
    },
    { name: "GET", expect: 405, request: { method: "GET" } },
  ];
}
