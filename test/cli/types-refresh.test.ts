import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";

import { freshApp, prepareApp } from "./support/app.js";
import { type Members, writeDescription } from "./support/look-alike.js";
import { installInto } from "./support/other-tool.js";
import { run } from "./support/run.js";

prepareApp();

/** Nobody can read a schema that refers to nothing. */
const faulty: Members = { x: { $ref: "#/components/schemas/Missing" } };
const paid: Members = { sum: "number" };
const odd: Members = { x: "string" };

const preset = ["--signature", "github-sha256"];
let root: string;

const gen = (...args: string[]) => run("gen", args, { cwd: root });
const read = (path: string) => readFileSync(join(root, path), "utf8");
const publish = (events: Record<string, Members>) =>
  writeDescription(root, "acme.json", events);
const refresh = (...args: string[]) => gen("types", "--refresh", ...args);
const pinned = () =>
  Object.keys(
    (JSON.parse(read("schemas/acme.json")) as { webhooks: object }).webhooks,
  );

beforeAll(async () => {
  root = freshApp();
  installInto(root);
  publish({ paid, odd, bad: faulty });
  for (const { code, output } of [
    await gen("add-provider", "acme.json", "--name", "acme", ...preset),
    await gen("add-webhook", "paid", "odd", "--provider", "acme"),
  ])
    if (code !== 0) throw new Error(output);
}, 120_000);

it("says each time what is left out, and takes it in when it was mended", async () => {
  const same = await refresh();
  expect(same).toMatchObject({ code: 0 });
  expect(same.stdout).toContain("Nothing to do");
  expect(same.stderr).toContain('The event type "bad" is left out.');
  const told = JSON.parse((await refresh("--json")).stdout) as object;
  expect(told).toMatchObject({ warnings: [{ code: "FG204" }] });

  publish({ paid, odd, bad: faulty, more: {} });
  const other = await refresh();
  expect(other).toMatchObject({ code: 0 });
  expect(other.stdout).toContain("more is new");
  expect(other.stderr).toContain('The event type "bad" is left out.');
  expect(pinned()).toEqual(["paid", "odd", "more"]);

  publish({ paid, odd, bad: odd, more: {} });
  const mended = await refresh();
  expect(mended).toMatchObject({ code: 0 });
  expect(mended.stdout).toContain("bad is new");
  expect(mended.output).not.toContain("left out");
  expect(pinned()).toEqual(["paid", "odd", "bad", "more"]);
}, 120_000);

it("keeps what was written into the pinned document by hand, until it is told to take the new one", async () => {
  publish({ paid, odd });
  expect(await refresh("--accept")).toMatchObject({ code: 0 });
  const path = join(root, "schemas/acme.json");
  const written = JSON.parse(read("schemas/acme.json")) as {
    info: { title: string };
  };
  written.info.title = "Ours";
  // As their own Prettier lays it out.
  writeFileSync(path, JSON.stringify(written));
  expect(await gen("types")).toMatchObject({ code: 0 });
  const mine = read("schemas/acme.json");
  expect(await refresh()).toMatchObject({ code: 0 });
  expect(read("schemas/acme.json")).toBe(mine);

  publish({ paid, odd, other: {} });
  const refused = await refresh();
  expect(refused).toMatchObject({ code: 1 });
  expect(refused.stderr).toContain("schemas/acme.json error FG233");
  expect(refused.stderr).toContain("--accept");
  const again = await gen(
    "add-provider",
    "acme.json",
    "--name",
    "acme",
    ...preset,
  );
  expect(again).toMatchObject({ code: 1 });
  expect(again.stderr).toContain("FG233");
  const shown = await refresh("--dry-run");
  expect(shown).toMatchObject({ code: 0 });
  expect(shown.stdout).toContain("other is new");
  expect(shown.stderr).toContain("schemas/acme.json warning FG233");
  expect(read("schemas/acme.json")).toBe(mine);
  expect(await refresh("--accept")).toMatchObject({ code: 0 });
  expect(pinned()).toEqual(["paid", "odd", "other"]);
  // What was laid out anew alone was not edited.
  writeFileSync(path, JSON.stringify(JSON.parse(read("schemas/acme.json"))));
  publish({ paid, odd });
  expect(await refresh()).toMatchObject({ code: 0 });
}, 120_000);

it("releases the handler of an event that nobody can read any more, and says why it is gone", async () => {
  publish({ paid, odd });
  expect(await refresh()).toMatchObject({ code: 0 });
  const handler = join(root, "src/webhooks/odd.ts");
  const mine = `${readFileSync(handler, "utf8")}// mine\n`;
  writeFileSync(handler, mine);
  publish({ paid, odd: faulty });
  const start = read("schemas/acme.json");
  const stopped = await refresh();
  expect(stopped).toMatchObject({ code: 3 });
  expect(stopped.stdout).toContain("odd is gone");
  expect(stopped.stdout).toContain("src/webhooks/odd.ts:4:");
  expect(stopped.stderr).toContain(
    'The event type "odd" is left out. The reference "#/components/schemas/Missing" points at nothing',
  );
  expect(read("schemas/acme.json")).toBe(start);

  const accepted = await refresh("--accept");
  expect(accepted).toMatchObject({ code: 0 });
  expect(accepted.stderr).toContain("FG334");
  expect(pinned()).toEqual(["paid"]);
  expect(read("src/webhooks/odd.ts")).toBe(mine);
  expect(existsSync(join(root, "test/webhooks/odd.test.ts"))).toBe(true);
  expect(read("frameio.jsonc")).not.toContain('"odd"');

  // Nothing is left to be read: the app stays as it is.
  publish({ paid: faulty });
  const none = await refresh();
  expect(none).toMatchObject({ code: 1 });
  expect(none.stderr).toContain("points at nothing");
  expect(pinned()).toEqual(["paid"]);
}, 120_000);
