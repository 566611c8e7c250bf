import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createPostgresInbox } from "../../templates/app/src/frameio/postgres/postgres-inbox.gen.js";
import { createPostgresTaskStore } from "../../templates/app/src/frameio/postgres/postgres-task-store.gen.js";
import { testBacklog } from "./backlog.js";
import { describeCommands } from "./commands.js";
import { describeInbox, describeNotRun, type TestStore } from "./contract.js";
import { clock, deliveryOf } from "./delivery.js";
import { describeTasks } from "./task-contract.js";
import {
  postgresServer,
  programAt,
  type TestServer,
} from "../../scripts/support/servers.mjs";

const program = programAt("postgres");
const initdb = programAt("initdb");

function describeServer(program: string, initdb: string): void {
  let server: TestServer;
  let schemas = 0;

  beforeAll(async () => {
    server = await postgresServer(program, initdb);
    await server.start();
  }, 60_000);
  afterAll(() => server.dispose());

  const query = async (text: string) => {
    const client = new Client({ connectionString: server.url });
    await client.connect();
    await client.query(text).finally(() => client.end());
  };

  const newSchema = async () => {
    const schema = `test_${++schemas}`;
    await query(`CREATE SCHEMA ${schema}`);
    return `${server.url}?options=-c%20search_path%3D${schema}`;
  };

  const newStore = async (): Promise<TestStore> => {
    const url = await newSchema();
    return {
      open: (now) => createPostgresInbox({ url, now }),
      outage: { begin: () => server.kill(), end: () => server.start() },
      dispose: async () => {},
    };
  };
  describeInbox("postgres", newStore);
  describeCommands("postgres", newStore);

  describeTasks("postgres", async () => {
    const url = await newSchema();
    return () => createPostgresTaskStore({ url });
  });

  test("tables of a newer version are left alone", async () => {
    const url = await newSchema();
    const first = createPostgresInbox({ url, now: () => clock });
    await first.accept(deliveryOf("a"));
    await query(`UPDATE test_${schemas}.inbox_version SET version = 99`);
    const second = createPostgresInbox({ url, now: () => clock });
    await expect(second.accept(deliveryOf("b"))).rejects.toThrow(
      "made by a newer version of the app",
    );
    await Promise.all([first.close(), second.close()]);
  });

  test("tables of the version before are brought to this one, with what is in them", async () => {
    const url = await newSchema();
    const before = createPostgresInbox({ url, now: () => clock });
    await before.accept(deliveryOf("a"));
    await before.close();
    const schema = `test_${schemas}`;
    await query(
      `ALTER TABLE ${schema}.inbox_deliveries DROP COLUMN round; ALTER TABLE ${schema}.inbox_keys DROP COLUMN failure; UPDATE ${schema}.inbox_version SET version = 1`,
    );
    const inbox = createPostgresInbox({ url, now: () => clock });
    expect(await inbox.take(1, 1_000)).toMatchObject([{ key: "a", round: 0 }]);
    await inbox.close();
  });

  test("a connection that is lost in the middle of a transaction fails it, and nothing else", async () => {
    const url = await newSchema();
    const inbox = createPostgresInbox({ url, now: () => clock });
    await inbox.accept(deliveryOf("a"));
    const [taken] = await inbox.take(1, 60_000);
    if (!taken) throw new Error("nothing was taken");
    const other = new Client({ connectionString: url });
    await other.connect();
    await other.query("BEGIN; SELECT * FROM inbox_deliveries FOR UPDATE");
    const failure = inbox.settle(taken, { state: "done" }, {}).then(
      () => "none",
      (error: unknown) => String(error),
    );
    await expect
      .poll(async () => {
        const { rowCount } = await other.query(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock'",
        );
        return rowCount;
      })
      .toBe(1);
    expect(await failure).toMatch(/terminat/i);
    await other.query("COMMIT");
    await other.end();
    expect(await inbox.settle(taken, { state: "done" }, {})).toBe(true);
    await inbox.close();
  });

  testBacklog(async () =>
    createPostgresInbox({ url: await newSchema(), now: () => clock }),
  );

  test("a process that accepts wakes the workers of others", async () => {
    const url = await newSchema();
    const accepting = createPostgresInbox({ url, now: () => clock });
    const worker = createPostgresInbox({ url, now: () => clock });
    let calls = 0;
    worker.onWork(() => (calls += 1));
    await worker.isReady();
    let n = 0;
    await expect
      .poll(
        async () => {
          await accepting.accept(deliveryOf(`k${++n}`));
          return calls;
        },
        { timeout: 30_000 },
      )
      .toBeGreaterThan(0);
    await Promise.all([accepting.close(), worker.close()]);
  });
}

if (program && initdb) describeServer(program, initdb);
else describeNotRun("postgres");
