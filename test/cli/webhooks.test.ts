import { readFileSync, statSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { withSecret } from "../../src/cli/webhooks/save-secret.js";
import {
  frameioApi,
  frameioToken,
  platformApi,
  platformToken,
  type ProviderApi,
} from "../support/webhook-providers.js";
import { freshApp, prepareApp } from "./support/app.js";
import { run, type Result } from "./support/run.js";

prepareApp();

let api: ProviderApi;
beforeEach(async () => {
  api = await frameioApi();
});
afterEach(() => api.close());

const access = {
  FRAMEIO_TOKEN: frameioToken,
  FRAMEIO_ACCOUNT_ID: "acc-1",
  FRAMEIO_WORKSPACE_ID: "ws-1",
};
const url = "https://hooks.example.com";

function webhooks(
  cwd: string,
  args: readonly string[],
  env: Record<string, string> = access,
): Promise<Result> {
  const all = ["webhooks", ...args, "--api-url", api.url];
  return run("gen", all, { cwd, env });
}

function envOf(root: string): NodeJS.Dict<string> {
  return parseEnv(readFileSync(join(root, ".env"), "utf8"));
}

const json = (result: Result) =>
  JSON.parse(result.stdout) as Record<string, unknown>;

describe("webhooks", () => {
  it("registers what the app handles, and saves the secret; the old one is kept", async () => {
    const root = freshApp();
    const before = envOf(root);
    const result = await webhooks(root, [
      "register",
      "--url",
      url,
      "--save-secret",
      "--json",
    ]);
    expect(result).toMatchObject({ code: 0, stderr: "" });
    const [made] = [...api.webhooks.values()];
    expect(made).toMatchObject({
      name: "app",
      url: `${url}/webhooks/frameio`,
      events: ["file.ready"],
    });
    expect(json(result)).toMatchObject({
      ok: true,
      webhook: { id: made?.["id"] },
      savedTo: "WEBHOOK_SECRET",
    });
    const after = envOf(root);
    expect(after["WEBHOOK_SECRET"]).toMatch(/^[\w-]{32}$/);
    expect(after["WEBHOOK_SECRET_PREVIOUS"]).toBe(before["WEBHOOK_SECRET"]);
    expect(result.output).not.toContain(after["WEBHOOK_SECRET"]);

    // One that is being rotated is not lost: nothing is asked of the provider.
    const again = await webhooks(root, [
      "register",
      "--url",
      url,
      "--save-secret",
    ]);
    expect(again.code).toBe(1);
    expect(again.stderr).toContain("FG562");
    expect(api.webhooks.size).toBe(1);
  });

  it("shows the secret once, and writes it nowhere", async () => {
    const root = freshApp();
    const env = readFileSync(join(root, ".env"), "utf8");
    const result = await webhooks(root, [
      "register",
      "--url",
      `${url}/own/path`,
      "--events",
      "comment.*,file.created",
      "--name",
      "Mine",
    ]);
    expect(result.code).toBe(0);
    const secret = /shown this once: (\S+)/.exec(result.stdout)?.[1];
    expect(secret).toMatch(/^[\w-]{32}$/);
    expect(readFileSync(join(root, ".env"), "utf8")).toBe(env);
    expect([...api.webhooks.values()][0]).toMatchObject({
      name: "Mine",
      url: `${url}/own/path`,
      events: [
        "comment.created",
        "comment.updated",
        "comment.deleted",
        "comment.completed",
        "comment.uncompleted",
        "file.created",
      ],
    });
  });

  it("makes .env for its owner alone where there is none", async () => {
    const root = freshApp();
    unlinkSync(join(root, ".env"));
    const args = ["register", "--url", url, "--save-secret"];
    expect((await webhooks(root, args)).code).toBe(0);
    expect(statSync(join(root, ".env")).mode & 0o777).toBe(0o600);
    expect(Object.keys(envOf(root))).toEqual(["WEBHOOK_SECRET"]);
  });

  it("lists, changes and deletes", async () => {
    const root = freshApp();
    expect((await webhooks(root, ["list"])).stdout).toBe("There are none.\n");
    for (const name of ["a", "b", "c"]) {
      await webhooks(root, ["register", "--url", url, "--name", name]);
    }
    const listed = json(await webhooks(root, ["list", "--json"]));
    const all = listed["webhooks"] as { id: string; name: string }[];
    expect(all.map(({ name }) => name)).toEqual(["a", "b", "c"]);
    const id = all[1]?.id ?? "";
    const off = await webhooks(root, ["update", id, "--active", "false"]);
    expect(off.stdout).toContain(`Changed ${id} (off)`);
    expect(api.webhooks.get(id)).toMatchObject({ active: false, name: "b" });
    const gone = await webhooks(root, ["delete", id]);
    expect(gone).toMatchObject({ code: 0, stdout: `Deleted ${id}.\n` });
    expect(api.webhooks.size).toBe(2);
  });

  it.each([
    ["list", []],
    ["register", ["--url", url]],
    ["update", ["some-id", "--name", "x"]],
    ["delete", ["some-id"]],
  ])(
    "--dry-run of %s asks nothing and needs no token",
    async (action, more) => {
      const root = freshApp();
      const { FRAMEIO_TOKEN: _, ...env } = access;
      const args = [action, ...more, "--dry-run"];
      const result = await webhooks(root, args, env);
      expect(result.code).toBe(0);
      expect(result.stdout).toMatch(
        /^(GET|POST|PATCH|DELETE) http:\/\/127\.0\.0\.1:\d+\/v4\/accounts\/acc-1\//,
      );
      expect(api.requests).toEqual([]);
    },
  );

  it("names everything that is missing", async () => {
    const result = await webhooks(freshApp(), ["list"], {});
    expect(result.code).toBe(1);
    expect(result.stderr.match(/FG561/g)).toHaveLength(3);
    for (const name of Object.keys(access)) {
      expect(result.stderr).toContain(`${name} is not set`);
    }
    const given = ["list", "--param", "account=acc-1"];
    const { FRAMEIO_ACCOUNT_ID: _, ...env } = access;
    expect((await webhooks(freshApp(), given, env)).code).toBe(0);
  });

  it.each([
    [["list"], { ...access, FRAMEIO_TOKEN: "old" }, "FG560", "Invalid token"],
    [["update", "none", "--name", "x"], access, "FG560", "Webhook not found"],
    [["update", "id"], access, "FG505", "Nothing is said"],
    [["update"], access, "FG504", "id of the webhook"],
    [["list", "id"], access, "FG504", "takes no id"],
    [["lst"], access, "FG504", "list"],
    [["register"], access, "FG505", "--url"],
    [["register", "--url", "host"], access, "FG503", "not an http address"],
    [
      ["register", "--url", url, "--events", "file.raedy"],
      access,
      "FG104",
      "file.ready",
    ],
    [["list", "--param", "acount=1"], access, "FG503", "account"],
    [["list", "--provider", "other"], access, "FG110", "frameio"],
  ])("%j is refused", async (args, env, code, text) => {
    const result = await webhooks(freshApp(), args, env);
    expect(result.code).toBeGreaterThan(0);
    expect(result.stderr).toContain(code);
    expect(result.stderr).toContain(text);
    expect(result.output).not.toContain(frameioToken);
    expect(api.webhooks.size).toBe(0);
  });

  it("does not mix webhooks that have different secrets", async () => {
    const root = freshApp();
    await run("gen", ["add-webhook", "share.*", "--secret", "SHARES_SECRET"], {
      cwd: root,
    });
    const mixed = await webhooks(root, ["register", "--url", url]);
    expect(mixed.code).toBe(2);
    expect(mixed.stderr).toContain("--variable SHARES_SECRET");
    const args = ["--variable", "SHARES_SECRET", "--save-secret"];
    const one = await webhooks(root, ["register", "--url", url, ...args]);
    expect(one.code).toBe(0);
    expect(envOf(root)["SHARES_SECRET"]).toMatch(/^[\w-]{32}$/);
    expect([...api.webhooks.values()][0]).toMatchObject({
      events: expect.arrayContaining(["share.viewed"]),
    });
  });

  it("gives a secret to a provider that makes none", async () => {
    await api.close();
    api = await platformApi();
    const root = freshApp();
    writeFileSync(
      join(root, "frameio.jsonc"),
      '{ "name": "app", "providers": { "ai": { "schema": "ai-platform" } },\n  "webhooks": [{ "event": "batch.completed", "secret": { "env": "AI_SECRET" } }] }\n',
    );
    const env = { AI_PLATFORM_TOKEN: platformToken };
    const args = ["register", "--url", url, "--save-secret"];
    const all = ["webhooks", ...args, "--api-url", `${api.url}/v1`];
    const result = await run("gen", all, { cwd: root, env });
    expect(result).toMatchObject({ code: 0, stderr: "" });
    const sent = api.requests[0]?.body as { secret?: string };
    expect(sent.secret).toMatch(/^[0-9a-f]{64}$/);
    expect(envOf(root)["AI_SECRET"]).toBe(sent.secret);
  });
});

describe("a secret in the text of .env", () => {
  it.each([
    ["", "S=new\n"],
    ["A=1\n", "A=1\nS=new\n"],
    ["A=1", "A=1\nS=new\n"],
    ["S=\nA=1\n", "S=new\nA=1\n"],
    ["# S=x\nexport S=old\nA=1\n", "# S=x\nS=new\nS_PREVIOUS=old\nA=1\n"],
    ["S='o l\"d'\n", "S=new\nS_PREVIOUS='o l\"d'\n"],
    ["S=old\nS_PREVIOUS=\n", "S=new\nS_PREVIOUS=old\n"],
  ])("%j becomes %j", (before, after) => {
    expect(withSecret(before, "S", "new")).toBe(after);
  });

  it("is refused where the edit would break the file", () => {
    expect(() => withSecret('S="two\nlines"\n', "S", "new")).toThrow(
      "S stands there in an unusual way",
    );
  });
});
