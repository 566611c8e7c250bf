import type { AppModel, WebhookModel } from "../../src/model/app-model.js";
import { uniqueNames } from "../../src/model/names.js";
import { eventVariable } from "../../src/schema/event-names.js";
import { typeNamespace } from "../app/types.js";

/** `test/fixtures/file-ready.ts` */
export function fixturePath({ slug }: WebhookModel): string {
  return `test/fixtures/${slug}.ts`;
}

/** `test/webhooks/file-ready.test.ts` */
export function testPath({ slug }: WebhookModel): string {
  return `test/webhooks/${slug}.test.ts`;
}

/** `fileReady`: the fixtures' names, one for each event, all different and none that of their types' namespace. */
export function fixtureIdentifiers(
  model: AppModel,
  { provider, events }: WebhookModel,
): readonly string[] {
  const namespace = typeNamespace(
    model,
    provider,
    events.map(({ typeName }) => typeName),
  );
  const names = events.map(({ name }) => eventVariable(name));
  return namespace === null
    ? uniqueNames(names)
    : uniqueNames([namespace, ...names]).slice(1);
}
