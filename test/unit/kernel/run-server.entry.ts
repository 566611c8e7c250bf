import { runServer } from "../../../templates/app/src/frameio/kernel/process/run-server.gen.js";
import { routesOf, webhook } from "./support.js";

await runServer({
  app: { fetch: () => new Response("yours") },
  shutdownMs: Number(process.env["SHUTDOWN_MS"] ?? 500),
  routes: routesOf([
    webhook("works.on", {
      mode: "inbox",
      handle: () => new Promise((resolve) => setTimeout(resolve, 200)),
    }),
    webhook("never.ends", {
      mode: "inbox",
      handle: () => new Promise(() => {}),
    }),
  ]),
});
