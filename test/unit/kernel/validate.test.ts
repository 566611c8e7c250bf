import { expect, test } from "vitest";
import type { Validator } from "../../../templates/app/src/frameio/kernel/routes.gen.js";
import { testKernel, webhook } from "./support.js";

const strict: Validator = (payload) => {
  const valid = Object.hasOwn(payload as object, "resource");
  strict.errors = valid
    ? null
    : Array.from({ length: 7 }, (_, index) => ({
        instancePath: index === 0 ? "" : `/list/${index}`,
        keyword: "type",
        params: { type: "string" },
      }));
  return valid;
};

function kernelWith(validate: "off" | "report" | "reject") {
  const counts = { loads: 0, runs: 0 };
  const kernel = testKernel(
    [
      webhook("file.ready", {
        handle: () => (counts.runs += 1),
        events: {
          "file.ready": () => {
            counts.loads += 1;
            return Promise.resolve({ default: strict });
          },
        },
      }),
    ],
    { routes: { validate } },
  );
  return { kernel, counts };
}

const broken = (n: number) => ({ event: { type: "file.ready", n } });

test("report: told to the operator, passed on", async () => {
  const { kernel, counts } = kernelWith("report");
  expect((await kernel.send(broken(1))).status).toBe(200);
  expect(kernel.log.lines[0]).toEqual({
    level: "warn",
    message: "a payload breaks the schema of its event",
    event: "file.ready",
    errors: [
      { pointer: "/", expected: "string", got: "object of 2 members" },
      { pointer: "/list/1", expected: "string", got: "nothing" },
      { pointer: "/list/2", expected: "string", got: "nothing" },
      { pointer: "/list/3", expected: "string", got: "nothing" },
      { pointer: "/list/4", expected: "string", got: "nothing" },
    ],
  });
  expect(kernel.metrics.schemaViolations()).toEqual(
    new Map([["file.ready", 1]]),
  );
  expect(counts.runs).toBe(1);
});

test("reject: 400, the handler does not run, the delivery is not remembered", async () => {
  const { kernel, counts } = kernelWith("reject");
  for (const _ of [1, 2]) {
    const answer = await kernel.send(broken(1));
    expect(answer).toMatchObject({
      status: 400,
      body: "Payload validation error.",
    });
  }
  expect(counts.runs).toBe(0);
  expect((await kernel.send()).status).toBe(200);
});

test("off: the validator is not even loaded", async () => {
  const { kernel, counts } = kernelWith("off");
  expect((await kernel.send(broken(1))).status).toBe(200);
  expect(counts).toEqual({ loads: 0, runs: 1 });
});

test("validators are loaded when first needed, once", async () => {
  const { kernel, counts } = kernelWith("report");
  await kernel.send({ event: { type: "other" } });
  await kernel.send({ secret: "wrong" });
  expect(counts.loads).toBe(0);
  await kernel.send();
  await kernel.send(broken(1));
  await kernel.send(broken(2));
  expect(counts.loads).toBe(1);
});

test("a validator that cannot be loaded: 500, so that the provider comes again", async () => {
  const kernel = testKernel([
    webhook("file.ready", {
      events: { "file.ready": () => Promise.reject(new Error("gone")) },
    }),
  ]);
  expect((await kernel.send()).status).toBe(500);
});
