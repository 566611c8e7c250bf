import { onWebhook } from "../frameio/index.gen.js";

// Every event type of the family project.
export default onWebhook("project.*", async (event, ctx) => {
  ctx.log.info({ resource: event.resource.id }, event.type);
});
