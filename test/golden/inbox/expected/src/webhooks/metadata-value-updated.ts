import { onWebhook } from "../frameio/index.gen.js";

// A metadata value was updated
export default onWebhook("metadata.value.updated", async (event, ctx) => {
  ctx.log.info({ resource: event.resource.id }, event.type);
});
