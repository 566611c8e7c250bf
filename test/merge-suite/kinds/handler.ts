import { addition, change, type FileKind, sub, together } from "../edit.js";
import { codeLayouts } from "../layouts.js";
import { squeezeCode } from "../squeeze.js";

const path = "src/webhooks/file-ready.ts";

const base = `import { onWebhook } from "../frameio/index.gen.js";
import { db } from "../db.js";

const LIMIT = 10;

/** Runs when a file is ready. */
export default onWebhook("file.ready", async (event, ctx) => {
  // Tell the log.
  ctx.log.info("file is ready");
  const file = await db.find(event.id);
  if (!file) {
    return;
  }
  await db.save(file, { retries: 3, notify: true });
  ctx.log.info("saved");
});

export function describe(id: string, limit: number): string {
  const text = id.slice(0, limit);
  return "file " + text;
}

export class Counter {
  count = LIMIT;

  add(by: number): void {
    this.count += by;
  }

  reset(): void {
    this.count = 0;
  }
}
`;

const userStatement = addition(
  "add-statement-end",
  sub([
    '  ctx.log.info("saved");\n',
    '  ctx.log.info("saved");\n  await db.mine(file);\n',
  ]),
  ["awaitdb.mine(file)"],
);
const userLimit = change("change-constant", sub(["LIMIT = 10", "LIMIT = 50"]), {
  facts: { LIMIT: "50" },
  has: ["LIMIT=50"],
  hasNot: ["LIMIT=10"],
});
const templateStatement = addition(
  "add-statement-end",
  sub([
    '  ctx.log.info("saved");\n',
    '  ctx.log.info("saved");\n  await db.audit(event.id);\n',
  ]),
  ["awaitdb.audit("],
);

