import { addition, change, type FileKind, sub, together } from "../edit.js";
import { codeLayouts } from "../layouts.js";
import { squeezeCode } from "../squeeze.js";

const path = "src/routes.ts";

const base = `// The routes of this app.
import { Hono } from "hono";
import { logger } from "./logger.js";
import { onFileCreated } from "./handlers/file-created.js";
import { onFileReady } from "./handlers/file-ready.js";
import type { Handler } from "./kernel.js";

/** Handlers by event type. */
export const handlers: Record<string, Handler> = {
  "file.created": onFileCreated,
  "file.ready": onFileReady,
  "project.created": async (event, ctx) => {
    ctx.log("project", event.id);
  },
};

/** Paths that need no signature. */
export const publicPaths = ["/health", "/version"];

export const options = {
  retries: 3,
  timeout: 30,
  batch: 10,
};

const app = new Hono();

app.use(logger);
app.get("/health", (c) => c.text("ok"));
app.post("/webhooks", (c) => c.text("accepted"));

export default app;
`;

const userHandler = addition(
  "add-entry-end",
  sub(
    [
      "import type { Handler }",
      'import { onMine } from "./handlers/mine.js";\nimport type { Handler }',
    ],
    [
      "event.id);\n  },\n",
      'event.id);\n  },\n  // Mine.\n  "mine.made": onMine,\n',
    ],
  ),
  ['"mine.made":onMine', 'import{onMine}from"./handlers/mine.js"', "//Mine."],
);

const templateHandler = addition(
  "add-entry-end",
  sub(
    [
      "import type { Handler }",
      'import { onShared } from "./handlers/shared.js";\nimport type { Handler }',
    ],
    ["event.id);\n  },\n", 'event.id);\n  },\n  "share.made": onShared,\n'],
  ),
  ['"share.made":onShared', 'import{onShared}from"./handlers/shared.js"'],
);

const userTimeout = change(
  "change-value",
  sub(["timeout: 30", "timeout: 99"]),
  {
    facts: { timeout: "99" },
    has: ["timeout:99"],
    hasNot: ["timeout:30"],
  },
);

const templateRemoval = change(
  "remove-entry",
  sub(
    ['  "file.created": onFileCreated,\n', ""],
    ['import { onFileCreated } from "./handlers/file-created.js";\n', ""],
  ),
  {
    facts: { "file.created": null },
    hasNot: ['"file.created":onFileCreated'],
  },
);

