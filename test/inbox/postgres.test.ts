import { Client } from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createPostgresInbox } from "../../templates/app/src/frameio/postgres/postgres-inbox.gen.js";
import { createPostgresTaskStore } from "../../templates/app/src/frameio/postgres/postgres-task-store.gen.js";
import { describeInbox, describeNotRun } from "./contract.js";
import { clock, deliveryOf } from "./delivery.js";
import { postgresServer, programAt, type TestServer } from "./servers.js";
import { describeTasks } from "./task-contract.js";

const program = programAt("postgres");
const initdb = programAt("initdb");

function describeServer(program: string, initdb: string): void {
  let server: TestServer;
  let schemas = 0;

  beforeAll(async () => {
    server = await postgresServer(program, initdb);
    await server.start();
    await vi.waitUntil(() => query("SELECT 1"), { timeout: 20_000 });
  }, 60_000);
  afterAll(() => server.dispose());

  const query = async (text: string) => {
    const client = new Client({ connectionString: server.url });
    client.on("error", () => {});
    try {
      await client.connect();
      await client.query(text);
      return true;
    } catch {
      return false;
    } finally {
      await client.end().catch(() => {});
    }
  };

  const newSchema = async () => {
    const schema = `test_${++schemas}`;
    await query(`CREATE SCHEMA ${schema}`);
    return `${server.url}?options=-c%20search_path%3D${schema}`;
  };

  describeInbox("postgres", async () => {
    const url = await newSchema();
    return {
      open: (now) => createPostgresInbox({ url, now }),
      outage: { begin: () => server.kill(), end: () => server.start() },
      dispose: async () => {},
    };
  });

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
        { timeout: 10_000 },
      )
      .toBeGreaterThan(0);
    await Promise.all([accepting.close(), worker.close()]);
  });
}

if (program && initdb) describeServer(program, initdb);
else describeNotRun("postgres");
