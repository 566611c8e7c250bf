import { afterAll, beforeAll, expect, test } from "vitest";
import { createRedisInbox } from "../../templates/app/src/frameio/redis/redis-inbox.gen.js";
import { createRedisTaskStore } from "../../templates/app/src/frameio/redis/redis-task-store.gen.js";
import { testBacklog } from "./backlog.js";
import { describeCommands } from "./commands.js";
import { describeInbox, describeNotRun, type TestStore } from "./contract.js";
import { clock, deliveryOf } from "./delivery.js";
import { describeTasks } from "./task-contract.js";
import {
  programAt,
  redisServer,
  type TestServer,
} from "../../scripts/support/servers.mjs";

const program = programAt("redis-server") ?? programAt("valkey-server");

function describeServer(program: string): void {
  let server: TestServer;
  let prefixes = 0;

  beforeAll(async () => {
    server = await redisServer(program);
    await server.start();
  });
  afterAll(() => server.dispose());

  const newStore = async (): Promise<TestStore> => {
    const prefix = `test-${++prefixes}`;
    const { url } = server;
    return {
      open: (now) => createRedisInbox({ url, prefix, now }),
      outage: { begin: () => server.kill(), end: () => server.start() },
      dispose: async () => {},
    };
  };
  describeInbox("redis", newStore);
  describeCommands("redis", newStore);

  describeTasks("redis", () => {
    const prefix = `tasks-${++prefixes}`;
    return () => createRedisTaskStore({ url: server.url, prefix });
  });

  testBacklog(async (prefix) =>
    createRedisInbox({ url: server.url, prefix, now: () => clock }),
  );

  test("a process that accepts wakes the workers of others, and not those of other apps", async () => {
    const open = (prefix: string) =>
      createRedisInbox({ url: server.url, prefix, now: () => clock });
    const [accepting, worker, stranger] = [open("a"), open("a"), open("b")];
    const calls = { worker: 0, stranger: 0 };
    worker.onWork(() => (calls.worker += 1));
    stranger.onWork(() => (calls.stranger += 1));
    let n = 0;
    await expect
      .poll(
        async () => {
          await accepting.accept(deliveryOf(`k${++n}`));
          return calls.worker;
        },
        { timeout: 30_000 },
      )
      .toBeGreaterThan(0);
    expect(calls.stranger).toBe(0);
    expect(await stranger.take(10, 1_000)).toEqual([]);
    await Promise.all([accepting, worker, stranger].map((one) => one.close()));
  });
}

if (program) describeServer(program);
else describeNotRun("redis-server");
