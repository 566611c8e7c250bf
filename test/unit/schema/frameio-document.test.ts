import { expect, test } from "vitest";
import { readCatalog } from "../../../src/schema/read-catalog.js";
import { frameioDocument } from "./documents.js";

const catalog = readCatalog(frameioDocument, "frameio@4");

const families = {
  project: ["created", "updated", "deleted"],
  file: [
    "created",
    "upload.completed",
    "ready",
    "updated",
    "deleted",
    "versioned",
    "copied",
  ],
  folder: ["created", "updated", "deleted", "copied"],
  comment: ["created", "updated", "deleted", "completed", "uncompleted"],
  metadata: ["value.updated"],
  collection: ["created", "updated", "deleted"],
  customfield: ["created", "updated", "deleted"],
  share: ["created", "updated", "deleted", "viewed"],
};

test("lists exactly the 30 event types of Frame.io V4", () => {
  const names = Object.entries(families).flatMap(([family, events]) =>
    events.map((event) => `${family}.${event}`),
  );
  expect(names).toHaveLength(30);
  expect(catalog.events.map((event) => event.name)).toEqual(names);
  expect([...new Set(catalog.events.map((event) => event.family))]).toEqual(
    Object.keys(families),
  );
});

test("describes each event type with words of its own", () => {
  for (const key of ["summary", "description", "typeName"] as const) {
    const texts = catalog.events.map((event) => event[key]);
    expect(new Set(texts).size).toBe(30);
    expect(texts.every((text) => text.length > 5)).toBe(true);
  }
});

test("describes the delivery as Frame.io documents it", () => {
  expect(catalog.delivery).toEqual({
    signature: {
      algorithm: "hmac-sha256",
      header: "x-frameio-signature",
      signed: "v0:{timestamp}:{body}",
      encoding: "hex",
      prefix: "v0=",
    },
    timestamp: {
      header: "x-frameio-request-timestamp",
      unit: "seconds",
      toleranceSeconds: 300,
    },
    event: { pointer: "/type" },
    resource: { id: "/resource/id", type: "/resource/type" },
    contentType: "application/json",
    timeoutSeconds: 5,
    retry: { attempts: 5, delaysSeconds: [15] },
    userAgent: "Frame.io V4 API",
  });
});

const always = ["type", "resource", "account"];
const usual = [...always, "workspace", "project", "user"];

test.each(
  catalog.events.map((event) => [event.name, event.family, event] as const),
)("%s requires what is known to be sent", (name, family, event) => {
  const { required } = event.schema as { required: string[] };
  const expected =
    family === "customfield"
      ? [...always, "user"]
      : family === "project"
        ? [...always, "workspace", "user"]
        : family === "comment" || /^(?:file|folder)\.deleted$|viewed/.test(name)
          ? [...always, "workspace", "project"]
          : usual;
  expect(required).toEqual(expected);
});

test("gives every event type an example with ids of its own", () => {
  const ids = catalog.events.map(
    ({ example }) => (example as { resource: { id: string } }).resource.id,
  );
  expect(new Set(ids).size).toBe(30);
  for (const id of ids) {
    expect(id).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  }
});

test("takes its digest from the text, whatever the line ends", () => {
  const windows = frameioDocument.replaceAll("\n", "\r\n");
  expect(catalog.digest).toMatch(/^sha256-[0-9a-f]{64}$/);
  expect(readCatalog(`\uFEFF${windows}`, "frameio@4").digest).toBe(
    catalog.digest,
  );
});
