import { onWebhook } from "../frameio/index.gen.js";

// A file is ready
export default onWebhook("file.ready", async (event, ctx) => {
  ctx.log.info({ resource: event.resource.id }, event.type);
});
