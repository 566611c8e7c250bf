import fc from "fast-check";
import { expect, test } from "vitest";
import {
  eventFamily,
  eventIdentifier,
  eventSlug,
  eventTypeName,
  isUsableEventName,
  schemaTypeName,
} from "../../../src/schema/event-names.js";
import { syntaxErrors } from "./documents.js";

test.each([
  // event name, interface, slug, identifier, family
  ["file.ready", "FileReadyEvent", "file-ready", "fileReady", "file"],
  [
    "file.upload.completed",
    "FileUploadCompletedEvent",
    "file-upload-completed",
    "fileUploadCompleted",
    "file",
  ],
  [
    "batch_cancelled",
    "BatchCancelledEvent",
    "batch-cancelled",
    "batchCancelled",
    "batch_cancelled",
  ],
  ["FILE_READY", "FileReadyEvent", "file-ready", "fileReady", "FILE_READY"],
  ["fileReady", "FileReadyEvent", "file-ready", "fileReady", "fileReady"],
  ["delete", "DeleteEvent", "delete", "deleteEvent", "delete"],
  ["my.event", "MyEvent", "my-event", "myEvent", "my"],
  [
    "2fa.enabled",
    "Event2faEnabledEvent",
    "2fa-enabled",
    "event2faEnabled",
    "2fa",
  ],
  ["webhook", "WebhookEventPayload", "webhook", "webhook", "webhook"],
  ["con", "ConEvent", "con-event", "con", "con"],
  ["Gerät/neu", "GeratNeuEvent", "gerat-neu", "geratNeu", "Gerät"],
  ["日.本", "U65e5U672cEvent", "u65e5-u672c", "u65e5U672c", "日"],
  ["a`${x}*/b", "AXBEvent", "a-x-b", "aXB", "a`${x}*"],
])("%s", (name, typeName, slug, identifier, family) => {
  expect(eventTypeName(name)).toBe(typeName);
  expect(eventSlug(name)).toBe(slug);
  expect(eventIdentifier(name)).toBe(identifier);
  expect(eventFamily(name)).toBe(family);
});

test.each(["", "...", "🎬", "a\nb", "a\u0000", "x".repeat(101)])(
  "%j is no event name",
  (name) => expect(isUsableEventName(name)).toBe(false),
);

test("names of shared schemas stay clear of what the emitted module defines", () => {
  expect(schemaTypeName("reference")).toBe("Reference");
  expect(schemaTypeName("my-thing v2")).toBe("MyThingV2");
  expect(schemaTypeName("EventMap")).toBe("EventMapSchema");
  expect(schemaTypeName("Record")).toBe("RecordSchema");
  expect(schemaTypeName("3d")).toBe("Schema3d");
});

test("any usable name makes names that can be used", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", minLength: 1 }), (name) => {
      fc.pre(isUsableEventName(name));
      const code = `interface ${eventTypeName(name)} {} const ${eventIdentifier(name)} = 1; type ${schemaTypeName(name)} = 1;`;
      expect(syntaxErrors(code)).toEqual([]);
      expect(eventSlug(name)).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
    }),
    { seed: 20, numRuns: 300 },
  );
});
