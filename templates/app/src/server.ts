import { app } from "./app.js";
import { openInbox } from "./frameio/inbox.gen.js";
import { runServer } from "./frameio/kernel/process/run-server.gen.js";
import { routes } from "./frameio/routes.gen.js";

await runServer({ routes, app, openInbox });
