import { describe, expect, test } from "vitest";
import { ConfigurationError } from "../../../templates/app/src/frameio/kernel/process/configuration.gen.js";
import {
  createHandlers,
  createOn,
  createOnUnknown,
  type OnOptions,
  type Registry,
} from "../../../templates/app/src/frameio/kernel/handlers/handlers.gen.js";
import { createIsEvent } from "../../../templates/app/src/frameio/kernel/handlers/is-event.gen.js";
import { createMemoryInbox } from "../../../templates/app/src/frameio/kernel/inbox/memory-inbox.gen.js";
import {
  anything,
  clock,
  deferred,
  fromEnv,
  settle,
  testKernel,
  webhook,
  type Handle,
  type LogLine,
  type TestEvent,
} from "./support.js";

const families = {
  "comment.*": ["comment.created", "comment.updated"],
} as const;

function registry(): Registry & {
  on(
    events: string | readonly string[],
    handle?: Handle,
    options?: OnOptions<TestEvent>,
  ): () => void;
} {
  const handlers = createHandlers();
  const on = createOn<Record<string, TestEvent>>(handlers, families);
  return {
    ...handlers,
    on: (events, handle = () => {}, options = {}) =>
      on(events, handle, options),
  };
}

/** A handler that notes what it got under a name. */
function noting(seen: string[], name: string): Handle {
  return ({ type }) => {
    seen.push(`${name} ${type}`);
  };
}

/** What became of it by handler, in the order of the handlers. */
function outcomes(lines: readonly LogLine[]): string[] {
  const order = ["file-ready", "on:file.ready", "flaky", "on:*"];
  return lines
    .filter(({ handler }) => handler !== undefined)
    .map(({ handler, outcome }) => `${handler} ${outcome}`)
    .toSorted(
      (a, b) =>
        order.indexOf(a.split(" ")[0] ?? "") -
        order.indexOf(b.split(" ")[0] ?? ""),
    );
}

const event = (type: string, n = 0) => ({
  event: { type, n, resource: { id: "r", type: "file" } },
});

