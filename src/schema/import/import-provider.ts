import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { createBundler } from "../bundle-schema.js";
import type { DeliveryDescription, EventCatalog } from "../catalog.js";
import { folderSeparator, withPreset } from "../delivery-presets.js";
import type { DocumentProblems } from "../document-problems.js";
import { isUsableEventName } from "../event-names.js";
import { readCatalog } from "../read-catalog.js";
import { assertEvent } from "./assert-event.js";
import {
  describeDelivery,
  type SaidOfDeliveries,
  type Warn,
  withNameMember,
} from "./describe-delivery.js";
import { collectLeftOut, type LeftOut } from "./left-out.js";
import { readHeaderNames } from "./header-names.js";
import { modernize } from "./modernize.js";
import { type NamedEvent, nameEvents, splitEvent } from "./name-events.js";
import { readSource } from "./read-source.js";
import { holdsNone, saysNoSignature } from "./refusals.js";
import type { ProviderSource } from "./source.js";
import { uniqueEvents } from "./unique-events.js";
import { pinEvents } from "./pin-events.js";
import { writeDocument } from "./write-document.js";
import { withSummary } from "./summary.js";

export interface ImportOptions extends SaidOfDeliveries {
  /** What the catalog is called: the path of the document that is to be pinned, such as `./schemas/acme.json`. */
  readonly id: string;
  /** Where the source itself does not say what it is called. */
  readonly title: string;
}

export interface ImportedProvider {
  /** The OpenAPI 3.1 document to pin: one webhook for each event type, the schemas that they use, and how deliveries look. */
  readonly documentText: string;
  readonly catalog: EventCatalog;
  /** What had to be left out or made up. */
  readonly warnings: readonly Diagnostic[];
}

/**
 * Makes one document of a provider's description, whatever that is: an OpenAPI document, a folder of JSON Schemas, an AsyncAPI document.
 * Deterministic, and without network.
 *
 * @throws FrameioGenError with everything that keeps it from being used
 */
export function importProvider(
  source: ProviderSource,
  options: ImportOptions,
): ImportedProvider {
  const warnings: Diagnostic[] = [];
  const warn: Warn = (message, more) =>
    void warnings.push({
      code: "FG216",
      severity: "warning",
      message,
      ...more,
    });
  const leftOut = collectLeftOut();
  // A folder of schemas says nothing of deliveries itself.
  const separator = folderSeparator(describeDelivery(undefined, options));
  const raw = readSource(source, separator, leftOut);
  const said = describeDelivery(raw.delivery, options);
  assertEvent(withPreset(said) as object);
  const description = withNameMember(said, raw, warn);
  const delivery = withPreset(description) as unknown as DeliveryDescription;
  const rules = { root: raw.root, delivery };
  const { events: told, ...known } = readHeaderNames(
    raw.events.flatMap((event) => splitEvent(event, rules)),
    rules,
  );
  if (known.disbelieved !== undefined) {
    warn(
      `The examples of the header ${known.disbelieved} are the same for several event types: names are taken from what the source calls them`,
    );
  }
  const named = told.flatMap((event) => nameEvents(event, { ...rules, known }));
  const events = usable(named, leftOut).map(withSummary);

  const dropped = new Set<string>();
  const bundler = (own: DocumentProblems) =>
    createBundler(raw.root, own, new Set(), (schema) =>
      modernize(schema, (what) => dropped.add(what)),
    );
  const pinned = pinEvents(events, { bundler, leftOut, delivery, warn });
  if (pinned.events.length === 0) {
    leftOut.throwIfAny();
    throw holdsNone(source);
  }
  const { signature }: Partial<DeliveryDescription> = delivery;
  if (signature === undefined) throw saysNoSignature(source);
  warnings.push(...leftOut.warnings());
  for (const what of dropped) {
    warn(`${what} is left out: JavaScript cannot read it`);
  }
  const documentText = writeDocument({
    title: raw.title ?? options.title,
    version: raw.version ?? "0",
    delivery: description,
    registration: raw.root["x-webhook-registration"],
    contentType: delivery.contentType,
    ...pinned,
  });
  return {
    documentText,
    // Each example was found by its schema.
    catalog: readCatalog(documentText, options.id, new Set()),
    warnings,
  };
}

function usable(
  events: readonly NamedEvent[],
  leftOut: LeftOut,
): readonly NamedEvent[] {
  const named = events.filter(({ name, key }) => {
    if (isUsableEventName(name)) return true;
    const shown = JSON.stringify(name.slice(0, 60));
    const what = `The event name ${shown} of \`${key}\` cannot be used`;
    leftOut.sift(key, (problems) => problems.add("FG207", what));
    return false;
  });
  return uniqueEvents(named);
}
