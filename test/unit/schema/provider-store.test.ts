import { expect, test } from "vitest";
import { FrameioGenError } from "../../../src/diagnostics/diagnostic.js";
import { createProviderStore } from "../../../src/schema/provider-store.js";

const artifact = JSON.stringify({
  catalog: { id: "frameio@4" },
  types: "export {};",
  validators: {},
  sharedValidators: {},
});

test("parses an artifact once, when it is first asked for", () => {
  const read: string[] = [];
  const store = createProviderStore(["frameio@4"], (id) => {
    read.push(id);
    return artifact;
  });
  expect(store.ids()).toEqual(["frameio@4"]);
  expect(read).toEqual([]);
  expect(store.load("frameio@4")).toBe(store.load("frameio@4"));
  expect(store.load("other@1")).toBeUndefined();
  expect(read).toEqual(["frameio@4"]);
});

test.each([
  ["missing", undefined],
  ["cut off", artifact.slice(0, -9)],
  ["another provider's", artifact.replace("frameio@4", "frameio@2")],
  ["something else", "[]"],
])("an artifact that is %s is told with its remedy", (_, text) => {
  const store = createProviderStore(["frameio@4"], () => text);
  expect(() => store.load("frameio@4")).toThrow(FrameioGenError);
  expect(() => store.load("frameio@4")).toThrow(/FG211: .*`frameio@4`/);
});
