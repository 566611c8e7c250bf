import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";

import { freshApp, prepareApp } from "./support/app.js";
import { snapshot, temporaryFolder } from "./support/folders.js";
import { installInto } from "./support/other-tool.js";
import { run } from "./support/run.js";

prepareApp();

const description = `openapi: 3.1.0
info: { title: Acme, version: "1" }
x-webhook-delivery:
  preset: github-sha256
  event: { pointer: /type }
  contentType: application/json
  timeoutSeconds: 10
  retry: { attempts: 3 }
webhooks:
  invoice.paid:
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              required: [type, id, amount, customer]
              properties:
                type: { const: invoice.paid }
                id: { type: string }
                amount: { type: number }
                customer: { $ref: "#/components/schemas/Customer" }
components:
  schemas:
    Customer:
      type: object
      required: [id, email]
      properties:
        id: { type: string }
        email: { type: string, format: email }
`;
const later = description
  .replace("amount: { type: number }", "amount: { type: string }")
  .replace("format: email", "format: uri")
  .replace("attempts: 3", "attempts: 5");

const HANDLER = "src/webhooks/invoice-paid.ts";
let files: string;

beforeAll(() => {
  files = temporaryFolder();
  writeFileSync(join(files, "acme.yaml"), description);
  writeFileSync(join(files, "later.yaml"), later);
});

const gen = (cwd: string, ...args: string[]) => run("gen", args, { cwd });
const read = (root: string, path: string) =>
  readFileSync(join(root, path), "utf8");

let template: string;

beforeAll(async () => {
  const root = freshApp();
  const source = join(files, "acme.yaml");
  const added = await gen(root, "add-provider", source, "--name", "acme");
  await gen(root, "add-webhook", "invoice.paid", "--provider", "acme");
  if (added.code !== 0) throw new Error(added.output);
  writeFileSync(
    join(root, HANDLER),
    [
      'import { onWebhook } from "../frameio/index.gen.js";',
      "",
      'export default onWebhook("invoice.paid", async (event, ctx) => {',
      "  const { amount, customer } = event;",
      "  ctx.log.info({ total: amount.toFixed(2) }, customer.email);",
      "});",
      "",
    ].join("\n"),
  );
  template = root;
});

/** An app of its own, beside the files like the one that it is a copy of. */
function appWithAcme(): string {
  const root = join(temporaryFolder(), "app");
  cpSync(template, root, { recursive: true, preserveTimestamps: true });
  installInto(root);
  return root;
}

function texts(root: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(snapshot(root))
      .filter(([path]) => !/^(node_modules|\.frameio\/history)/.test(path))
      .map(([path, shown]) => [path, shown.replace(/^\S+ /, "")]),
  );
}

it("takes a new description, and pins it only when that is accepted", async () => {
  const root = appWithAcme();
  const start = texts(root);
  const renew = ["types", "--schema", join(files, "later.yaml")];
  const stopped = await gen(root, ...renew);
  expect(stopped).toMatchObject({ code: 3 });
  expect(stopped.stdout).toContain("! amount  is string now, was number");
  expect(stopped.stdout).toContain("/retry/attempts  3 → 5");
  expect(stopped.stdout).toContain(`${HANDLER}:5:32 error FG230 amount of`);
  // No type tells of a format: the place is listed all the same.
  expect(stopped.stdout).toContain(
    `${HANDLER}:5:55 warning FG231 email of the shared schema Customer is in another format now`,
  );
  expect(stopped.stdout).not.toContain("src/webhooks/file-ready.ts");
  expect(texts(root)).toEqual(start);

  // Nor is there any new type to be written for it.
  const formats = description.replace("format: email", "format: uri");
  writeFileSync(join(files, "formats.yaml"), formats);
  const looked = await gen(
    root,
    "types",
    "--schema",
    join(files, "formats.yaml"),
  );
  expect(looked).toMatchObject({ code: 3 });
  expect(looked.stdout.match(/^\S+ \w+ FG23\d/gm)).toEqual([
    `${HANDLER}:5:55 warning FG231`,
  ]);

  const accepted = await gen(root, ...renew, "--accept", "--json");
  expect(JSON.parse(accepted.stdout)).toMatchObject({
    ok: true,
    breaks: true,
    accepted: true,
    changed: true,
    files: expect.arrayContaining([
      { path: "schemas/acme.json", outcome: "edit" },
      { path: "src/frameio/events/acme.gen.ts", outcome: "update" },
    ]),
  });
  const lock = JSON.parse(read(root, ".frameio/lock.json")) as {
    providers: { acme: { source: string } };
  };
  expect(lock.providers.acme.source).toContain("later.yaml");
  // It was given as a path from elsewhere, and is found again from anywhere.
  const again = await gen(join(root, "src"), "types", "--refresh");
  expect(again.stdout).toBe("Nothing to do: the event types are up to date.\n");
  expect(await gen(root, "undo")).toMatchObject({ code: 0 });
  expect(texts(root)).toEqual(start);
});

