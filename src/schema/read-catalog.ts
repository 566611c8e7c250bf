import type { EventCatalog } from "./catalog.js";
import type { DeliveryDescription, EventType } from "./catalog.js";
import { compileSchema } from "./compile-schema.js";
import { deliveryProblems, namePointer } from "./delivery.js";
import { deliverySchema } from "./delivery-schema.js";
import type { DocumentPath, DocumentProblems } from "./document-problems.js";
import { ANY_EVENT } from "./named-events.js";
import { readDocument } from "./read-document.js";
import { readRegistration } from "./registration.js";
import { pointerSegments, valueAt } from "./resolve-pointer.js";
import { createChecks, type SchemaChecks } from "./schema-checks.js";
import type { WebhookPayload } from "./webhook-payload.js";

/**
 * Reads a provider's document, and proves what it says: the schemas compile, each example is valid against its own.
 *
 * @param id provider and major version, such as `frameio@4`, or the path of a pinned document
 * @param proven the event types whose schemas and examples are looked at, which takes most of the time; all unless given
 * @throws FrameioGenError with everything that is wrong with the document (FG201–FG209)
 */
export function readCatalog(
  documentText: string,
  id: string,
  proven?: ReadonlySet<string>,
): EventCatalog {
  const checks = createChecks(documentText.includes('"unevaluated'));
  return readDocument(documentText, id, {
    delivery: checkDelivery,
    event: (event, ...rest) => {
      if (proven?.has(event.name) ?? true) checkExample(checks, event, ...rest);
    },
    registration: readRegistration,
  });
}

/**
 * Whether a document that was read without checks would be read the same with them, for the event types that are named. Where it would
 * not, `readCatalog` says what is wrong, and where.
 *
 * @param catalog of the document
 */
export function isProven(
  documentText: string,
  catalog: EventCatalog,
  proven: ReadonlySet<string>,
): boolean {
  const { events, anyEvent, delivery } = catalog;
  if (documentText.includes('"x-webhook-registration"')) return false;
  if (!validateDelivery(delivery)) return false;
  if (deliveryProblems(delivery).length > 0) return false;
  const checks = createChecks(documentText.includes('"unevaluated'));
  try {
    return [...events, ...(anyEvent ? [anyEvent] : [])]
      .filter(({ name }) => proven.has(name))
      .every(
        (event) => isSampled(checks, event) && saysItsName(event, delivery),
      );
  } catch {
    return false;
  }
}

const validateDelivery = compileSchema(deliverySchema);

/** Tells what is wrong with a description of deliveries (FG203). */
export function checkDelivery(
  delivery: object,
  path: DocumentPath,
  problems: DocumentProblems,
): void {
  if (validateDelivery(delivery)) {
    for (const problem of deliveryProblems(delivery as DeliveryDescription)) {
      const what = `\`${String(path[0])}\` contradicts itself: ${problem}`;
      problems.add("FG203", what, [...path, "signature"]);
    }
    return;
  }
  for (const error of validateDelivery.errors ?? []) {
    const inner = pointerSegments(error.instancePath) ?? [];
    const what = `\`${String(path[0])}\` is wrong: ${error.message ?? error.keyword}`;
    problems.add("FG203", what, [...path, ...inner]);
  }
}

function checkExample(
  checks: SchemaChecks,
  event: EventType,
  payload: WebhookPayload,
  delivery: DeliveryDescription,
  problems: DocumentProblems,
): void {
  const tell = (code: "FG205" | "FG206", what: string, path: DocumentPath) =>
    problems.add(code, `\`${event.name}\`: ${what}`, path);
  const { example } = event;
  let isValid;
  try {
    isValid = isSampled(checks, event);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    tell("FG205", `the schema cannot be used: ${reason}`, payload.schemaPath);
    return;
  }
  if (!isValid) {
    // Made again, to tell everything: it happens seldom.
    const validate = compileSchema(event.schema);
    validate(example);
    for (const error of (validate.errors ?? []).slice(0, 5)) {
      const place = error.instancePath === "" ? "it" : error.instancePath;
      const what = `the example is not valid: ${place} ${error.message ?? error.keyword}`;
      tell("FG206", what, payload.examplePath);
    }
  } else if (!saysItsName(event, delivery)) {
    const what = `the example does not have the event's name at ${namePointer(delivery)}`;
    tell("FG206", what, payload.examplePath);
  }
}

/** @throws Error when no validator can be made of the schema, with an example or without */
function isSampled(
  checks: SchemaChecks,
  { schema, example }: EventType,
): boolean {
  const accepts = checks.compile(schema);
  return example === undefined || accepts(example);
}

function saysItsName(
  { name, example }: EventType,
  delivery: DeliveryDescription,
): boolean {
  const pointer = namePointer(delivery);
  return (
    pointer === undefined ||
    name === ANY_EVENT ||
    example === undefined ||
    valueAt(example, pointer) === name
  );
}
