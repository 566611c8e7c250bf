import { createHash } from "node:crypto";
import type {
  DeliveryDescription,
  EventCatalog,
  EventType,
} from "./catalog.js";
import type { SchemaBundler } from "./bundle-schema.js";
import { createBundler } from "./bundle-schema.js";
import { namePointer } from "./delivery.js";
import { withPreset } from "./delivery-presets.js";
import { readWebhooks, titleOf } from "./document-head.js";
import type { DocumentPath, DocumentProblems } from "./document-problems.js";
import { collectProblems } from "./document-problems.js";
import { withEventLiteral } from "./event-literal.js";
import {
  eventFamily,
  eventTypeName,
  isUsableEventName,
} from "./event-names.js";
import { ANY_EVENT, anyEventType, hasAnyName } from "./named-events.js";
import type { JsonObject } from "./parse-document.js";
import { documentLimits, isObject, parseDocument } from "./parse-document.js";
import type { RegistrationDescription } from "./registration-description.js";
import { pointerSegments } from "./resolve-pointer.js";
import type { WebhookPayload } from "./webhook-payload.js";
import { readWebhookPayload } from "./webhook-payload.js";

interface Registered {
  readonly registration?: RegistrationDescription;
}

/** What costs a compiler of schemas: left out for documents that were checked before. */
export interface CatalogChecks {
  registration(root: JsonObject, problems: DocumentProblems): Registered;
  delivery(
    delivery: JsonObject,
    path: DocumentPath,
    problems: DocumentProblems,
  ): void;
  event(
    event: EventType,
    payload: WebhookPayload,
    delivery: DeliveryDescription,
    problems: DocumentProblems,
  ): void;
}

/**
 * Reads a provider's OpenAPI 3.1 document: its `webhooks` are the event types, its `x-webhook-delivery` says how deliveries look.
 * Light: nothing is compiled, unless `checks` do.
 *
 * @param id provider and major version, such as `frameio@4`, or the path of a pinned document
 * @throws FrameioGenError with everything that is wrong with the document (FG201–FG209)
 */
export function readDocument(
  documentText: string,
  id: string,
  checks?: CatalogChecks,
): EventCatalog {
  const text = documentText.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n");
  const root = parseDocument(text, documentLimits.pinned);
  const problems = collectProblems(text);
  const webhooks = readWebhooks(root, problems);
  const delivery = readDelivery(root, checks, problems);
  problems.throwIfAny();

  const keys = Object.keys(webhooks).filter((key) => key !== ANY_EVENT);
  const bundler = createBundler(root, problems, new Set(uniqueTypeNames(keys)));
  const events = keys.flatMap((key) => {
    const payload = readWebhookPayload(root, key, webhooks[key]!, problems);
    return payload
      ? readEvent(key, payload, delivery!, bundler, checks, problems)
      : [];
  });
  const any = webhooks[ANY_EVENT];
  const payload =
    any === undefined
      ? undefined
      : readWebhookPayload(root, ANY_EVENT, any, problems);
  const anyEvent =
    payload && readAnyEvent(payload, delivery!, bundler, checks, problems);
  const registration = checks?.registration(root, problems) ?? registered(root);
  refuseTwins(events, problems);
  problems.throwIfAny();

  return {
    id,
    title: titleOf(root) ?? id,
    delivery: delivery!,
    ...registration,
    events: distinct(events),
    ...(anyEvent && { anyEvent }),
    digest: `sha256-${createHash("sha256").update(text).digest("hex")}`,
  };
}

function registered(root: JsonObject): Registered {
  const registration = root["x-webhook-registration"];
  return isObject(registration)
    ? { registration: registration as unknown as RegistrationDescription }
    : {};
}

function readDelivery(
  root: JsonObject,
  checks: CatalogChecks | undefined,
  problems: DocumentProblems,
): DeliveryDescription | undefined {
  const key = "x-webhook-delivery";
  const delivery = withPreset(root[key]);
  if (!isObject(delivery)) {
    const what =
      delivery === undefined
        ? `The document has no \`${key}\``
        : `\`${key}\` is wrong: it must be an object`;
    problems.add("FG203", what, [key]);
    return undefined;
  }
  checks?.delivery(delivery, [key], problems);
  return delivery as unknown as DeliveryDescription;
}

function readEvent(
  key: string,
  payload: WebhookPayload,
  delivery: DeliveryDescription,
  bundler: SchemaBundler,
  checks: CatalogChecks | undefined,
  problems: DocumentProblems,
): EventType[] {
  const { example } = payload;
  const bundled = bundler.bundle(payload.schema, payload.schemaPath);
  // A name that comes in a header is the webhook's key.
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
    ...(example !== undefined && { example }),
  };
  // What the references are worth is known only when all is bundled; a broken one would be told twice.
  if (problems.empty) checks?.event(event, payload, delivery, problems);
  return [event];
}

/** What every event looks like that has no entry of its own. */
function readAnyEvent(
  payload: WebhookPayload,
  delivery: DeliveryDescription,
  bundler: SchemaBundler,
  checks: CatalogChecks | undefined,
  problems: DocumentProblems,
): EventType | undefined {
  const { example, summary, description } = payload;
  if (example === undefined || !hasAnyName(example, delivery)) {
    const what = `\`${ANY_EVENT}\` has no example with an event's name in it`;
    problems.add("FG206", what, payload.examplePath);
    return undefined;
  }
  const bundled = bundler.bundle(payload.schema, payload.schemaPath);
  const event: EventType = {
    name: ANY_EVENT,
    family: ANY_EVENT,
    typeName: anyEventType,
    summary,
    description,
    schema: isObject(bundled) ? bundled : {},
    example,
  };
  if (problems.empty) checks?.event(event, payload, delivery, problems);
  return event;
}

function refuseTwins(
  events: readonly EventType[],
  problems: DocumentProblems,
): void {
  const seen = new Set<string>();
  for (const { name } of events) {
    if (seen.has(name)) {
      const what = `Two webhooks are the event type ${JSON.stringify(name)}`;
      problems.add("FG208", what, ["webhooks"]);
    }
    seen.add(name);
  }
}

/** Event types whose names differ in punctuation alone are told apart by a number. */
function distinct(events: readonly EventType[]): EventType[] {
  const names = uniqueTypeNames(events.map(({ name }) => name));
  return events.map((event, index) => ({
    ...event,
    typeName: names[index] ?? event.typeName,
  }));
}

function uniqueTypeNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const wanted = eventTypeName(name);
    let unique = wanted;
    for (let count = 2; taken.has(unique.toLowerCase()); count++) {
      unique = `${wanted}${count}`;
    }
    taken.add(unique.toLowerCase());
    return unique;
  });
}
