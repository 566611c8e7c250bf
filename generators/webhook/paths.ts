import type { WebhookModel } from "../../src/model/app-model.js";
import type { EventType } from "../../src/schema/catalog.js";
import { eventIdentifier } from "../../src/schema/event-names.js";

/** `test/fixtures/file-ready.ts` */
export function fixturePath({ slug }: WebhookModel): string {
  return `test/fixtures/${slug}.ts`;
}

/** `test/webhooks/file-ready.test.ts` */
export function testPath({ slug }: WebhookModel): string {
  return `test/webhooks/${slug}.test.ts`;
}

/** `fileReady`: the fixture's name, one for each event. */
export function fixtureIdentifier(event: EventType): string {
  return eventIdentifier(event.name);
}
