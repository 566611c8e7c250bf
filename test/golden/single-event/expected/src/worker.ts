// oxlint-disable-next-line import/no-unassigned-import -- handlers that are registered there
import "./app.js";
import { openInbox } from "./frameio/inbox.gen.js";
import { runWorker } from "./frameio/kernel/process/run-worker.gen.js";
import { routes } from "./frameio/routes.gen.js";

// Works deliveries off in a process of its own, see README.md.
await runWorker({ routes, openInbox });
