import { readdirSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  defaultProvider,
  handlerFor,
  secretVariableFor,
} from "../../../src/manifest/defaults.js";
import {
  handlerProblem,
  packageNameLike,
  packageNameProblem,
  pathProblem,
  providerProblem,
  resolverProblem,
  variableProblem,
} from "../../../src/manifest/names.js";

const rules = {
  packageName: {
    check: packageNameProblem,
    good: ["a", "my-app", "my.app_2", "@scope/app", "2cool", "a".repeat(214)],
    bad: [
      "",
      "My-App",
      "a b",
      ".a",
      "_a",
      "-a",
      "@scope",
      "@/a",
      "a/b",
      "node_modules",
      "favicon.ico",
      "a".repeat(215),
      "ä",
      "a\n",
      "${a}",
    ],
  },
  provider: {
    check: providerProblem,
    good: ["frameio", "loop-canvas", "a1"],
    bad: [
      "",
      "Frameio",
      "1a",
      "a.b",
      "a_b",
      "__proto__",
      "a".repeat(41),
      "-a",
      "a\n",
    ],
  },
  path: {
    check: pathProblem,
    good: ["/a", "/webhooks/frameio", "/a.b/~c/_d-e", "/healthz/x", "/..a"],
    bad: [
      "",
      "/",
      "a",
      "//",
      "/a/",
      "/a//b",
      "/../a",
      "/a/..",
      "/./a",
      "/a?b",
      "/a#b",
      "/:id",
      "/*",
      "/a b",
      "/healthz",
      "/readyz",
      "/é",
      "/%2e",
      `/${"a".repeat(200)}`,
    ],
  },
  handler: {
    check: handlerProblem,
    good: [
      "src/a.ts",
      "src/webhooks/a.ts",
      "src/a/b-c/D_e.f.ts",
      "src/frameiox/a.ts",
      "src/webhooks/frameio/a.ts",
      "src/apps.ts",
      "src/a/app.ts",
    ],
    bad: [
      "",
      "a.ts",
      "src/.ts",
      "src/a",
      "src/a.js",
      "src/a.tsx",
      "src/../a.ts",
      "src/./a.ts",
      "src//a.ts",
      "./src/a.ts",
      "/src/a.ts",
      "C:/src/a.ts",
      "src\\a.ts",
      "src/.a.ts",
      "src/a .ts",
      "src/a..d.ts",
      "src/a.gen.ts",
      "src/a.test.ts",
      "src/a.spec.ts",
      "src/frameio/a.ts",
      "src/FrameIO/a.ts",
      "src/App.ts",
      "src/server.ts",
      "src/secrets.ts",
      "src/Worker.ts",
      "src/con.ts",
      "src/Aux.x.ts",
      "src/lpt1/a.ts",
      "src/a.b/c.ts",
      'src/"a".ts',
      "src/${a}.ts",
      "src/*/a.ts",
      "src/é.ts",
      "src/a.ts\n",
      `src/${"a".repeat(200)}.ts`,
    ],
  },
  variable: {
    check: variableProblem,
    good: [
      "A",
      "_",
      "WEBHOOK_SECRET",
      "A1_B2",
      "PORT_2",
      "MY_HOST",
      "INBOX_SECRET",
      "DATABASE_URL_2",
    ],
    bad: [
      "",
      "a",
      "1A",
      "A-B",
      "A B",
      "PORT",
      "HOST",
      "LOG_LEVEL",
      "NODE_ENV",
      "INBOX_FILE",
      "DATABASE_URL",
      "PUBLIC_URL",
      "OTEL_SERVICE_NAME",
      "A_PREVIOUS",
      "_PREVIOUS",
      "Ä",
      "A\n",
      "A".repeat(101),
    ],
  },
  resolver: {
    check: resolverProblem,
    good: ["a", "resolveSecret", "$a_1", "constructor", "toString"],
    bad: [
      "",
      "1a",
      "a-b",
      "a b",
      "default",
      "await",
      "eval",
      "__proto__",
      "é",
      "a\n",
      "a;b",
      "a".repeat(101),
    ],
  },
} as const;

describe.each(Object.entries(rules))("%s", (_, { check, good, bad }) => {
  it.each(good.map((name) => [name]))("accepts %j", (name) => {
    expect(check(name)).toBeUndefined();
  });

  it.each(bad.map((name) => [name]))("rejects %j, with a next step", (name) => {
    expect(check(name)?.hint).toMatch(/.{10,}/);
  });

  it("suggests only what it accepts", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string({ unit: "binary" }),
          fc.stringMatching(/^[\w ./\\:@-]{0,30}$/),
        ),
        (name) => {
          const suggestion = /^Did you mean "(.*)"\?$/.exec(
            check(name)?.hint ?? "",
          )?.[1];
          if (suggestion !== undefined)
            expect(check(suggestion)).toBeUndefined();
        },
      ),
      { seed: 2, numRuns: 500 },
    );
  });

  it("is quick on very long names", () => {
    for (const piece of [
      "a",
      "A_",
      "/",
      "../",
      "src/",
      ".",
      "-",
      "_PREVIOUS",
      "😀",
    ])
      expect(check(piece.repeat(200_000))).toBeDefined();
  });
});

it("no handler may stand where the app has a file of its own", () => {
  const folder = new URL("../../../templates/app/src/", import.meta.url);
  const own = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => `src/${name.replace(/\.hbs$/, "")}`);
  expect(own).toContain("src/worker.ts");
  for (const path of own) {
    expect(handlerProblem(path)?.message).toBe(
      `The handler "${path}" is a file that the tool makes`,
    );
  }
});

describe("packageNameLike", () => {
  it.each([
    ["My App", "my-app"],
    ["Société Générale", "societe-generale"],
    ["  .hidden ", "hidden"],
    ["@Studio/My App", "@studio/my-app"],
    ["a/b", "a-b"],
    ["日本", undefined],
    ["", undefined],
  ])("%j → %j", (given, wanted) => {
    expect(packageNameLike(given)).toBe(wanted);
  });
});

describe("defaults", () => {
  it.each([
    ["file.ready", "src/webhooks/file-ready.ts", "FILE_READY_WEBHOOK_SECRET"],
    [
      "metadata.value.updated",
      "src/webhooks/metadata-value-updated.ts",
      "METADATA_VALUE_UPDATED_WEBHOOK_SECRET",
    ],
    [
      "../../etc/passwd",
      "src/webhooks/etc-passwd.ts",
      "ETC_PASSWD_WEBHOOK_SECRET",
    ],
    ["FILE_READY", "src/webhooks/file-ready.ts", "FILE_READY_WEBHOOK_SECRET"],
    ["2fa", "src/webhooks/2fa.ts", "_2FA_WEBHOOK_SECRET"],
    ["*/", "src/webhooks/event.ts", "WEBHOOK_SECRET"],
  ])("names what belongs to %s", (event, handler, variable) => {
    expect(handlerFor(event)).toBe(handler);
    expect(handlerProblem(handler)).toBeUndefined();
    expect(secretVariableFor(event)).toBe(variable);
    expect(variableProblem(variable)).toBeUndefined();
  });

  it.each<[string[], string | undefined]>([
    [["a", "frameio"], "frameio"],
    [["a"], "a"],
    [["a", "b"], undefined],
    [[], undefined],
  ])("chooses the provider among %j", (declared, wanted) => {
    expect(defaultProvider(declared)).toBe(wanted);
  });
});
