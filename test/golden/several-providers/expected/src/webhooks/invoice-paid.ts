import { onWebhook } from "../frameio/index.gen.js";

// An event that its sender calls invoice.paid.
export default onWebhook("invoice.paid", async (event, ctx) => {
  ctx.log.info(event.type);
});