describe("on", () => {
  test.each([
    ["an event type", "file.created", ["file.created"]],
    ["a list", ["file.created", "x.y"], ["file.created", "x.y"]],
    ["a family", "comment.*", ["comment.created", "comment.updated"]],
    [
      "a family and an event type",
      ["comment.*", "file.created"],
      ["file.created", "comment.created", "comment.updated"],
    ],
    [
      "everything",
      "*",
      [
        "file.created",
        "x.y",
        "comment.created",
        "comment.updated",
        "comment.new",
      ],
    ],
  ])("%s", async (_, events, expected) => {
    const handlers = registry();
    const seen: string[] = [];
    handlers.on(events, ({ type }) => seen.push(type));
    const kernel = testKernel([webhook("file.ready")], { handlers });
    for (const type of [
      "file.created",
      "x.y",
      "comment.created",
      "comment.updated",
      "comment.new",
    ]) {
      expect((await kernel.send(event(type))).status).toBe(200);
    }
    expect(seen).toEqual(expected);
    const unhandled = kernel.log.lines.filter(
      ({ outcome }) => outcome === "unhandled",
    );
    expect(unhandled).toHaveLength(5 - expected.length);
  });

  test("runs after the handler of frameio.jsonc, in the order of registration", async () => {
    const handlers = registry();
    const seen: string[] = [];
    handlers.on("file.ready", noting(seen, "first"));
    handlers.on("*", noting(seen, "second"));
    const kernel = testKernel(
      [webhook("file.ready", { handle: noting(seen, "file") })],
      { handlers },
    );
    expect((await kernel.send()).status).toBe(200);
    expect(seen).toEqual([
      "file file.ready",
      "first file.ready",
      "second file.ready",
    ]);
    expect(outcomes(kernel.log.lines)).toEqual([
      "file-ready processed",
      "on:file.ready processed",
      "on:* processed",
    ]);
  });

  test("registers after the start, and stops", async () => {
    const handlers = registry();
    const kernel = testKernel([webhook("file.ready")], { handlers });
    const seen: string[] = [];
    const off = handlers.on("x.y", noting(seen, "late"));
    await kernel.send(event("x.y", 1));
    off();
    off();
    await kernel.send(event("x.y", 2));
    expect(seen).toEqual(["late x.y"]);
  });

  test("only for the provider that it names", async () => {
    const handlers = registry();
    const seen: string[] = [];
    handlers.on("x.y", noting(seen, "other"), { provider: "billing" });
    handlers.on("x.y", noting(seen, "ours"), { provider: "frameio" });
    await testKernel([webhook("file.ready")], { handlers }).send(event("x.y"));
    expect(seen).toEqual(["ours x.y"]);
  });

  test("for event types without a schema", async () => {
    const handlers = createHandlers();
    const seen: unknown[] = [];
    const onUnknown = createOnUnknown<TestEvent>(handlers, []);
    onUnknown("vendor.new", (e) => seen.push(e.resource?.id));
    await testKernel([webhook("file.ready")], { handlers }).send(
      event("vendor.new"),
    );
    expect(seen).toEqual(["r"]);
  });

  test.each([
    ["a family", "vendor.*", ["vendor.new"]],
    ["all", "*", ["vendor.new", "other.new"]],
    ["a described one that is named", "vendor.old", ["vendor.old"]],
  ])(
    "%s of event types without a schema: not those that have one",
    async (_, events, expected) => {
      const handlers = createHandlers();
      const seen: string[] = [];
      const onUnknown = createOnUnknown<TestEvent>(handlers, ["vendor.old"]);
      onUnknown(events, ({ type }) => seen.push(type));
      const kernel = testKernel([webhook("file.ready")], { handlers });
      for (const type of ["vendor.old", "vendor.new", "other.new"]) {
        await kernel.send(event(type));
      }
      expect(seen).toEqual(expected);
    },
  );

  test("refuses names that are taken", () => {
    const handlers = registry();
    handlers.on("x.y", undefined, { name: "mine" });
    expect(() => handlers.on("a.b", undefined, { name: "mine" })).toThrow(
      "two handlers are called mine",
    );
    handlers.on("x.y");
    handlers.on("x.y");
    expect(handlers.of("frameio", "x.y").map(({ name }) => name)).toEqual([
      "mine",
      "on:x.y",
      "on:x.y#2",
    ]);
  });
});

describe("isEvent", () => {
  const isEvent = createIsEvent<Record<string, TestEvent>>(families);
  const context = { delivery: { event: "comment.updated", provider: "a" } };
  test.each<[names: string | string[], provider: string | undefined, boolean]>([
    ["comment.updated", undefined, true],
    ["comment.*", undefined, true],
    [["file.ready", "comment.updated"], undefined, true],
    ["comment.created", undefined, false],
    ["constructor", undefined, false],
    ["comment.*", "a", true],
    ["comment.*", "b", false],
  ])("%j of %j: %j", (names, provider, expected) => {
    expect(isEvent({}, context, names, provider)).toBe(expected);
  });
});

