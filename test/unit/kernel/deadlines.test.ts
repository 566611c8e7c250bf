import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createDeadlines } from "../../../templates/app/src/frameio/kernel/handlers/deadlines.gen.js";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
});
afterEach(() => {
  vi.useRealTimers();
});

test("each is late at its own time, whatever the order they are set in", () => {
  const deadlines = createDeadlines();
  const late: string[] = [];
  for (const [name, ms] of [
    ["long", 30_000],
    ["short", 5_000],
    ["middle", 10_000],
  ] as const) {
    deadlines.set(ms, () => late.push(`${name} ${performance.now() - start}`));
  }
  const start = performance.now();
  vi.advanceTimersByTime(60_000);
  expect(late).toEqual(["short 5000", "middle 10000", "long 30000"]);
  expect(vi.getTimerCount()).toBe(0);
});

test("one that is met is never late", () => {
  const deadlines = createDeadlines();
  const late: string[] = [];
  const met = deadlines.set(1_000, () => late.push("met"));
  deadlines.set(1_000, () => late.push("missed"));
  deadlines.meet(met);
  vi.advanceTimersByTime(1_000);
  expect(late).toEqual(["missed"]);
});

test("one that is set while another waits keeps its own time", () => {
  const deadlines = createDeadlines();
  const late: string[] = [];
  const first = deadlines.set(5_000, () => late.push("first"));
  vi.advanceTimersByTime(3_000);
  deadlines.meet(first);
  deadlines.set(5_000, () => late.push("second"));
  vi.advanceTimersByTime(4_999);
  expect(late).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(late).toEqual(["second"]);
});

test("thousands need one timer", () => {
  const deadlines = createDeadlines();
  for (let n = 0; n < 5_000; n += 1) {
    const deadline = deadlines.set(5_000, () => {});
    if (n % 2 === 0) deadlines.meet(deadline);
  }
  expect(vi.getTimerCount()).toBe(1);
});

test("the next one may be set by one that is late", () => {
  const deadlines = createDeadlines();
  const late: number[] = [];
  const start = performance.now();
  deadlines.set(10, () => {
    deadlines.set(10, () => late.push(performance.now() - start));
  });
  vi.advanceTimersByTime(20);
  expect(late).toEqual([20]);
});