export const handler: FileKind = {
  kind: "handler",
  path,
  base,
  squeeze: squeezeCode,
  edits: [
    userStatement,
    addition(
      "add-statement-start",
      sub([
        "  // Tell the log.",
        '  ctx.log.info("mine");\n  // Tell the log.',
      ]),
      ['.info("mine")'],
    ),
    addition(
      "add-statement-middle",
      sub(["  const file =", '  ctx.log.info("looking");\n  const file =']),
      ['.info("looking")'],
    ),
    addition(
      "add-method",
      sub([
        "  reset(): void {",
        "  mine(): number {\n    return this.count;\n  }\n\n  reset(): void {",
      ]),
      ["mine():number{returnthis.count}"],
    ),
    addition(
      "add-function",
      (text) =>
        `${text}\nexport function own(): number {\n  return LIMIT;\n}\n`,
      ["exportfunctionown():number{returnLIMIT}"],
    ),
    addition(
      "add-import",
      sub(
        [
          'import { db } from "../db.js";',
          'import { db } from "../db.js";\nimport { mine } from "../mine.js";',
        ],
        ["const LIMIT", "mine();\n\nconst LIMIT"],
      ),
      ['import{mine}from"../mine.js"', "mine()"],
    ),
    addition(
      "same-as-template",
      templateStatement.apply,
      templateStatement.has,
    ),
    userLimit,
    change("change-contested", sub(["retries: 3", "retries: 9"]), {
      facts: { retries: "9" },
      has: ["retries:9"],
      hasNot: ["retries:3"],
    }),
    change(
      "change-return",
      sub(['return "file " + text;', 'return "mine " + text;']),
      { facts: { "describe return": "mine" }, has: ['return"mine"+text'] },
    ),
    change(
      "delete-statement",
      sub(
        ["  // Tell the log.\n", ""],
        ['  ctx.log.info("file is ready");\n', ""],
      ),
      { facts: { "ready log": null }, hasNot: ['"fileisready"'] },
    ),
    change(
      "delete-contested",
      sub(["  reset(): void {\n    this.count = 0;\n  }\n", ""]),
      { facts: { reset: null }, hasNot: ["reset()"] },
    ),
    change("rename-parameter", (text) => text.replace(/\bevent\b/g, "e"), {
      facts: { "name of event": "e" },
      has: ["async(e,ctx)=>", "db.find(e.id)"],
    }),
    change(
      "rename-local",
      (text) =>
        text
          .replace(/\bfile\b(?!\.ready)(?! is)/g, "found")
          .replace("a found is", "a file is")
          .replace('"found " +', '"file " +'),
      {
        facts: { "name of file": "found" },
        has: ["if(!found)", "db.save(found,"],
      },
    ),
    change(
      "reorder-methods",
      sub(
        ["  add(by: number): void {\n    this.count += by;\n  }\n\n", ""],
        [
          "    this.count = 0;\n  }\n",
          "    this.count = 0;\n  }\n\n  add(by: number): void {\n    this.count += by;\n  }\n",
        ],
      ),
      {},
    ),
    addition(
      "add-comment",
      sub(["  const text =", "  // Short enough.\n  const text ="]),
      ["//Shortenough."],
    ),
    change(
      "wrap",
      sub([
        "  await db.save(file, { retries: 3, notify: true });",
        "  try {\n    await db.save(file, { retries: 3, notify: true });\n  } catch (error) {\n    ctx.log.info(String(error));\n  }",
      ]),
      {
        facts: { retries: "wrapped" },
        has: ["try{awaitdb.save(", "}catch(error){"],
      },
    ),
    addition("add-option", sub(["notify: true }", "notify: true, mine: 1 }"]), [
      "mine:1",
    ]),
    together(
      "several",
      userStatement,
      userLimit,
      addition("", sub(["notify: true }", "notify: true, mine: 1 }"]), [
        "mine:1",
      ]),
    ),
    ...codeLayouts(path),
  ],
  upgrades: [
    templateStatement,
    addition(
      "add-statement-start",
      sub(["  // Tell the log.", "  ctx.trace(event.id);\n  // Tell the log."]),
      ["ctx.trace("],
    ),
    addition(
      "add-statement-middle",
      sub(["  const file =", '  ctx.log.info("find");\n  const file =']),
      ['.info("find")'],
    ),
    addition(
      "add-method",
      sub([
        "  reset(): void {",
        "  get(): number {\n    return this.count;\n  }\n\n  reset(): void {",
      ]),
      ["get():number{returnthis.count}"],
    ),
    addition("add-function", (text) => `${text}\nexport const version = 2;\n`, [
      "exportconstversion=2",
    ]),
    addition(
      "add-import",
      sub(
        [
          'import { db } from "../db.js";',
          'import { db, type Row } from "../db.js";',
        ],
        ["const file = await", "const file: Row = await"],
      ),
      ["typeRow", ":Row=awaitdb.find("],
    ),
    change("change-option", sub(["retries: 3", "retries: 5"]), {
      facts: { retries: "5" },
      has: ["retries:5"],
      hasNot: ["retries:3"],
    }),
    change(
      "change-method",
      sub(["this.count = 0;\n  }", "this.count = LIMIT;\n  }"]),
      { facts: { reset: "LIMIT" }, has: ["reset():void{this.count=LIMIT}"] },
    ),
    change(
      "change-signature",
      sub(["limit: number): string", "limit = LIMIT): string"]),
      { facts: { "describe limit": "LIMIT" }, has: ["limit=LIMIT):string"] },
    ),
    change("remove-statement", sub(['  ctx.log.info("saved");\n', ""]), {
      facts: { "saved log": null },
      hasNot: ['"saved"'],
    }),
    change(
      "change-comment",
      sub([
        "/** Runs when a file is ready. */",
        "/** Runs when a file is ready, once. */",
      ]),
      { facts: { doc: "once" }, has: ["isready,once."] },
    ),
    change(
      "rename-import",
      sub([
        'import { db } from "../db.js"',
        'import { db } from "../store.js"',
      ]),
      {
        facts: { "db module": "store" },
        has: ['from"../store.js"'],
        hasNot: ['"../db.js"'],
      },
    ),
    together(
      "everything",
      templateStatement,
      change("", sub(["retries: 3", "retries: 5"]), {
        facts: { retries: "5" },
        has: ["retries:5"],
      }),
      addition(
        "",
        sub([
          "  reset(): void {",
          "  get(): number {\n    return this.count;\n  }\n\n  reset(): void {",
        ]),
        ["get():number{returnthis.count}"],
      ),
    ),
  ],
};
