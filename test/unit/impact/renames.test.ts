import { describe, expect, it } from "vitest";

import { compareCatalogs } from "../../../src/impact/compare-catalogs.js";
import { assertRenames, parseRenames } from "../../../src/impact/renames.js";
import { readCatalog } from "../../../src/schema/read-catalog.js";
import type { Json } from "../../../src/schema/catalog.js";
import { documentOf, webhookOf } from "../schema/documents.js";

function catalog(events: Record<string, Record<string, Json>>) {
  const webhooks = Object.entries(events).map(([name, properties]) => [
    name,
    webhookOf(name, properties),
  ]);
  return readCatalog(
    JSON.stringify(documentOf(Object.fromEntries(webhooks))),
    "test@1",
  );
}

const text = { type: "string" };
const thin = { id: text };
const rich = { id: text, amount: { type: "number" }, due: text };

const before = { "file.ready": thin, "file.payed": thin };
const now = { "file.ready": thin, "file.paid": thin };
const versions = [
  {
    id: "test",
    before: catalog(before),
    now: catalog(now),
    catalog: catalog(now),
  },
];

describe("--rename", () => {
  it.each([
    ["file.payed", "not of the form"],
    ["=file.paid", "not of the form"],
    ["a=b=c", "not of the form"],
    ["file.nothing=file.paid", "There was no event"],
    ["file.ready=file.paid", "is there still"],
    ["file.payed=file.piad", "There is no event"],
    ["file.payed=file.ready", "was there before"],
  ])("refuses %s", (given, told) => {
    expect(() => assertRenames(parseRenames([given]), versions)).toThrow(told);
    expect(() => assertRenames(parseRenames([given]), versions)).toThrow(
      "FG232",
    );
  });

  it("refuses to name one twice", () => {
    expect(() => parseRenames(["a=b", "c=b"])).toThrow("a second time");
  });

  it("takes what is gone for what is new", () => {
    const renames = parseRenames(["file.payed=file.paid"]);
    assertRenames(renames, versions);
    const { events } = compareCatalogs(catalog(before), catalog(now), renames);
    expect(events).toEqual([
      {
        kind: "event-renamed",
        event: "file.paid",
        from: "file.payed",
        evident: false,
        fields: [],
      },
    ]);
  });
});

describe("a rename", () => {
  it.each([
    ["another spelling", thin, "invoice.payed_out", "invoice.payedOut", true],
    [
      "another word, where many events look so",
      thin,
      "invoice.payed",
      "invoice.paid",
      false,
    ],
    [
      "another word, where the payload is its own",
      rich,
      "invoice.payed",
      "invoice.paid",
      true,
    ],
    [
      "nothing in common but the payload",
      rich,
      "invoice.payed",
      "bill_settled",
      false,
    ],
  ])("by %s", (_, payload, from, to, evident) => {
    const others = { "file.ready": thin, "file.gone": thin };
    const { events } = compareCatalogs(
      catalog({ ...others, [from]: payload }),
      catalog({ ...others, [to]: payload }),
    );
    expect(events).toMatchObject(
      evident
        ? [{ kind: "event-renamed", event: to, from, evident: true }]
        : [
            { kind: "event-added", event: to },
            { kind: "event-removed", event: from, candidates: [to] },
          ],
    );
  });

  it("is not evident where two events could be meant", () => {
    const { events } = compareCatalogs(
      catalog({ "file.ready": thin, "invoice.payed": rich }),
      catalog({
        "file.ready": thin,
        "invoice.paid": rich,
        "invoice.pay": rich,
      }),
    );
    expect(events.map(({ kind }) => kind)).toEqual([
      "event-added",
      "event-added",
      "event-removed",
    ]);
  });

  it("is evident although its payload changed in what it shares with others", () => {
    const make = (name: string, owner: Json) =>
      readCatalog(
        JSON.stringify(
          documentOf(
            {
              [name]: webhookOf(name, {
                owner: { $ref: "#/components/schemas/Owner" },
              }),
            },
            { Owner: owner },
          ),
        ),
        "test@1",
      );
    const old = make("file.ready", { type: "object", properties: { a: text } });
    const next = make("file_ready", {
      type: "object",
      properties: { b: text },
    });
    const changes = compareCatalogs(old, next);
    expect(changes.events).toMatchObject([{ kind: "event-renamed" }]);
    expect(changes.shared).toMatchObject([
      { name: "Owner", events: [{ event: "file_ready", at: ["owner"] }] },
    ]);
  });
});
