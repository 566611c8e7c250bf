import { fixturePath, testPath } from "../../generators/webhook/paths.js";
import type { AppModel, WebhookModel } from "../model/app-model.js";

/** Handler, fixture and test of a webhook. */
export function webhookFiles(webhook: WebhookModel): readonly string[] {
  return [webhook.handlerPath, fixturePath(webhook), testPath(webhook)];
}

/**
 * Files whose paths follow from a handler's path, where it, or the names of others, changed.
 *
 * @param handlerAfter the handler's new path, by its old one
 */
export function movedWebhookFiles(
  before: AppModel,
  after: AppModel,
  handlerAfter: (handler: string) => string,
): Map<string, string> {
  const moves = new Map<string, string>();
  for (const webhook of before.webhooks) {
    const path = handlerAfter(webhook.handlerPath);
    const later = after.webhooks.find(
      ({ handlerPath }) => handlerPath === path,
    );
    if (later === undefined) continue;
    const to = webhookFiles(later);
    webhookFiles(webhook).forEach((from, index) => {
      const goal = to[index];
      if (goal !== undefined && goal !== from) moves.set(from, goal);
    });
  }
  return moves;
}
