import { createHash } from "node:crypto";
import type {
  DeliveryDescription,
  EventCatalog,
  EventType,
} from "./catalog.js";
import type { SchemaBundler } from "./bundle-schema.js";
import { createBundler } from "./bundle-schema.js";
import { compileSchema } from "./compile-schema.js";
import { deliveryProblems, namePointer } from "./delivery.js";
import { withPreset } from "./delivery-presets.js";
import { deliverySchema } from "./delivery-schema.js";
import type { DocumentPath, DocumentProblems } from "./document-problems.js";
import { collectProblems } from "./document-problems.js";
import { withEventLiteral } from "./event-literal.js";
import {
  eventFamily,
  eventTypeName,
  isUsableEventName,
} from "./event-names.js";
import type { JsonObject } from "./parse-document.js";
import { isObject, parseDocument } from "./parse-document.js";
import { readRegistration } from "./registration.js";
import { pointerSegments, valueAt } from "./resolve-pointer.js";
import type { WebhookPayload } from "./webhook-payload.js";
import { readWebhookPayload } from "./webhook-payload.js";

/**
 * Reads a provider's OpenAPI 3.1 document: its `webhooks` are the event types, its `x-webhook-delivery` says how deliveries look.
 *
 * @param id provider and major version, such as `frameio@4`
 * @throws FrameioGenError with everything that is wrong with the document (FG201–FG209)
 */
export function readCatalog(documentText: string, id: string): EventCatalog {
  const text = documentText.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n");
  const root = parseDocument(text);
  const problems = collectProblems(text);
  const webhooks = readWebhooks(root, problems);
  const delivery = readDelivery(root, problems);
  problems.throwIfAny();

  const keys = Object.keys(webhooks);
  const bundler = createBundler(
    root,
    problems,
    new Set(keys.map(eventTypeName)),
  );
  const events = keys.flatMap((key) => {
    const payload = readWebhookPayload(root, key, webhooks[key]!, problems);
    return payload ? readEvent(key, payload, delivery!, bundler, problems) : [];
  });
  refuseCollisions(events, problems);
  const registration = readRegistration(root, problems);
  problems.throwIfAny();

  return {
    id,
    title: titleOf(root) ?? id,
    delivery: delivery!,
    ...registration,
    events,
    digest: `sha256-${createHash("sha256").update(text).digest("hex")}`,
  };
}

function titleOf(root: JsonObject): string | undefined {
  const title = isObject(root["info"]) ? root["info"]["title"] : undefined;
  return typeof title === "string" && title.trim() !== "" ? title : undefined;
}

function readWebhooks(
  root: JsonObject,
  problems: DocumentProblems,
): JsonObject {
  const { openapi, webhooks } = root;
  if (typeof openapi !== "string" || !/^3\.1\.\d+$/.test(openapi)) {
    problems.add("FG202", "The document is not OpenAPI 3.1", ["openapi"]);
  }
  if (!isObject(webhooks) || Object.keys(webhooks).length === 0) {
    problems.add("FG202", "The document describes no webhooks", ["webhooks"]);
    return {};
  }
  return webhooks;
}

const validateDelivery = compileSchema(deliverySchema);

function readDelivery(
  root: JsonObject,
  problems: DocumentProblems,
): DeliveryDescription | undefined {
  const key = "x-webhook-delivery";
  const delivery = withPreset(root[key]);
  if (delivery === undefined) {
    problems.add("FG203", `The document has no \`${key}\``, [key]);
  } else if (!validateDelivery(delivery)) {
    for (const error of validateDelivery.errors ?? []) {
      const path = pointerSegments(error.instancePath) ?? [];
      const what = `\`${key}\` is wrong: ${error.message ?? error.keyword}`;
      problems.add("FG203", what, [key, ...path]);
    }
  } else {
    const described = delivery as unknown as DeliveryDescription;
    for (const problem of deliveryProblems(described)) {
      const what = `\`${key}\` contradicts itself: ${problem}`;
      problems.add("FG203", what, [key, "signature"]);
    }
    return described;
  }
  return undefined;
}

function readEvent(
  key: string,
  payload: WebhookPayload,
  delivery: DeliveryDescription,
  bundler: SchemaBundler,
  problems: DocumentProblems,
): EventType[] {
  const bundled = bundler.bundle(payload.schema, payload.schemaPath);
  const members = pointerSegments(namePointer(delivery) ?? "") ?? [];
  const schema = isObject(bundled) ? bundled : {};
  // Deeper than the first level nothing can be told apart by type; the example still proves the name.
  const literal =
    members.length === 1
      ? withEventLiteral(schema, members[0]!, key)
      : { name: key, schema };
  if (typeof literal === "string") {
    problems.add("FG205", literal, payload.schemaPath);
    return [];
  }
  if (!isUsableEventName(literal.name)) {
    const shown = JSON.stringify(literal.name.slice(0, 60));
    const what = `The event name ${shown} cannot be used`;
    problems.add("FG207", what, payload.path);
    return [];
  }
  const event: EventType = {
    name: literal.name,
    family: eventFamily(literal.name),
    typeName: eventTypeName(literal.name),
    summary: payload.summary,
    description: payload.description,
    schema: literal.schema,
    example: payload.example,
  };
  // What the references are worth is known only when all is bundled; a broken one would be told twice.
  if (problems.empty) checkExample(event, payload, delivery, problems);
  return [event];
}

function checkExample(
  event: EventType,
  payload: WebhookPayload,
  delivery: DeliveryDescription,
  problems: DocumentProblems,
): void {
  const tell = (code: "FG205" | "FG206", what: string, path: DocumentPath) =>
    problems.add(code, `\`${event.name}\`: ${what}`, path);
  let validate;
  try {
    validate = compileSchema(event.schema);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    tell("FG205", `the schema cannot be used: ${reason}`, payload.schemaPath);
    return;
  }
  if (!validate(event.example)) {
    for (const error of (validate.errors ?? []).slice(0, 5)) {
      const place = error.instancePath === "" ? "it" : error.instancePath;
      const what = `the example is not valid: ${place} ${error.message ?? error.keyword}`;
      tell("FG206", what, payload.examplePath);
    }
  } else {
    const pointer = namePointer(delivery);
    if (pointer === undefined) return;
    if (valueAt(event.example, pointer) === event.name) return;
    const what = `the example does not have the event's name at ${pointer}`;
    tell("FG206", what, payload.examplePath);
  }
}

function refuseCollisions(
  events: readonly EventType[],
  problems: DocumentProblems,
): void {
  const seen = new Map<string, string>();
  for (const { name, typeName } of events) {
    const other = seen.get(typeName.toLowerCase());
    seen.set(typeName.toLowerCase(), name);
    if (other === undefined) continue;
    const both = `${JSON.stringify(other)} and ${JSON.stringify(name)}`;
    const what = `The event names ${both} both become \`${typeName}\``;
    problems.add("FG208", what, ["webhooks"]);
  }
}
