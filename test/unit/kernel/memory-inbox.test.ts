import { expect, test } from "vitest";
import { createMemoryInbox } from "../../../templates/app/src/frameio/kernel/memory-inbox.gen.js";
import type {
  Claim,
  InboxDelivery,
} from "../../../templates/app/src/frameio/kernel/inbox.gen.js";

function setUp(maxDone?: number) {
  const time = { now: 1_000 };
  const inbox = createMemoryInbox({
    now: () => time.now,
    ...(maxDone === undefined ? {} : { maxDone }),
  });
  const claim = (key: string, ttlMs = 100) =>
    inbox.claim(deliveryOf(key, ttlMs), 50) as Claim;
  const run = (key: string, ttlMs?: number) => {
    const claimed = claim(key, ttlMs);
    if (claimed.state === "new") void inbox.complete(key, claimed.lease);
    return claimed.state;
  };
  return { time, inbox, claim, run };
}

function deliveryOf(key: string, ttlMs: number): InboxDelivery {
  return {
    key,
    ttlMs,
    provider: "frameio",
    webhook: "w",
    event: "e",
    receivedAt: 0,
    body: new Uint8Array(),
  };
}

const leaseOf = (claim: Claim) => (claim.state === "new" ? claim.lease : -1);

test("new, in flight, done", () => {
  const { inbox, claim } = setUp();
  const first = claim("a");
  expect(first.state).toBe("new");
  expect(claim("a").state).toBe("in-flight");
  void inbox.complete("a", leaseOf(first));
  expect(claim("a").state).toBe("done");
  expect(claim("b").state).toBe("new");
  expect(inbox.isReady()).toBe(true);
});

test("released is new again", () => {
  const { inbox, claim } = setUp();
  void inbox.release("a", leaseOf(claim("a")));
  expect(claim("a").state).toBe("new");
});

test("who lost the lease can neither complete nor release", () => {
  const { inbox, claim, time } = setUp();
  const late = leaseOf(claim("a"));
  time.now += 50;
  const current = leaseOf(claim("a"));
  expect(current).toBeGreaterThan(0);
  void inbox.complete("a", late);
  void inbox.release("a", late);
  expect(claim("a").state).toBe("in-flight");
  void inbox.complete("a", current);
  expect(claim("a").state).toBe("done");
});

test("done is over after its time, counted from the claim", () => {
  const { run, time } = setUp();
  expect(run("a", 100)).toBe("new");
  time.now += 99;
  expect(run("a")).toBe("done");
  time.now += 1;
  expect(run("a")).toBe("new");
});

test("the oldest half is forgotten when it is full, what runs is not", () => {
  const { run, claim } = setUp(4);
  claim("running");
  for (const key of ["a", "b", "c", "d"]) run(key);
  expect(["a", "b", "c", "d"].map((key) => run(key))).toEqual(
    Array.from({ length: 4 }, () => "done"),
  );
  run("e");
  expect(["c", "d", "e"].map((key) => run(key))).toEqual([
    "done",
    "done",
    "done",
  ]);
  expect(run("a")).toBe("new");
  expect(claim("running").state).toBe("in-flight");
});
