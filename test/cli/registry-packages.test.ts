import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

import { patience } from "../support/patience.js";
import { freshApp, prepareApp } from "./support/app.js";
import { temporaryFolder } from "./support/folders.js";
import { run } from "./support/run.js";

const modules = fileURLToPath(new URL("../../node_modules", import.meta.url));

prepareApp();

const packages = [
  "@octokit/webhooks-schemas@7.6.1",
  "@octokit/openapi-webhooks@12.1.0",
  "@figma/rest-api-spec@0.43.0",
];

/** In the app, with the sender's own library to sign: three events with an action, one without, all named in a header. */
const proof = `import { sign } from "@octokit/webhooks-methods";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestApp, type TestApp } from "../src/frameio/testing.gen.js";
import { issuesOpened } from "./fixtures/issues-opened.js";
import { pullRequestReviewRequested } from "./fixtures/pull-request-review-requested.js";
import { push } from "./fixtures/push.js";
import { projectsV2Created } from "./fixtures/projects-v2-created.js";
import { fileUpdate } from "./fixtures/file-update.js";

const handled: unknown[] = [];
let app: TestApp;

beforeAll(async () => {
  app = await startTestApp({ handle: (event) => handled.push(event) });
});

afterAll(() => app.close());

test.each([
  ["schemas", "issues", issuesOpened],
  ["schemas", "pull_request", pullRequestReviewRequested],
  ["schemas", "push", push],
  ["openapi", "projects_v2", projectsV2Created],
  ["figma", fileUpdate.event_type, fileUpdate],
])("%s: %s is handled as it is sent", async (provider, name, event) => {
  const body = JSON.stringify(event);
  const secret = "test secret from PROOF_SECRET";
  const send = async (signature: string) =>
    fetch(\`\${app.url}/webhooks/\${provider}\`, {
      method: "POST",
      body,
      headers: {
        "content-type": "application/json",
        "x-github-event": name,
        "x-github-delivery": crypto.randomUUID(),
        "x-hub-signature-256": signature,
      },
    });
  expect((await send(await sign("other", body))).status).toBe(401);
  expect(handled).not.toContainEqual(event);
  expect((await send(await sign(secret, body))).ok).toBe(true);
  await expect.poll(() => handled).toContainEqual(event);
});
`;

it("takes in what the registry has of a provider, as it is published", async (context) => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "package.json"), "{}");
  const install = ["install", "--no-audit", "--no-fund", "--ignore-scripts"];
  const installed = spawnSync("npm", [...install, ...packages], {
    cwd: folder,
    encoding: "utf8",
    timeout: 60_000,
  });
  if (installed.status !== 0) {
    context.skip("the registry cannot be reached");
  }
  const root = freshApp();
  const gen = async (...args: string[]) => {
    const result = await run("gen", args, { cwd: root });
    expect(result.code, result.output).toBe(0);
    return result;
  };
  // As npm would have installed them in the app.
  symlinkSync(join(folder, "node_modules"), join(root, "node_modules"));
  const named = [
    [
      "schemas",
      "@octokit/webhooks-schemas",
      "issues.opened",
      "pull_request.review_requested",
      "push",
    ],
    [
      "openapi",
      "@octokit/openapi-webhooks/generated/api.github.com.json",
      "projects_v2.created",
    ],
    // Described by callbacks, and named by a member that nothing tells of.
    ["figma", "@figma/rest-api-spec", "FILE_UPDATE"],
  ] as const;
  for (const [name, source, ...events] of named) {
    const signature = name === "figma" ? "github-sha256" : "github";
    const preset = ["--name", name, "--signature", signature];
    const added = await gen("add-provider", source, ...preset, "--json");
    const { events: all } = JSON.parse(added.stdout) as { events: string[] };
    expect(all.length).toBeGreaterThan(name === "figma" ? 6 : 200);
    expect(all.filter((event) => /[^a-z0-9_.]/i.test(event))).toEqual([]);
    for (const event of events) {
      await gen(
        "add-webhook",
        event,
        "--provider",
        name,
        "--secret",
        "PROOF_SECRET",
      );
    }
  }
  await gen("check");
  const fixtures = join(root, "test/fixtures");
  expect(readFileSync(join(fixtures, "push.ts"), "utf8")).toContain(
    "const push: ",
  );
  expect(existsSync(join(root, "src/frameio/events/openapi.gen.ts"))).toBe(
    true,
  );

  writeFileSync(join(root, "test/proof.test.ts"), proof);
  spawnSync("rm", [join(root, "node_modules")]);
  symlinkSync(modules, join(root, "node_modules"));
  const inApp = (...args: string[]) =>
    spawnSync(process.execPath, args, {
      cwd: root,
      encoding: "utf8",
    });
  const tsc = inApp(join(modules, "typescript7/bin/tsc"), "--noEmit");
  expect(tsc.stdout).toBe("");
  const tests = inApp(join(modules, "vitest/vitest.mjs"), "run", ...patience);
  expect(tests.status, tests.stdout + tests.stderr).toBe(0);
}, 300_000);
