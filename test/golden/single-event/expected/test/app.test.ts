import { afterAll, beforeAll, expect, test } from "vitest";
import { routes } from "../src/frameio/routes.gen.js";
import {
  signed,
  startTestApp,
  type TestApp,
} from "../src/frameio/testing.gen.js";
import { fileReady } from "./fixtures/file-ready.js";

const event = fileReady;
const handled: unknown[] = [];
let app: TestApp;

beforeAll(async () => {
  // This test is about what gets to the handlers, not about what they do.
  app = await startTestApp({ handle: (received) => handled.push(received) });
});

afterAll(() => app.close());

test("the app is alive and ready", async () => {
  expect((await fetch(`${app.url}/healthz`)).status).toBe(200);
  expect((await fetch(`${app.url}/readyz`)).status).toBe(200);
});

test("a tampered delivery is refused", async () => {
  const body = new TextEncoder().encode(JSON.stringify({ ...event, extra: 1 }));
  const answer = await app.send({ ...signed(event), body });
  expect(answer.status).toBe(401);
});

test("a delivery signed with another secret is refused", async () => {
  const answer = await app.send(signed(event, { secret: "another" }));
  expect(answer.status).toBe(401);
});

test("a stale delivery is refused", async () => {
  const anHourAgo = Date.now() - 60 * 60 * 1000;
  const answer = await app.send(signed(event, { at: anHourAgo }));
  expect(answer.status).toBe(401);
});

test("an oversized delivery is refused", async () => {
  const padding = "x".repeat(routes.limits.bodyBytes);
  const answer = await app.send(signed({ ...event, padding }));
  expect(answer.status).toBe(413);
});

test("a delivery reaches its handler, its duplicate does not", async () => {
  expect(handled).toEqual([]);
  const delivery = signed(event);
  const first = await app.send(delivery);
  const second = await app.send(delivery);
  expect([first.ok, second.ok]).toEqual([true, true]);
  await expect.poll(() => handled, { timeout: 4000 }).toEqual([event]);
});
