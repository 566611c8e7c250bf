import { onWebhook } from "../frameio/index.gen.js";

// A file's upload was completed
export default onWebhook("file.upload.completed", async (event, ctx) => {
  ctx.log.info({ resource: event.resource.id }, event.type);
});
