import { Hono } from "hono";

/** Your own routes. Webhook deliveries don't come here: the kernel answers their path. */
export const app = new Hono();

app.get("/", (c) => c.text("It runs.\n"));
