import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { delivery, testKernel, webhook } from "./support.js";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
});
afterEach(() => {
  vi.useRealTimers();
});

const forged = (source: string) => ({
  ...delivery({ secret: "wrong" }),
  source: () => source,
});

describe("a burst of wrong signatures", () => {
  test("is told of with the first, and once in a minute with numbers", async () => {
    const kernel = testKernel([webhook("file.ready")]);
    for (let n = 0; n < 500; n += 1) {
      const answer = await kernel.handle(forged(`10.0.0.${n % 7}`));
      expect(answer.status).toBe(401);
    }
    expect(kernel.log.lines).toMatchObject([
      { outcome: "refused", status: 401, source: "10.0.0.0" },
    ]);
    vi.advanceTimersByTime(60_000);
    expect(kernel.log.lines.slice(1)).toEqual([
      {
        level: "warn",
        message:
          "many deliveries were refused; this line stands for those without one",
        provider: "frameio",
        reason: "signature does not match",
        refused: 499,
        sources: 7,
        examples: ["10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4", "10.0.0.5"],
        seconds: 60,
      },
    ]);
    expect(kernel.metrics.deliveries()).toEqual([
      { event: "unknown", outcome: "refused", count: 500 },
    ]);
  });

  test("each kind has its own first line, and the next minute as well", async () => {
    const kernel = testKernel([webhook("file.ready")]);
    for (let minute = 0; minute < 2; minute += 1) {
      await kernel.handle(forged("10.0.0.1"));
      await kernel.send({ method: "GET" });
      await kernel.handle(forged("10.0.0.1"));
      vi.advanceTimersByTime(60_000);
    }
    expect(
      kernel.log.lines.map(({ reason, refused }) => [reason, refused]),
    ).toEqual([
      ["signature does not match", undefined],
      ["method is not POST", undefined],
      ["signature does not match", 1],
      ["signature does not match", undefined],
      ["method is not POST", undefined],
      ["signature does not match", 1],
    ]);
  });

  test("what was counted is told before the app stops", async () => {
    const kernel = testKernel([webhook("file.ready")]);
    await kernel.handle(forged("10.0.0.1"));
    await kernel.handle(forged("10.0.0.1"));
    await kernel.drain(1_000);
    expect(kernel.log.lines.at(-1)).toMatchObject({ refused: 1 });
    expect(vi.getTimerCount()).toBe(0);
  });
});

test("what the provider signed has a line each, however often it is refused", async () => {
  const kernel = testKernel([webhook("file.ready")]);
  for (const n of [1, 2, 3]) await kernel.send({ body: `not json ${n}` });
  expect(kernel.log.lines.map(({ reason }) => reason)).toEqual([
    "not a JSON object",
    "not a JSON object",
    "not a JSON object",
  ]);
});
