import { spawn, spawnSync } from "node:child_process";
import { readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

import { patience } from "../support/patience.js";
import { acme, hub, mail } from "../support/look-alikes.js";
import { freshApp, prepareApp } from "./support/app.js";
import { run } from "./support/run.js";

const modules = fileURLToPath(new URL("../../node_modules", import.meta.url));

prepareApp();

const odd = {
  openapi: "3.1.0",
  "x-webhook-delivery": { preset: "github-sha256" },
  webhooks: {
    both: {
      post: {
        requestBody: {
          content: {
            "application/json": {
              schema: {
                type: "object",
                properties: {
                  type: { const: "odd.both" },
                  owner: { allOf: [{ type: "object" }, { type: "null" }] },
                },
                required: ["type", "owner"],
              },
            },
          },
        },
      },
    },
  },
};

/** What the app itself is to prove, over HTTP. */
const proof = `import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { runWebhook, signed, startTestApp, type TestApp } from "../src/frameio/testing.gen.js";
import { invoicePaid } from "./fixtures/invoice-paid.js";
import { issuesOpened } from "./fixtures/issues-opened.js";
import { bounce } from "./fixtures/bounce.js";
import onBounce from "../src/webhooks/bounce.js";
import onIssues from "../src/webhooks/issues-opened.js";

const handled: unknown[] = [];
let app: TestApp;

beforeAll(async () => {
  app = await startTestApp({ handle: (event) => handled.push(event) });
});

afterAll(() => app.close());

test.each([
  ["acme", invoicePaid, {}],
  ["hub", issuesOpened, { provider: "hub", name: "issues.opened" }],
  ["mail", bounce, {}],
])("%s: signed is handled, tampered is refused", async (_, event, options) => {
  const delivery = signed(event, options);
  const body = delivery.body.slice();
  body[body.length - 3] = (body[body.length - 3] ?? 0) ^ 1;
  expect((await app.send({ ...delivery, body })).status).toBe(401);
  expect(handled).not.toContainEqual(event);
  expect((await app.send(delivery)).status).toBeLessThan(300);
  await expect.poll(() => handled).toContainEqual(event);
});

test("handlers that are run by themselves know who sends, and what", async () => {
  const issues = vi.spyOn(onIssues, "run");
  await runWebhook(onIssues, issuesOpened);
  expect(issues.mock.lastCall?.[1].delivery).toMatchObject({ provider: "hub", event: "issues.opened" });
  const bounces = vi.spyOn(onBounce, "run");
  await runWebhook(onBounce, bounce);
  expect(bounces.mock.lastCall?.[1].delivery).toMatchObject({ provider: "mail", event: "bounce" });
});

test("mail asks by GET whether it may send", async () => {
  const ask = (token: string) =>
    fetch(\`\${app.url}/webhooks/mail?token=\${token}&challenge=abc\`);
  expect(await (await ask("test")).text()).toBe("abc");
  expect((await ask("other")).status).toBe(405);
});
`;

it("receives events of providers that are not shipped, side by side", async () => {
  const root = freshApp();
  const gen = async (...args: string[]) => {
    const result = await run("gen", args, { cwd: root });
    expect(result.code, result.output).toBe(0);
  };
  const providers = [
    ["acme", acme, "invoice.paid", []],
    ["hub", hub, "issues.opened", ["--signature", "github-sha256"]],
    ["mail", mail, "bounce", ["--signature", "github-sha256"]],
  ] as const;
  for (const [name, text, event, more] of providers) {
    writeFileSync(join(root, `${name}.yaml`), text);
    await gen("add-provider", `${name}.yaml`, "--name", name, ...more);
    const secret = `${name.toUpperCase()}_WEBHOOK_SECRET`;
    await gen("add-webhook", event, "--provider", name, "--secret", secret);
  }
  // A schema that no payload satisfies: there is no sample, and all the rest.
  writeFileSync(join(root, "odd.json"), JSON.stringify(odd));
  const added = await run(
    "gen",
    ["add-provider", "odd.json", "--name", "odd"],
    {
      cwd: root,
    },
  );
  expect(added.stderr).toMatch(/FG206.*`odd\.both` has no sample.*\/owner/s);
  expect(added.code, added.output).toBe(0);
  const unsampled = [
    "add-webhook",
    "odd.both",
    "--provider",
    "odd",
    "--secret",
    "ODD_WEBHOOK_SECRET",
  ];
  const handler = await run("gen", unsampled, { cwd: root });
  expect(handler.stderr).toContain('There is no sample of "odd.both"');
  await gen("check");
  expect(
    readFileSync(join(root, "test/webhooks/odd-both.test.ts"), "utf8"),
  ).toMatch(/test\/fixtures\/odd-both\.ts.*\ntest\.todo\("odd\.both"\);/);
  expect(readFileSync(join(root, ".env.example"), "utf8")).toMatch(
    /asks whether this address takes its deliveries\.\nMAIL_TOKEN=\n/,
  );
  writeFileSync(join(root, "test/proof.test.ts"), proof);
  symlinkSync(modules, join(root, "node_modules"));
  const inApp = (...args: string[]) =>
    spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
  const tsc = inApp(join(modules, "typescript7/bin/tsc"), "--noEmit");
  expect(tsc.stdout).toBe("");
  const tests = inApp(join(modules, "vitest/vitest.mjs"), "run", ...patience);
  expect(tests.status, tests.stdout + tests.stderr).toBe(0);
  expect(tests.stdout).toContain("1 todo");

  const build = ["-p", "tsconfig.build.json"];
  expect(inApp(join(modules, "typescript7/bin/tsc"), ...build).stdout).toBe("");
  const names = ["ACME", "HUB", "MAIL", "ODD"].map(
    (name) => `${name}_WEBHOOK_SECRET`,
  );
  const env = {
    ...Object.fromEntries([...names, "MAIL_TOKEN"].map((name) => [name, name])),
    WEBHOOK_SECRET: "frameio",
    HOST: "127.0.0.1",
  };
  const server = await serverOf(root, env);
  try {
    for (const [name, , event] of providers) {
      const args = ["trigger", event, "--provider", name, "--json"];
      const sent = await run("gen", args, {
        cwd: root,
        env: { ...env, PORT: server.port },
      });
      expect(sent.code, sent.output).toBe(0);
      await expect.poll(server.lines).toContain(`"event":"${event}"`);
    }
    const options = { cwd: root, env: { ...env, PORT: server.port } };
    const none = await run("gen", ["trigger", "odd.both"], options);
    expect(none).toMatchObject({ code: 1 });
    expect(none.stderr).toContain("FG217");
    writeFileSync(
      join(root, "odd.both.json"),
      '{"type":"odd.both","owner":{}}',
    );
    const own = ["trigger", "odd.both", "--file", "odd.both.json"];
    const sent = await run("gen", own, options);
    expect(sent.code, sent.output).toBe(0);
    await expect.poll(server.lines).toContain('"event":"odd.both"');
  } finally {
    await server.stop();
  }
}, 180_000);

/** Starts the built app as `npm start` does. */
async function serverOf(root: string, env: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, ["dist/server.js"], {
    cwd: root,
    env: { ...process.env, ...env, PORT: "0" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let lines = "";
  child.stdout.on("data", (chunk: Buffer) => (lines += String(chunk)));
  const port = () =>
    /listening on http:\/\/127\.0\.0\.1:(\d+)/.exec(lines)?.[1];
  await expect.poll(port).toBeDefined();
  return {
    port: port() ?? "",
    lines: () => lines,
    stop: () =>
      new Promise((resolve) => {
        child.once("close", resolve);
        child.kill();
      }),
  };
}
