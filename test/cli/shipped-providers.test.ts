import { execFile } from "node:child_process";
import { readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";

import { startApp } from "../../scripts/journey/server.mjs";
import type { ProviderArtifact } from "../../src/schema/catalog.js";
import { temporaryFolder } from "./support/folders.js";
import { cleanEnv, run } from "./support/run.js";
import { type Sender, senders } from "./support/senders.js";
import { patience } from "../support/patience.js";

const execute = promisify(execFile);
const root = fileURLToPath(new URL("../../", import.meta.url));
const modules = join(root, "node_modules");

interface Example {
  readonly name: string;
  readonly example: object;
}

function examplesOf(id: string): readonly Example[] {
  const file = join(root, `dist/providers/${id}.json`);
  const { catalog } = JSON.parse(
    readFileSync(file, "utf8"),
  ) as ProviderArtifact;
  const any = catalog.anyEvent?.example as object | undefined;
  const own = ["user.created", "invoice.paid", "a.b-c.d_e"];
  return [
    ...catalog.events.map(({ name, example }) => ({
      name,
      example: example as object,
    })),
    // Whose users name event types themselves: any name will do.
    ...(any
      ? own.map((name) => ({ name, example: { ...any, type: name } }))
      : []),
  ];
}

/** Runs a bin of a package in the app; the output is what a failing test shows. */
async function bin(cwd: string, path: string, ...args: string[]) {
  return execute(process.execPath, [join(modules, path), ...args], {
    cwd,
    env: { ...cleanEnv(), NO_COLOR: "1" },
  })
    .then(() => "ok")
    .catch(({ stdout, stderr }: { stdout: string; stderr: string }) =>
      [stdout, stderr].join("\n"),
    );
}

/** An app, from its manifest, with the dependencies of the checkout. */
async function generated(manifest: object): Promise<string> {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, "frameio.jsonc"), JSON.stringify(manifest));
  symlinkSync(modules, join(cwd, "node_modules"));
  const { code, output } = await run("gen", ["generate"], { cwd });
  expect(output).not.toContain("FG");
  expect(code).toBe(0);
  return cwd;
}

async function post(
  url: string,
  body: string,
  headers: Record<string, string>,
): Promise<number> {
  const answer = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body,
  });
  await answer.text();
  return answer.status;
}

/** Sends every example, and each in every wrong way. */
async function expectVerified(
  sender: Sender,
  examples: readonly Example[],
  urlOf: (event: string) => string,
): Promise<void> {
  const now = Date.now();
  const { secret, otherSecret, stale } = sender;
  for (const { name, example } of examples) {
    const url = urlOf(name);
    const payload = sender.dated(example, now);
    const body = JSON.stringify(payload);
    const good = sender.sign(body, secret, now);
    const tampered = JSON.stringify({ ...payload, extra: 1 });
    const old = JSON.stringify(sender.dated(example, now - stale));
    const told = [
      await post(url, tampered, good),
      await post(url, body, sender.sign(body, otherSecret, now)),
      await post(url, old, sender.sign(old, secret, now - stale)),
      await post(url, body, {}),
      await post(url, body, { ...good, "content-type": "text/plain" }),
      (await fetch(url)).status,
      await post(url, body, good),
      await post(url, body, good),
    ];
    expect({ name, told }).toEqual({
      name,
      told: [401, 401, 401, 401, 415, 405, 200, 200],
    });
  }
}

const ids = Object.keys(senders);

