import { onWebhook } from "../frameio/index.gen.js";

// A canvas is rendered
export default onWebhook("canvas.completed", async (event, ctx) => {
  ctx.log.info({ resource: event.data.id }, event.type);
});