describe("a failure among several", () => {
  test("fails the delivery, keeps no other from its event, and is all that runs again", async () => {
    const handlers = registry();
    const seen: string[] = [];
    let broken = true;
    handlers.on(
      "file.ready",
      (e) => {
        noting(seen, "on")(e, undefined as never);
        if (broken) throw new Error("not yet");
      },
      { name: "flaky" },
    );
    handlers.on("*", noting(seen, "last"));
    const kernel = testKernel(
      [webhook("file.ready", { handle: noting(seen, "file") })],
      { handlers },
    );
    expect((await kernel.send()).status).toBe(500);
    expect(seen).toEqual([
      "file file.ready",
      "on file.ready",
      "last file.ready",
    ]);
    expect(outcomes(kernel.log.lines.splice(0))).toEqual([
      "file-ready processed",
      "flaky failed",
      "on:* processed",
    ]);

    broken = false;
    expect((await kernel.send()).status).toBe(200);
    expect(seen.slice(3)).toEqual(["on file.ready"]);
    expect(outcomes(kernel.log.lines)).toEqual([
      "file-ready duplicate",
      "flaky processed",
      "on:* duplicate",
    ]);

    expect((await kernel.send()).status).toBe(200);
    expect(kernel.log.lines.at(-1)).toMatchObject({ outcome: "duplicate" });
    expect(seen).toHaveLength(4);
  });

  test("of a handler's own dedupe key", async () => {
    const handlers = registry();
    const seen: string[] = [];
    handlers.on("file.ready", undefined, {
      dedupeKey() {
        throw new Error("no key");
      },
    });
    handlers.on("file.ready", noting(seen, "next"));
    const kernel = testKernel([webhook("file.ready")], { handlers });
    expect((await kernel.send()).status).toBe(500);
    expect(seen).toEqual(["next file.ready"]);
  });

  test("while one still runs, the provider is told to come again", async () => {
    const handlers = registry();
    const gate = deferred();
    handlers.on("file.ready", () => gate.promise);
    const kernel = testKernel([webhook("file.ready")], { handlers });
    const first = kernel.send();
    await settle();
    expect((await kernel.send()).status).toBe(503);
    gate.resolve();
    expect((await first).status).toBe(200);
  });
});

describe("in the inbox", () => {
  test("one handler of mode inbox puts the delivery there, for all of them", async () => {
    const handlers = registry();
    const seen: string[] = [];
    handlers.on("file.ready", noting(seen, "later"), { mode: "inbox" });
    const kernel = testKernel(
      [webhook("file.ready", { handle: noting(seen, "file") })],
      { handlers },
    );
    expect((await kernel.send()).status).toBe(202);
    await kernel.drain(1_000);
    expect(seen).toEqual(["file file.ready", "later file.ready"]);
  });

  test("what is registered goes where the webhooks of its provider go", async () => {
    const handlers = registry();
    const seen: string[] = [];
    handlers.on("x.y", noting(seen, "on"));
    const kernel = testKernel([webhook("file.ready", { mode: "inbox" })], {
      handlers,
    });
    expect((await kernel.send(event("x.y"))).status).toBe(202);
    await kernel.drain(1_000);
    expect(seen).toEqual(["on x.y"]);
  });

  test("only what failed is tried again", async () => {
    const handlers = registry();
    const seen: string[] = [];
    let time = clock;
    handlers.on("file.ready", (_, { attempt }) => {
      seen.push(`on ${attempt}`);
      if (attempt < 2) throw new Error("not yet");
    });
    const inbox = createMemoryInbox({ now: () => time });
    const kernel = testKernel(
      [
        webhook("file.ready", {
          mode: "inbox",
          handle: (_, { attempt }) => seen.push(`file ${attempt}`),
        }),
      ],
      { handlers, inbox, now: () => time },
    );
    expect((await kernel.send()).status).toBe(202);
    await expect.poll(() => seen).toEqual(["file 1", "on 1"]);
    await expect.poll(async () => (await inbox.stats()).counts.failed).toBe(1);
    time += 3_600_000;
    await expect.poll(() => seen).toEqual(["file 1", "on 1", "on 2"]);
    await expect.poll(async () => (await inbox.stats()).counts.done).toBe(1);
    await kernel.drain(1_000);
  });

  test("a handler of mode inbox that comes after the start is refused", () => {
    const handlers = registry();
    testKernel([webhook("file.ready")], { handlers });
    expect(() => handlers.on("x.y", undefined, { mode: "inbox" })).toThrow(
      "before the app starts",
    );
  });
});

describe("each handler has its own memory", () => {
  test("of what happened once", async () => {
    const handlers = registry();
    const seen: string[] = [];
    handlers.on("file.ready", noting(seen, "once"), {
      dedupe: { kind: "resource", windowSeconds: 60 },
    });
    handlers.on("file.ready", noting(seen, "each"));
    const kernel = testKernel([webhook("other.event")], { handlers });
    await kernel.send(event("file.ready", 1));
    await kernel.send(event("file.ready", 2));
    expect(seen).toEqual([
      "once file.ready",
      "each file.ready",
      "each file.ready",
    ]);
  });
});

