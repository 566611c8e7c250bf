import { runWorker } from "../../templates/app/src/frameio/kernel/process/run-worker.gen.js";
import { openSqliteInbox } from "../../templates/app/src/frameio/sqlite/open-sqlite-inbox.gen.js";
import { routesOf, webhook } from "../unit/kernel/support.js";

// A worker whose handler never ends, whatever its signal says, unless it is told to.
await runWorker({
  openInbox: openSqliteInbox,
  shutdownMs: 300,
  routes: routesOf([
    webhook("file.ready", {
      mode: "inbox",
      handle: async (_, { attempt, log }) => {
        log.info({ attempt }, "handling");
        if (process.env["ENDS"] === undefined) await new Promise(() => {});
      },
    }),
  ]),
});
