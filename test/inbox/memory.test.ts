import { expect, test } from "vitest";
import { InboxFullError } from "../../templates/app/src/frameio/kernel/inbox/inbox.gen.js";
import { createMemoryInbox } from "../../templates/app/src/frameio/kernel/inbox/memory-inbox.gen.js";
import { describeCommands } from "./commands.js";
import { describeInbox, type TestStore } from "./contract.js";
import { clock, deliveryOf } from "./delivery.js";

const newStore = async (): Promise<TestStore> => ({
  open: (now) => createMemoryInbox({ now }),
  dispose: async () => {},
});
describeInbox("memory", newStore);
describeCommands("memory", newStore);

test("when too many wait, more are refused, and nothing is remembered of them", async () => {
  const inbox = createMemoryInbox({ now: () => clock, limit: 2 });
  await inbox.accept(deliveryOf("a"));
  await inbox.accept(deliveryOf("b"));
  await expect(inbox.accept(deliveryOf("c"))).rejects.toThrow(InboxFullError);
  const [taken] = await inbox.take(1, 1_000);
  if (taken) await inbox.settle(taken, { state: "done" }, {});
  expect(await inbox.accept(deliveryOf("c"))).toBe("accepted");
});

test("it does not grow for ever: the oldest keys and the oldest done deliveries are forgotten", async () => {
  const inbox = createMemoryInbox({ now: () => clock, maxDone: 2, maxKeys: 4 });
  for (const key of ["a", "b", "c", "d", "e"]) {
    await inbox.accept(deliveryOf(key));
    const [taken] = await inbox.take(1, 1_000);
    if (taken) await inbox.settle(taken, { state: "done" }, {});
  }
  expect((await inbox.stats()).counts.done).toBe(2);
  expect(await inbox.accept(deliveryOf("e"))).toBe("duplicate");
  expect(await inbox.accept(deliveryOf("a"))).toBe("accepted");
});
