import { onWebhook } from "../frameio/index.gen.js";

export default onWebhook(
  [
    // A comment was created
    "comment.created",
    // An asset is ready
    "asset.ready",
  ],
  async (event, ctx) => {
    ctx.log.info({ resource: event.resource.id }, event.type);
  },
  { provider: "legacy" },
);