export const registry: FileKind = {
  kind: "registry",
  path,
  base,
  squeeze: squeezeCode,
  edits: [
    userHandler,
    addition(
      "add-entry-start",
      sub([
        '= {\n  "file.created"',
        '= {\n  "asset.mine": async () => {},\n  "file.created"',
      ]),
      ['"asset.mine":async()=>{}'],
    ),
    addition(
      "add-entry-middle",
      sub(['  "file.ready"', '  "file.mine": async () => {},\n  "file.ready"']),
      ['"file.mine":async()=>{}'],
    ),
    addition(
      "add-statement",
      sub([
        'app.post("/webhooks"',
        'app.get("/mine", (c) => c.text("mine"));\napp.post("/webhooks"',
      ]),
      ['.get("/mine",c=>c.text("mine"))'],
    ),
    addition(
      "add-array-element",
      sub(['"/version"]', '"/version", "/mine"]']),
      ['"/mine"'],
    ),
    addition(
      "add-declaration",
      sub([
        "export default app;",
        'export function mine(): string {\n  return "mine";\n}\n\nexport default app;',
      ]),
      ['exportfunctionmine():string{return"mine"}'],
    ),
    addition("same-as-template", templateHandler.apply, templateHandler.has, {
      "share.made": "onShared",
    }),
    userTimeout,
    change("change-contested", sub(["retries: 3", "retries: 7"]), {
      facts: { retries: "7" },
      has: ["retries:7"],
      hasNot: ["retries:3"],
    }),
    change(
      "change-inside",
      sub([
        '    ctx.log("project"',
        '    await ctx.save(event);\n    ctx.log("project"',
      ]),
      { facts: { save: "mine" }, has: ["awaitctx.save(event)"] },
    ),
    change("delete-entry", sub(["  batch: 10,\n", ""]), {
      facts: { batch: null },
      hasNot: ["batch:10"],
    }),
    change(
      "delete-contested",
      sub(
        ['  "file.ready": onFileReady,\n', ""],
        ['import { onFileReady } from "./handlers/file-ready.js";\n', ""],
      ),
      { facts: { "file.ready": null }, hasNot: ['"file.ready":'] },
    ),
    change(
      "rename-variable",
      (text) =>
        text
          .replace(/\bapp\b(?!\.$)/gm, "server")
          .replace("of this server", "of this app"),
      {
        facts: { "name of app": "server" },
        has: ["constserver=newHono()"],
        hasNot: ["constapp="],
      },
    ),
    change(
      "reorder",
      sub([
        '  "file.created": onFileCreated,\n  "file.ready": onFileReady,\n',
        '  "file.ready": onFileReady,\n  "file.created": onFileCreated,\n',
      ]),
      {},
    ),
    addition(
      "add-comment",
      sub(["  timeout: 30,", "  // Seconds, I think.\n  timeout: 30,"]),
      ["//Seconds,Ithink."],
    ),
    change(
      "delete-comment",
      sub(["/** Paths that need no signature. */\n", ""]),
      {
        facts: { "paths comment": null },
        hasNot: ["Pathsthatneednosignature"],
      },
    ),
    change("as-const", sub(["batch: 10,\n};", "batch: 10,\n} as const;"]), {
      facts: { "as const": "yes" },
      has: ["}asconst"],
    }),
    addition(
      "spread",
      sub(
        ["  retries: 3,", "  ...extra,\n  retries: 3,"],
        [
          "export const options",
          "const extra = { mine: true };\n\nexport const options",
        ],
      ),
      ["...extra", "constextra={mine:true}"],
    ),
    together(
      "several",
      userHandler,
      userTimeout,
      change("", sub(["  batch: 10,\n", ""]), {
        facts: { batch: null },
        hasNot: ["batch:10"],
      }),
    ),
    ...codeLayouts(path),
  ],
  upgrades: [
    templateHandler,
    addition(
      "add-entry-start",
      sub([
        '= {\n  "file.created"',
        '= {\n  "asset.made": async () => {},\n  "file.created"',
      ]),
      ['"asset.made":async()=>{}'],
    ),
    addition(
      "add-entry-middle",
      sub([
        '  "file.ready"',
        '  "file.moved": async () => {},\n  "file.ready"',
      ]),
      ['"file.moved":async()=>{}'],
    ),
    addition(
      "add-statement",
      sub([
        'app.post("/webhooks"',
        'app.get("/metrics", (c) => c.text("0"));\napp.post("/webhooks"',
      ]),
      ['.get("/metrics",c=>c.text("0"))'],
    ),
    addition(
      "add-declaration",
      sub([
        "export default app;",
        "export const version = 2;\n\nexport default app;",
      ]),
      ["exportconstversion=2"],
    ),
    change("change-value", sub(["retries: 3", "retries: 5"]), {
      facts: { retries: "5" },
      has: ["retries:5"],
      hasNot: ["retries:3"],
    }),
    change(
      "change-entry",
      sub(
        ['"file.ready": onFileReady', '"file.ready": retried(onFileReady)'],
        [
          "import { logger }",
          'import { retried } from "./retried.js";\nimport { logger }',
        ],
      ),
      {
        facts: { "file.ready": "retried" },
        has: [
          '"file.ready":retried(onFileReady)',
          'import{retried}from"./retried.js"',
        ],
      },
    ),
    templateRemoval,
    change(
      "change-inside",
      sub([
        'ctx.log("project", event.id);',
        'ctx.log("project made", event.id);',
      ]),
      {
        facts: { "project log": "made" },
        has: ['ctx.log("projectmade"'],
        hasNot: ['ctx.log("project"'],
      },
    ),
    change(
      "change-comment",
      sub([
        "// The routes of this app.",
        "// The routes of this app. Edit at will.",
      ]),
      { facts: { head: "edit" }, has: ["Editatwill."] },
    ),
    addition(
      "add-array-element",
      sub(['["/health",', '["/health", "/ready",']),
      ['"/ready"'],
    ),
    change("move-import", sub(['"./logger.js"', '"./log/logger.js"']), {
      facts: { logger: "moved" },
      has: ['import{logger}from"./log/logger.js"'],
      hasNot: ['"./logger.js"'],
    }),
    together(
      "everything",
      templateHandler,
      templateRemoval,
      change("", sub(["retries: 3", "retries: 5"]), {
        facts: { retries: "5" },
        has: ["retries:5"],
      }),
    ),
  ],
};
