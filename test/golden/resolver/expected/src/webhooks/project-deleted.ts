import { onWebhook } from "../frameio/index.gen.js";

// A project was deleted
export default onWebhook("project.deleted", async (event, ctx) => {
  ctx.log.info({ resource: event.resource.id }, event.type);
});
