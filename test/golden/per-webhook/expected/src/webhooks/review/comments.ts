import { onWebhook } from "../../frameio/index.gen.js";

export default onWebhook(
  [
    // A comment was created
    "comment.created",
    // A comment was edited
    "comment.updated",
    // A comment was marked as completed
    "comment.completed",
  ],
  async (event, ctx) => {
    ctx.log.info({ resource: event.resource.id }, event.type);
  },
);
