import { expect, test } from "vitest";
import type { Inbox } from "../../templates/app/src/frameio/kernel/inbox/inbox.gen.js";
import { clock, deliveryOf } from "./delivery.js";

const few = 100;
const many = 5_000;
const turns = 25;
const portion = 250;

/** Whoever is far behind must not get slower for it. */
export function testBacklog(open: (name: string) => Promise<Inbox>): void {
  test("taking takes as long when thousands wait as when a few do", async () => {
    const [quick, slow] = await Promise.all([open("few"), open("many")]);
    await fill(quick, few);
    await fill(slow, many);
    const times: { quick: number; slow: number }[] = [];
    // By turns: whatever else the machine does then meets both.
    for (let turn = 0; turn < turns; turn++) {
      times.push({ quick: await turnOf(quick), slow: await turnOf(slow) });
    }
    const least = (which: "quick" | "slow") =>
      Math.min(...times.map((time) => time[which]));
    expect(least("slow") / least("quick")).toBeLessThan(2.5);
    await Promise.all([quick.close(), slow.close()]);
  }, 60_000);
}

/** Every second one has an order key. */
async function fill(inbox: Inbox, count: number): Promise<void> {
  // Not all at once: a pool of connections lets nobody wait for long.
  for (let from = 0; from < count; from += portion) {
    const numbers = Array.from(
      { length: Math.min(portion, count - from) },
      (_, n) => from + n,
    );
    await Promise.all(
      numbers.map((n) =>
        inbox.accept({
          ...deliveryOf(`k${n}`),
          ...(n % 2 === 0 && { order: { key: `o${n % 200}`, value: clock } }),
        }),
      ),
    );
  }
}

/** Milliseconds to claim one and end it. */
async function turnOf(inbox: Inbox): Promise<number> {
  const start = performance.now();
  const [taken] = await inbox.take(1, 60_000);
  if (!taken) throw new Error("nothing was taken");
  await inbox.settle(taken, { state: "done" }, {});
  return performance.now() - start;
}
