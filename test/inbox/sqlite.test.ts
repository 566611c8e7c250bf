import { spawn } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openDatabase } from "../../templates/app/src/frameio/sqlite/driver.gen.js";
import { createSqliteInbox } from "../../templates/app/src/frameio/sqlite/sqlite-inbox.gen.js";
import { testBacklog } from "./backlog.js";
import { describeCommands } from "./commands.js";
import { describeInbox, type TestStore } from "./contract.js";
import { clock, deliveryOf } from "./delivery.js";

const scratch = mkdtempSync(join(tmpdir(), "inbox-sqlite-"));
let files = 0;
const newFile = () => join(scratch, `${++files}`, "data", "inbox.db");

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const repository = fileURLToPath(new URL("../..", import.meta.url));

const inboxAt = (file: string, now = () => clock) =>
  createSqliteInbox({ file, now, sync: "full" });

const newStore = async (): Promise<TestStore> => {
  const file = newFile();
  return {
    open: (now) => inboxAt(file, now),
    // Somebody holds the whole database, longer than anybody waits for it.
    outage: await exclusiveHolder(file),
    dispose: async () => {},
  };
};
describeInbox("sqlite", newStore);
describeCommands("sqlite", newStore);

testBacklog(async () => inboxAt(newFile()));

async function exclusiveHolder(file: string) {
  let release = () => {};
  return {
    async begin() {
      const holder = await openDatabase(file);
      holder.exec("BEGIN EXCLUSIVE");
      release = () => {
        holder.exec("ROLLBACK");
        holder.close();
      };
    },
    end: async () => release(),
  };
}

test("a folder that cannot be made: not ready; when it can be, all is well", async () => {
  const folder = join(scratch, "blocked");
  writeFileSync(folder, "a file where a folder should be");
  const inbox = inboxAt(join(folder, "inbox.db"));
  await expect(inbox.isReady()).rejects.toThrow(Error);
  await expect(inbox.accept(deliveryOf("a"))).rejects.toThrow(Error);
  rmSync(folder);
  expect(await inbox.accept(deliveryOf("a"))).toBe("accepted");
  await inbox.close();
});

test("a file that somebody moves away: nothing more is written into it", async () => {
  const file = newFile();
  const inbox = inboxAt(file);
  await inbox.accept(deliveryOf("a"));
  renameSync(join(file, ".."), join(file, "..", "..", "moved"));
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  expect(await inbox.accept(deliveryOf("b"))).toBe("accepted");
  const reopened = inboxAt(file);
  expect((await reopened.list({}, 10)).map(({ key }) => key)).toEqual(["b"]);
  await Promise.all([inbox.close(), reopened.close()]);
});

test("a database of a newer version is left alone", async () => {
  const file = newFile();
  mkdirSync(join(file, ".."), { recursive: true });
  const database = await openDatabase(file);
  database.exec("PRAGMA user_version = 99");
  database.close();
  const inbox = inboxAt(file);
  await expect(inbox.accept(deliveryOf("a"))).rejects.toThrow(
    "made by a newer version of the app",
  );
});

test("a database of the version before is brought to this one, with what is in it", async () => {
  const file = newFile();
  const before = inboxAt(file);
  await before.accept(deliveryOf("a"));
  await before.close();
  const database = await openDatabase(file);
  database.exec(
    "ALTER TABLE deliveries DROP COLUMN round; ALTER TABLE keys DROP COLUMN failure; PRAGMA user_version = 1",
  );
  database.close();
  const inbox = inboxAt(file);
  expect(await inbox.take(1, 1_000)).toMatchObject([{ key: "a", round: 0 }]);
  await inbox.close();
});

test("one write that fails does not take the others of its turn with it", async () => {
  const inbox = inboxAt(newFile());
  const bad = {
    ...deliveryOf("bad"),
    provider: undefined as unknown as string,
  };
  const results = await Promise.allSettled(
    [deliveryOf("a"), bad, deliveryOf("b")].map((one) => inbox.accept(one)),
  );
  expect(results.map(({ status }) => status)).toEqual([
    "fulfilled",
    "rejected",
    "fulfilled",
  ]);
  expect(await inbox.accept(deliveryOf("bad"))).toBe("accepted");
  expect(await inbox.take(10, 1_000)).toHaveLength(3);
  await inbox.close();
});

describe("kill -9 right after the answer", () => {
  const bundle = join(scratch, "accepter.mjs");
  beforeAll(async () => {
    const input = fileURLToPath(new URL("accepter.entry.ts", import.meta.url));
    const built = await rolldown({
      input,
      platform: "node",
      external: ["libsql"],
    });
    await built.write({ file: bundle });
    symlinkSync(
      join(repository, "node_modules"),
      join(scratch, "node_modules"),
    );
  });

  test("whatever was accepted is there when the file is opened again", async () => {
    const file = newFile();
    for (const round of [1, 2, 3]) {
      const child = spawn(process.execPath, [bundle, file, `${round}`], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      let told = "";
      await new Promise<void>((resolve) => {
        child.stdout.on("data", (data) => {
          told += String(data);
          if (told.split("\n").length > 100) child.kill("SIGKILL");
        });
        child.on("close", () => resolve());
      });
      const accepted = told.split("\n").slice(0, -1);
      expect(accepted.length).toBeGreaterThan(99);
      const inbox = inboxAt(file);
      for (const key of accepted) {
        expect(await inbox.accept(deliveryOf(key))).toBe("duplicate");
      }
      const kept = await inbox.list({}, 1_000_000);
      const keys = new Set(kept.map(({ key }) => key));
      expect(accepted.filter((key) => !keys.has(key))).toEqual([]);
      await inbox.close();
    }
  });
});
