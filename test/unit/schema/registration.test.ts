import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { FrameioGenError } from "../../../src/diagnostics/diagnostic.js";
import { readCatalog } from "../../../src/schema/read-catalog.js";

const text = readFileSync(
  new URL("../../../schemas/providers/frameio-4.openapi.json", import.meta.url),
  "utf8",
);

type Registration = Record<string, Record<string, unknown>>;

function problemsWith(change: (registration: Registration) => void): string[] {
  const document = JSON.parse(text) as Record<string, Registration>;
  change(document["x-webhook-registration"] ?? {});
  try {
    readCatalog(JSON.stringify(document), "frameio@4");
    return [];
  } catch (error) {
    if (!(error instanceof FrameioGenError)) throw error;
    return error.diagnostics.map(({ code, message }) => `${code} ${message}`);
  }
}

describe("x-webhook-registration", () => {
  it("is part of the catalog, and need not be there", () => {
    const { registration } = readCatalog(text, "frameio@4");
    expect(registration?.baseUrl).toBe("https://api.frame.io");
    const document = JSON.parse(text) as Record<string, unknown>;
    delete document["x-webhook-registration"];
    const without = readCatalog(JSON.stringify(document), "frameio@4");
    expect(without).not.toHaveProperty("registration");
  });

  it.each<[string, (registration: Registration) => void]>([
    [
      "FG203 `x-webhook-registration` is wrong: must match pattern",
      (each) => {
        each["baseUrl"] = "http://api.frame.io" as never;
      },
    ],
    [
      "FG203 `x-webhook-registration` is wrong: must have required property 'webhook'",
      (each) => {
        delete each["webhook"];
      },
    ],
    [
      "FG203 `x-webhook-registration` is wrong: must NOT have additional properties",
      (each) => {
        Object.assign(each["auth"] ?? {}, { token: "never here" });
      },
    ],
    [
      "FG203 `x-webhook-registration` has a path with {team}, which is no parameter",
      (each) => {
        Object.assign(each["delete"] ?? {}, { path: "/{team}/{id}" });
      },
    ],
    [
      "FG203 `x-webhook-registration` has a path with {id}, which is no parameter",
      (each) => {
        Object.assign(each["list"] ?? {}, { path: "/{id}" });
      },
    ],
  ])("%s", (expected, change) => {
    const problems = problemsWith(change);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(expected);
  });
});
