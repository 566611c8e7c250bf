import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { expect, it } from "vitest";
import { trapProviders } from "../support/trap-providers.js";
import { snapshot, temporaryFolder } from "./support/folders.js";
import { run } from "./support/run.js";

const zones = ["UTC", "Pacific/Kiritimati", "America/St_Johns", "Asia/Kolkata"];
const locales = ["C", "tr_TR.UTF-8", "de_DE.UTF-8", "ja_JP.UTF-8", "ar_EG"];
const surroundings = zones.flatMap((TZ) =>
  locales.map((locale) => ({ TZ, LANG: locale, LC_ALL: locale })),
);

const create = ["--yes", "--no-install", "--no-git"];
const webhooks = ["--events", "file.ready,comment.created,share.viewed"];

/** Every generated file; `.env` is this machine's alone, with secrets made at random. */
function bytes(folder: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== ".env")
      .map((entry): [string, string] => {
        const path = join(entry.parentPath, entry.name);
        return [relative(folder, path), readFileSync(path, "base64")];
      })
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

it("makes the same bytes in 20 folders, time zones and locales", async () => {
  const apps: Record<string, string>[] = [];
  for (const env of surroundings) {
    const cwd = temporaryFolder();
    const { code, output } = await run(
      "create",
      ["my-app", ...create, ...webhooks],
      { cwd, env },
    );
    expect(code, output).toBe(0);
    apps.push(bytes(join(cwd, "my-app")));
  }
  expect(apps).toHaveLength(20);
  for (const app of apps) expect(app).toEqual(apps[0]);
});

it("makes the same bytes of a provider's document, too", async () => {
  const chosen = trapProviders.filter(({ name }) =>
    ["pay", "files"].includes(name),
  );
  const apps: Record<string, string>[] = [];
  for (const env of [surroundings.at(0)!, surroundings.at(6)!]) {
    const cwd = temporaryFolder();
    await run("create", ["app", ...create], { cwd, env });
    const app = join(cwd, "app");
    for (const { name, files, source, delivery, events } of chosen) {
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(dirname(join(app, path)), { recursive: true });
        writeFileSync(join(app, path), text);
      }
      writeFileSync(join(app, "delivery.json"), JSON.stringify(delivery));
      const how = ["--name", name, "--delivery", "delivery.json"];
      const handled = [...Object.keys(events), "--handler", name];
      for (const args of [
        ["add-provider", source, ...how],
        ["add-webhook", ...handled, "--provider", name],
      ]) {
        const { code, output } = await run("gen", args, { cwd: app, env });
        expect(code, output).toBe(0);
      }
    }
    apps.push(bytes(app));
  }
  for (const app of apps) expect(app).toEqual(apps[0]);
});

it("touches no file when there is nothing to do", async () => {
  const cwd = temporaryFolder();
  await run("create", ["app", ...create, ...webhooks], { cwd });
  const app = join(cwd, "app");
  const before = snapshot(app);
  for (const args of [["generate"], ["check"], ["add-webhook", "file.ready"]]) {
    const { code, output } = await run("gen", args, { cwd: app });
    expect(code, output).toBe(0);
    expect(snapshot(app)).toEqual(before);
  }
});
