import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { MAX_BODY, PATH, receive } from "./receive.mjs";

const app = new Hono();
app.post(PATH, bodyLimit({ maxSize: MAX_BODY }), async (context) => {
  const started = performance.now();
  const body = Buffer.from(await context.req.arrayBuffer());
  const [status, text] = receive(context.req.header(), body, started);
  return context.text(text, status);
});

serve({
  fetch: app.fetch,
  port: Number(process.env.PORT),
  hostname: "127.0.0.1",
});
process.once("SIGTERM", () => process.exit(0));
