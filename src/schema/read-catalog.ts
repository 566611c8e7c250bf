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

const validateDelivery = compileSchema(deliverySchema);

function checkDelivery(
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
    const accepts = checks.compile(event.schema);
    isValid = example === undefined || accepts(example);
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
  } else {
    const pointer = namePointer(delivery);
    if (pointer === undefined || event.name === ANY_EVENT) return;
    if (example === undefined) return;
    if (valueAt(example, pointer) === event.name) return;
    const what = `the example does not have the event's name at ${pointer}`;
    tell("FG206", what, payload.examplePath);
  }
}
