import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { startApp } from "../../scripts/journey/server.mjs";
import { publicUrl, trapProviders } from "../support/trap-providers.js";
import { freshApp, prepareApp } from "./support/app.js";
import { cleanEnv, run } from "./support/run.js";
import { patience } from "../support/patience.js";

const modules = fileURLToPath(new URL("../../node_modules", import.meta.url));
const hour = 3_600_000;

prepareApp();

const variableOf = (provider: string) =>
  `${provider.toUpperCase()}_WEBHOOK_SECRET`;

const secrets = {
  WEBHOOK_SECRET: "frameio",
  ...Object.fromEntries(
    trapProviders.map(({ name, secret }) => [variableOf(name), secret]),
  ),
};

let root = "";
let app: Awaited<ReturnType<typeof startApp>> | undefined;

beforeAll(async () => {
  root = freshApp();
  // A folder of its own: there the tool keeps what it made of documents.
  mkdirSync(join(root, "node_modules"));
  for (const entry of readdirSync(modules)) {
    if (entry.startsWith(".")) continue;
    symlinkSync(join(modules, entry), join(root, "node_modules", entry));
  }
  const gen = async (...args: string[]) => {
    const result = await run("gen", args, { cwd: root });
    expect(result.code, result.output).toBe(0);
  };
  for (const { name, files, source, delivery, events } of trapProviders) {
    for (const [path, text] of Object.entries(files)) {
      const file = join(root, "sources", path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    const described = join("sources", `${name}-delivery.json`);
    writeFileSync(join(root, described), JSON.stringify(delivery));
    const from = join("sources", source);
    await gen("add-provider", from, "--name", name, "--delivery", described);
    const how = ["--provider", name, "--handler", `on-${name}`];
    const kept = ["--mode", "inline", "--secret", variableOf(name)];
    await gen("add-webhook", ...Object.keys(events), ...how, ...kept);
  }
}, 240_000);

const inApp = (...args: string[]) => {
  const { stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: root,
    encoding: "utf8",
    env: { ...cleanEnv(), NO_COLOR: "1" },
  });
  return stdout + stderr;
};

/** Sent exactly so: `fetch` would set a content type. */
async function post(
  url: string,
  body: string,
  headers: Readonly<Record<string, string>>,
): Promise<number> {
  const answer = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body,
  });
  await answer.text();
  return answer.status;
}

describe("providers whose documents have traps", () => {
  it("compiles, and its own tests pass", () => {
    expect(inApp(join(modules, "typescript7/bin/tsc"), "--noEmit")).toBe("");
    expect(
      inApp(join(modules, "vitest/vitest.mjs"), "run", ...patience),
    ).toMatch(/Tests +\d+ passed \(/);
  });

  it("is built, and starts", async () => {
    const build = ["-p", "tsconfig.build.json"];
    expect(inApp(join(modules, "typescript7/bin/tsc"), ...build)).toBe("");
    app = await startApp(root, {
      ...cleanEnv(),
      ...secrets,
      PUBLIC_URL: `${publicUrl}/`,
    });
  });

  it.each(trapProviders.map((provider) => [provider.name, provider] as const))(
    "%s: signed is handled, tampered and stale is refused",
    async (name, { events, sign, dated, query = "" }) => {
      const url = `${app?.url}/webhooks/${name}${query}`;
      const now = Date.now();
      for (const [event, payload] of Object.entries(events)) {
        const body = JSON.stringify(payload);
        const good = sign(body, now, event);
        const stale = sign(body, now - hour, event);
        expect({
          event,
          tampered: await post(url, `${body} `, good),
          unsigned: await post(url, body, {}),
          elsewhere: await post(`${url}${query ? "&" : "?"}x=1`, body, good),
          stale: dated ? await post(url, body, stale) : 401,
          good: await post(url, body, good),
          again: await post(url, body, good),
        }).toEqual({
          event,
          tampered: 401,
          unsigned: 401,
          elsewhere: query ? 401 : 200,
          stale: 401,
          good: 200,
          again: 200,
        });
      }
    },
  );

  it("each event was handled once, and none broke its schema", async () => {
    await app?.terminate();
    const lines = app?.output().split("\n") ?? [];
    const of = (outcome: string) =>
      lines
        .filter((line) => line.includes(`"outcome":"${outcome}"`))
        .map((line) => (JSON.parse(line) as { event: string }).event);
    const all = trapProviders.flatMap(({ events }) => Object.keys(events));
    expect(of("processed").toSorted()).toEqual(all.toSorted());
    expect(lines.filter((line) => line.includes("breaks the schema"))).toEqual(
      [],
    );
  });
});

afterAll(() => app?.terminate());