it("is as careful when a provider is added that is there", async () => {
  const root = appWithAcme();
  const start = texts(root);
  const add = (file: string, ...args: string[]) =>
    gen(root, "add-provider", join(files, file), "--name", "acme", ...args);
  const same = await add("acme.yaml");
  expect(same.stdout).toBe(
    "Nothing to do: acme is described by ./schemas/acme.json already.\n",
  );
  const stopped = await add("later.yaml");
  expect(stopped).toMatchObject({ code: 3 });
  expect(stopped.stdout).toContain("! amount  is string now, was number");
  expect(stopped.stdout).toContain(`${HANDLER}:5:32 error FG230 amount of`);
  expect(stopped.stderr).toContain("Nothing was written: 2 places");
  expect(await add("acme.yaml", "--path", "/other")).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("declared already, with another path"),
  });
  expect(texts(root)).toEqual(start);

  const accepted = await add("later.yaml", "--accept", "--json");
  expect(accepted.code, accepted.output).toBe(0);
  expect(JSON.parse(accepted.stdout)).toMatchObject({
    command: "add-provider",
    provider: "acme",
    events: ["invoice.paid"],
    breaks: true,
    providers: [{ delivery: [{ pointer: "/retry/attempts" }] }],
    places: [{ file: HANDLER, line: 5 }, { line: 5 }],
  });
  expect((await add("later.yaml")).stdout).toContain("Nothing to do");
  expect(await gen(root, "undo")).toMatchObject({ code: 0 });
  expect(texts(root)).toEqual(start);

  // What the types were made from is gone; the types are there.
  rmSync(join(root, "schemas/acme.json"));
  const lost = await add("later.yaml");
  expect(lost).toMatchObject({ code: 3 });
  expect(lost.stdout).toContain("! amount  is string now, was number");
});

it("reads descriptions again where they came from, when it is asked to", async () => {
  const root = appWithAcme();
  const start = texts(root);
  writeFileSync(join(files, "acme.yaml"), later);
  try {
    const quiet = await gen(root, "types");
    expect(quiet.stdout).toBe(
      "Nothing to do: the event types are up to date.\n",
    );
    const result = await gen(root, "types", "--refresh", "--provider", "acme");
    expect(result).toMatchObject({ code: 3 });
    expect(result.stdout).toContain("amount  is string now");
    expect(texts(root)).toEqual(start);
  } finally {
    writeFileSync(join(files, "acme.yaml"), description);
  }
});

it("takes a pinned document that was edited by hand for what it says", async () => {
  const root = appWithAcme();
  const path = join(root, "schemas/acme.json");
  const edited = readFileSync(path, "utf8").replace(/"amount",\s*/, "");
  writeFileSync(path, edited);
  const result = await gen(root, "types");
  expect(result).toMatchObject({ code: 3 });
  expect(result.stdout).toContain("! amount  may be missing now");
  expect(result.stdout).toContain(`${HANDLER}:5:25 error FG230`);
});

it.each([
  ["a built-in provider", ["--provider", "frameio"], "comes with the tool"],
  ["both sources at once", ["--refresh"], "is given already"],
])("refuses a new description for %s", async (_, args, told) => {
  const root = appWithAcme();
  const start = texts(root);
  const schema = ["--schema", join(files, "later.yaml")];
  const result = await gen(root, "types", ...schema, ...args);
  expect(result).toMatchObject({ code: 1 });
  expect(result.stderr).toContain("FG233");
  expect(result.stderr).toContain(told);
  expect(texts(root)).toEqual(start);
});
