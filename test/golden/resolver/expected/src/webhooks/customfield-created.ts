import { onWebhook } from "../frameio/index.gen.js";

// A custom field was created
export default onWebhook("customfield.created", async (event, ctx) => {
  ctx.log.info({ resource: event.resource.id }, event.type);
});