describe.each(ids)("an app for %s alone", (id) => {
  const examples = examplesOf(id);
  const [key = id] = id.split("@");
  const sender = senders[id]!;
  let folder = "";
  beforeAll(async () => {
    folder = await generated({
      name: "shipped",
      providers: { [key]: { schema: id } },
      webhooks: [
        {
          event: examples.map(({ name }) => name),
          handler: "src/webhooks/all.ts",
          mode: "inline",
        },
      ],
      validate: "reject",
      // Most of what is sent here is refused, and is meant to be.
      limits: { refusedPerMinute: 10_000 },
    });
  });

  it("compiles, and its own tests pass", async () => {
    expect(await bin(folder, "typescript7/bin/tsc", "-p", ".")).toBe("ok");
    expect(
      await bin(folder, "vitest/vitest.mjs", "run", "--root", ".", ...patience),
    ).toBe("ok");
    expect(await bin(folder, "oxlint/bin/oxlint", "--deny-warnings")).toBe(
      "ok",
    );
  });

  it("accepts its signed examples over HTTP, refuses them tampered, stale or from somebody else", async () => {
    const built = ["-p", "tsconfig.build.json"];
    expect(await bin(folder, "typescript7/bin/tsc", ...built)).toBe("ok");
    const app = await startApp(folder, {
      ...cleanEnv(),
      WEBHOOK_SECRET: sender.secret,
    });
    try {
      const url = `${app.url}/webhooks/${key}`;
      await expectVerified(sender, examples, () => url);
    } finally {
      // Its last lines are written when it stops.
      await app.terminate();
    }
    const lines = app.output().split("\n");
    const of = (outcome: string) =>
      lines.filter((line) => line.includes(`"outcome":"${outcome}"`)).length;
    expect(of("processed")).toBe(examples.length);
    expect(of("duplicate")).toBe(examples.length);
  });
});

describe("an app for several providers", () => {
  const layouts: Readonly<Record<string, { layout: string; path: string }>> = {
    "frameio@4": { layout: "single", path: "/webhooks/frameio" },
    "frameio@2": { layout: "single", path: "/webhooks/legacy" },
    loopcanvas: { layout: "per-event", path: "/webhooks/canvas" },
    "ai-platform": { layout: "versioned", path: "/v1/webhooks/ai" },
    "standard-webhooks": { layout: "per-event", path: "/webhooks/acme" },
  };
  const names = ["frameio", "legacy", "canvas", "ai", "acme"];
  let folder = "";
  beforeAll(async () => {
    folder = await generated({
      name: "several",
      providers: Object.fromEntries(
        ids.map((schema, index) => [
          names[index],
          { schema, layout: layouts[schema]?.layout },
        ]),
      ),
      webhooks: ids.map((id, index) => ({
        event: examplesOf(id).map(({ name }) => name),
        provider: names[index],
        handler: `src/webhooks/${names[index]}.ts`,
        mode: "inline",
        secret: { env: `SECRET_OF_${names[index]?.toUpperCase()}` },
      })),
      validate: "reject",
      // Most of what is sent here is refused, and is meant to be.
      limits: { refusedPerMinute: 10_000 },
    });
  });

  it("compiles, and its own tests pass", async () => {
    expect(await bin(folder, "typescript7/bin/tsc", "-p", ".")).toBe("ok");
    expect(
      await bin(folder, "vitest/vitest.mjs", "run", "--root", ".", ...patience),
    ).toBe("ok");
  });

  it("verifies each in its own way, on its own paths", async () => {
    const built = ["-p", "tsconfig.build.json"];
    expect(await bin(folder, "typescript7/bin/tsc", ...built)).toBe("ok");
    const secrets = ids.map((id, index): [string, string] => [
      `SECRET_OF_${names[index]?.toUpperCase()}`,
      senders[id]!.secret,
    ]);
    const app = await startApp(folder, {
      ...cleanEnv(),
      ...Object.fromEntries(secrets),
    });
    try {
      for (const id of ids) {
        const { layout, path } = layouts[id]!;
        const examples = examplesOf(id).slice(0, 4);
        await expectVerified(senders[id]!, examples, (event) =>
          layout === "single"
            ? app.url + path
            : `${app.url}${path}/${encodeURIComponent(event)}`,
        );
      }
    } finally {
      await app.terminate();
    }
  });
});
