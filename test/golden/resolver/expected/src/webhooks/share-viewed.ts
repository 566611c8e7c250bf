import { onWebhook } from "../frameio/index.gen.js";

// A share was viewed
export default onWebhook("share.viewed", async (event, ctx) => {
  ctx.log.info({ resource: event.resource.id }, event.type);
});
