import { appendFileSync } from "node:fs";
import { runServer } from "../../templates/app/src/frameio/kernel/process/run-server.gen.js";
import { Fatal } from "../../templates/app/src/frameio/kernel/handlers/webhook.gen.js";
import { openPostgresInbox } from "../../templates/app/src/frameio/postgres/open-postgres-inbox.gen.js";
import { openRedisInbox } from "../../templates/app/src/frameio/redis/open-redis-inbox.gen.js";
import { openSqliteInbox } from "../../templates/app/src/frameio/sqlite/open-sqlite-inbox.gen.js";
import {
  batches,
  provider,
  routesOf,
  webhook,
} from "../unit/kernel/support.js";

// A server whose provider sends batches. What each event ends like is told by its name: PLAN is `<id>=<ok|fatal|fail|hang>,…`.
const { ENGINE, MODE, RECORD = "", AHEAD_MS, PLAN = "" } = process.env;
const plan = new Map(
  PLAN.split(",").map((one) => one.split("=") as [string, string]),
);
const openInbox = {
  sqlite: openSqliteInbox,
  redis: openRedisInbox,
  postgres: openPostgresInbox,
}[ENGINE ?? "sqlite"];

await runServer({
  app: { fetch: () => new Response("no such page", { status: 404 }) },
  ...(openInbox && { openInbox }),
  now: () => Date.now() + Number(AHEAD_MS ?? 0),
  routes: routesOf(
    [
      webhook("file.ready", {
        mode: MODE === "inline" ? "inline" : "inbox",
        handle: async ({ id }) => {
          appendFileSync(RECORD, `${String(id)}\n`);
          switch (plan.get(String(id))) {
            case "fatal":
              throw new Fatal("there is no such project");
            case "fail":
              throw new Error("not now");
            case "hang":
              await new Promise(() => {});
          }
        },
      }),
    ],
    { providers: [{ ...provider, delivery: batches }] },
  ),
});