describe("secrets", () => {
  const uploads = webhook("file.ready", { secret: fromEnv("UPLOADS") });
  const comments = webhook("comment.created", { secret: fromEnv("COMMENTS") });
  const env = { UPLOADS: "up", COMMENTS: "co" };

  test("what is declared is not run for another webhook's secret, nor is what goes with it", async () => {
    const handlers = registry();
    const seen: string[] = [];
    handlers.on("*", noting(seen, "any"));
    const kernel = testKernel([uploads, comments], { handlers, env });
    const answer = await kernel.send({ secret: "co" });
    expect(answer.status).toBe(401);
    expect(seen).toEqual([]);
    expect(kernel.log.lines.at(-1)).toMatchObject({
      reason: "signed with the secret of another webhook",
    });
    // Nobody declares this one: the provider is who it says it is.
    await kernel.send({ ...event("x.y"), secret: "co" });
    expect(seen).toEqual(["any x.y"]);
  });

  test("one of its own", async () => {
    const handlers = registry();
    const seen: string[] = [];
    handlers.on("file.ready", noting(seen, "own"), { secret: "mine" });
    handlers.on("x.y", noting(seen, "own"), { secret: "mine" });
    const kernel = testKernel([uploads], { handlers, env });
    await kernel.send({ secret: "mine" });
    expect(seen).toEqual(["own file.ready"]);
    expect((await kernel.send({ ...event("x.y"), secret: "up" })).status).toBe(
      401,
    );
    expect((await kernel.send({ ...event("a.b"), secret: "up" })).status).toBe(
      200,
    );
    expect(seen).toHaveLength(1);
  });

  test("an app of such handlers alone", async () => {
    const handlers = registry();
    const seen: string[] = [];
    handlers.on("file.ready", noting(seen, "own"), { secret: ["new", "old"] });
    const kernel = testKernel([], { handlers, env: {} });
    expect((await kernel.send({ secret: "old" })).status).toBe(200);
    expect((await kernel.send({ secret: "else" })).status).toBe(401);
    expect(seen).toEqual(["own file.ready"]);
  });

  test("an empty one, and one that comes too late, are refused", () => {
    const handlers = registry();
    expect(() => handlers.on("x.y", undefined, { secret: " " })).toThrow(
      "the secret for x.y is empty",
    );
    testKernel([uploads], { handlers, env });
    expect(() => handlers.on("x.y", undefined, { secret: "late" })).toThrow(
      "before the app starts",
    );
  });
});

describe("families in frameio.jsonc", () => {
  const loaders = Object.fromEntries(
    families["comment.*"].map((name) => [
      name,
      () => Promise.resolve({ default: anything }),
    ]),
  );
  const family = (seen: string[]) =>
    webhook("comment.*", {
      name: "comment",
      events: loaders,
      names: ["comment.*"],
      handle: noting(seen, "family"),
    });

  test("run beside the handler of one of their event types", async () => {
    const seen: string[] = [];
    const single = webhook("comment.created", {
      handle: noting(seen, "single"),
    });
    const kernel = testKernel([family(seen), single]);
    await kernel.send(event("comment.created"));
    await kernel.send(event("comment.updated"));
    expect(seen).toEqual([
      "family comment.created",
      "single comment.created",
      "family comment.updated",
    ]);
  });

  test("the handler must say the same, or all that it stands for", () => {
    expect(() =>
      testKernel([
        webhook("comment.created", { events: loaders, names: ["comment.*"] }),
      ]),
    ).toThrow(ConfigurationError);
    const spelled = webhook("comment.*", {
      names: ["comment.*"],
      events: loaders,
    });
    expect(() =>
      testKernel([
        {
          ...spelled,
          handler: { ...spelled.handler, events: Object.keys(loaders) },
        },
      ]),
    ).not.toThrow();
  });
});
