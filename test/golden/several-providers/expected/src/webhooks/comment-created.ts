import { onWebhook } from "../frameio/index.gen.js";

// A comment was created
export default onWebhook(
  "comment.created",
  async (event, ctx) => {
    ctx.log.info({ resource: event.resource.id }, event.type);
  },
  { provider: "frameio" },
);
