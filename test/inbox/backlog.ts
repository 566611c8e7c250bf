import { expect, test } from "vitest";
import type { Inbox } from "../../templates/app/src/frameio/kernel/inbox/inbox.gen.js";
import { clock, deliveryOf } from "./delivery.js";

const few = 100;
const many = 5_000;
const turns = 25;
const portion = 250;

/** Whoever is far behind must not get slower for it. */
export function testBacklog(open: () => Promise<Inbox>): void {
  test("taking takes as long when thousands wait as when a few do", async () => {
    const inbox = await open();
    const quick = await medianTurn(inbox, 0, few);
    const slow = await medianTurn(inbox, few, many);
    expect(slow / quick).toBeLessThan(5);
    await inbox.close();
  }, 60_000);
}

/** Milliseconds to claim one of so many and end it; every second one has an order key. */
async function medianTurn(
  inbox: Inbox,
  from: number,
  to: number,
): Promise<number> {
  const fresh = Array.from({ length: to - from }, (_, n) => from + n);
  // Not all at once: a pool of connections lets nobody wait for long.
  for (let i = 0; i < fresh.length; i += portion) {
    await Promise.all(
      fresh.slice(i, i + portion).map((n) =>
        inbox.accept({
          ...deliveryOf(`k${n}`),
          ...(n % 2 === 0 && { order: { key: `o${n % 200}`, value: clock } }),
        }),
      ),
    );
  }
  const times: number[] = [];
  for (let turn = 0; turn < turns; turn++) {
    const start = performance.now();
    const [taken] = await inbox.take(1, 60_000);
    if (!taken) throw new Error("nothing was taken");
    await inbox.settle(taken, { state: "done" }, {});
    times.push(performance.now() - start);
  }
  return times.toSorted((a, b) => a - b)[turns >> 1] ?? 0;
}
