import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Inbox } from "../../templates/app/src/frameio/kernel/inbox/inbox.gen.js";
import {
  runInboxCommand,
  UsageError,
} from "../../templates/app/src/frameio/kernel/inbox/inbox-commands.gen.js";
import type { TestStore } from "./contract.js";
import { clock, deliveryOf, hour } from "./delivery.js";

/** The commands of `npm run inbox`, with the store of an engine. */
export function describeCommands(
  engine: string,
  newStore: () => Promise<TestStore>,
): void {
  describe(`the commands of the inbox: ${engine}`, () => {
    let store: TestStore;
    let inbox: Inbox;
    beforeEach(async () => {
      store = await newStore();
      inbox = store.open(() => clock);
      await fill();
    });
    afterEach(async () => {
      await inbox.close();
      await store.dispose();
    });

    /** `old` is done, `bad` is dead, `new` waits; they came a day, an hour and a minute ago. */
    async function fill(): Promise<void> {
      const ago = { old: 24 * hour, bad: hour, new: 60_000 };
      for (const [key, ms] of Object.entries(ago)) {
        const body = new TextEncoder().encode(`{"key":"${key}"}`);
        const receivedAt = clock - ms;
        await inbox.accept(deliveryOf(key, { body, receivedAt }));
        if (key === "new") return;
        const [taken] = await inbox.take(1, hour);
        if (!taken) throw new Error("nothing is due");
        await inbox.settle(
          taken,
          key === "old"
            ? { state: "done" }
            : { state: "dead", error: "Error: it is bad" },
          { event: key === "old" ? "file.ready" : "file.created" },
        );
      }
    }

    async function command(...argv: string[]) {
      let text = "";
      const print = (more: string) => (text += more);
      const done = await runInboxCommand(argv, {
        inbox,
        now: () => clock,
        print,
      });
      return { done, text };
    }

    async function listed(...argv: string[]) {
      const { text } = await command("list", "--json", ...argv);
      const { deliveries } = JSON.parse(text) as {
        deliveries: { id: string; key: string; state: string }[];
      };
      return deliveries;
    }
    const keys = async (...argv: string[]) =>
      (await listed(...argv)).map(({ key }) => key);
    const idOf = async (key: string) =>
      (await listed()).find((one) => one.key === key)?.id ?? "";
    const states = async () =>
      Object.fromEntries(
        (await listed()).map(({ key, state }) => [key, state]),
      );

    test("list: by state, event, provider, time and id", async () => {
      expect(await keys()).toEqual(["new", "bad", "old"]);
      expect(await keys("--state", "dead", "--state", "done")).toEqual([
        "bad",
        "old",
      ]);
      expect(await keys("--event", "file.created")).toEqual(["bad"]);
      expect(await keys("--provider", "other")).toEqual([]);
      expect(await keys("--since", "2h")).toEqual(["new", "bad"]);
      expect(await keys("--since", "2h", "--until", "30m")).toEqual(["bad"]);
      expect(await keys(await idOf("old"))).toEqual(["old"]);
      expect(await keys("--limit", "1")).toEqual(["new"]);
      const { text } = await command("list", "--state", "dead");
      expect(text).toMatch(/dead +file\.created .*it is bad/);
    });

    test("show: one delivery with its body and every attempt", async () => {
      const { done, text } = await command("show", await idOf("bad"));
      expect(done).toBe(true);
      expect(JSON.parse(text)).toMatchObject({
        key: "bad",
        state: "dead",
        body: { key: "bad" },
        history: [{ error: "Error: it is bad" }],
        receivedAt: new Date(clock - hour).toISOString(),
      });
    });

    test("what others sent neither steers the terminal nor turns its text around", async () => {
      const name = "\x9b31m\x1b[2J\u202etxt.exe";
      const body = new TextEncoder().encode(JSON.stringify({ name }));
      await inbox.accept(deliveryOf("odd", { body, receivedAt: clock }));
      const [taken] = await inbox
        .take(2, hour)
        .then((all) => all.filter(({ key }) => key === "odd"));
      if (!taken) throw new Error("nothing is due");
      await inbox.settle(
        taken,
        { state: "dead", error: name },
        { event: name },
      );
      const control = /[\p{Cc}\p{Bidi_Control}]/u;
      const shown = await command("show", taken.id);
      expect(shown.text.replaceAll("\n", "")).not.toMatch(control);
      expect(JSON.parse(shown.text)).toMatchObject({
        body: { name },
        event: name,
      });
      const table = await command("list", taken.id);
      expect(table.text.replaceAll("\n", "")).not.toMatch(control);
    });

    test("a body that is nested too deeply is shown as it came", async () => {
      const text = `${'{"a":'.repeat(60_000)}1${"}".repeat(60_000)}`;
      const body = new TextEncoder().encode(text);
      await inbox.accept(deliveryOf("deep", { body, receivedAt: clock }));
      const { text: shown } = await command("show", await idOf("deep"));
      expect((JSON.parse(shown) as { body: unknown }).body).toBe(text);
    });

    test.each(["999999", "x", "-1", "0", "9".repeat(30), "'; --"])(
      "an id that there is not: %s",
      async (id) => {
        const argv = ["--", id];
        expect(await command("show", ...argv)).toEqual({
          done: false,
          text: `There is no delivery ${id}.\n`,
        });
        for (const verb of ["replay", "retry-dead", "purge"]) {
          expect((await command(verb, ...argv)).done).toBe(false);
        }
        expect(await keys(...argv)).toEqual([]);
        expect(await keys()).toHaveLength(3);
      },
    );

    test("retry-dead, replay: back into the queue", async () => {
      expect(
        await command("retry-dead", "--event", "file.ready"),
      ).toMatchObject({ done: false });
      expect((await command("retry-dead")).text).toBe(
        "1 delivery will run again\n",
      );
      expect(await states()).toEqual({
        new: "waiting",
        bad: "waiting",
        old: "done",
      });
      const { text } = await command("replay", "--until", "2h", "--json");
      expect(JSON.parse(text)).toEqual({ command: "replay", count: 1 });
      const taken = await inbox.take(10, hour);
      expect(taken.map(({ key, replay }) => [key, replay]).toSorted()).toEqual([
        ["bad", false],
        ["new", false],
        ["old", true],
      ]);
    });

    test("purge: what is chosen, and its key stays", async () => {
      expect((await command("purge", "--state", "done")).text).toBe(
        "1 delivery removed\n",
      );
      expect(await keys()).toEqual(["new", "bad"]);
      expect(await command("show", "1")).toMatchObject({ done: false });
      expect((await command("purge", "--all")).text).toBe(
        "2 deliveries removed\n",
      );
      expect(await inbox.accept(deliveryOf("old"))).toBe("duplicate");
    });

    test("nothing is done to everything by mistake", async () => {
      for (const verb of ["replay", "purge"]) {
        for (const argv of [[verb], [verb, "--json"]]) {
          await expect(command(...argv)).rejects.toThrow(
            `${verb}: say which deliveries, or --all`,
          );
        }
      }
      expect(await states()).toEqual({
        new: "waiting",
        bad: "dead",
        old: "done",
      });
    });

    test.each([
      [["lst"], 'there is no command "lst"; did you mean list?'],
      [["retry"], 'there is no command "retry"; did you mean retry-dead?'],
      [["explode"], 'there is no command "explode"'],
      [["list", "--state", "ded"], "ded is not one of waiting"],
      [["list", "--since", "soon"], "soon is no time"],
      [["list", "--limit", "0"], "--limit takes a number"],
      [["purge", "--force"], "--force"],
      [["show"], "show takes one id"],
    ])("%j makes no sense", async (argv, message) => {
      const wrong = command(...argv);
      await expect(wrong).rejects.toThrow(UsageError);
      await expect(wrong).rejects.toThrow(message);
    });
  });
}
