import { createServer } from "node:http";
import { readFileSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

import { freshApp, prepareApp } from "./support/app.js";
import { snapshot } from "./support/folders.js";
import { run } from "./support/run.js";
import { acme } from "../support/look-alikes.js";

prepareApp();

describe("add-provider", () => {
  it("pins the document, keeps the manifest's comments, and the app stays up to date", async () => {
    const root = freshApp();
    writeFileSync(join(root, "acme.yaml"), acme);
    const added = await run(
      "gen",
      ["add-provider", "acme.yaml", "--name", "acme", "--json"],
      { cwd: root },
    );
    expect(added).toMatchObject({ code: 0, stderr: "" });
    expect(JSON.parse(added.stdout)).toMatchObject({
      provider: "acme",
      schema: "./schemas/acme.json",
      source: "acme.yaml",
      events: ["invoice.paid", "invoice.voided"],
    });
    const manifest = readFileSync(join(root, "frameio.jsonc"), "utf8");
    expect(manifest).toContain(
      '"acme": { "schema": "./schemas/acme.json", "path": "/webhooks/acme" }',
    );
    expect(manifest).toContain("// One entry for each handler.");
    const lock = JSON.parse(
      readFileSync(join(root, ".frameio/lock.json"), "utf8"),
    ) as { providers: Record<string, Record<string, string>> };
    expect(lock.providers["acme"]).toMatchObject({
      schema: "./schemas/acme.json",
      source: "acme.yaml",
      date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
    });
    const before = snapshot(root);
    const again = await run("gen", [], { cwd: root });
    expect(again.stdout).toContain("Nothing to do");
    const check = await run("gen", ["check"], { cwd: root });
    expect(check.code).toBe(0);
    expect(snapshot(root)).toEqual(before);
  });

  it("works with every command that asks for events", async () => {
    const root = freshApp();
    writeFileSync(join(root, "acme.yaml"), acme);
    const gen = (...args: string[]) => run("gen", args, { cwd: root });
    await gen("add-provider", "acme.yaml", "--name", "acme");
    // It is the only one that has such an event.
    const webhook = await gen("add-webhook", "invoice.paid");
    expect(webhook).toMatchObject({ code: 0 });
    const handler = readFileSync(
      join(root, "src/webhooks/invoice-paid.ts"),
      "utf8",
    );
    expect(handler).toContain('onWebhook("invoice.paid"');
    // Its own secret, wherever secrets are spoken of.
    expect(webhook.stderr).toContain("ACME_WEBHOOK_SECRET");
    for (const path of ["frameio.jsonc", ".env.example", "README.md"]) {
      expect(readFileSync(join(root, path), "utf8")).toContain(
        "ACME_WEBHOOK_SECRET",
      );
    }
    const providers = await gen("providers", "--json");
    expect(JSON.parse(providers.stdout)).toMatchObject({
      providers: [
        { name: "frameio", source: null },
        { name: "acme", events: 2, handled: 1, source: "acme.yaml" },
      ],
    });
    const { stdout } = await gen("events", "voided");
    expect(stdout).toMatch(/^invoice from acme\n {2}invoice\.voided {2}/);
    expect((await gen("check")).code).toBe(0);
    const doctor = await gen("doctor", "--json");
    expect(doctor.stdout).not.toContain("FG213");
    expect(doctor.stdout).toContain(
      "ACME_WEBHOOK_SECRET is not set: the secret of the webhook for invoice.paid",
    );
  });

  it("takes those that come with the tool by their names, and two with events of one name", async () => {
    const root = freshApp();
    const gen = (...args: string[]) => run("gen", args, { cwd: root });
    const none = await gen("events", "comment", "nobody");
    expect(none.code).toBe(1);
    expect(await gen("add-provider", "frameio@2")).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(
        "frameio2 has 20 event types. Next: npx frameio-gen add-webhook",
      ),
    });
    const again = await gen("add-provider", "frameio@2");
    expect(again.stdout).toContain("Nothing to do: frameio2 is described");
    const told = await gen(
      "add-provider",
      "loopcanvas",
      "--signature",
      "stripe",
    );
    expect(told).toMatchObject({ code: 2 });
    expect(told.stderr).toContain("FG503");
    const open = await gen("add-provider", "standard-webhooks");
    expect(open.stdout).toContain("standard-webhooks takes any event type");
    for (const provider of ["frameio", "frameio2", "frameio2"])
      expect(
        await gen("add-webhook", "comment.created", "--provider", provider),
      ).toMatchObject({ code: 0 });
    const manifest = readFileSync(join(root, "frameio.jsonc"), "utf8");
    expect(manifest).toContain(
      '"frameio2": { "schema": "frameio@2", "path": "/webhooks/frameio2" }',
    );
    expect(
      readFileSync(
        join(root, "src/webhooks/frameio2-comment-created.ts"),
        "utf8",
      ),
    ).toMatch(/onWebhook\(\s*"comment\.created"/);
    expect(await gen("check")).toMatchObject({ code: 0 });
    // Whatever is asked for, a sender may name it so.
    const events = await gen("events", "comment", "nobody");
    expect(events.code, events.output).toBe(0);
    expect(events.stdout).toContain("its senders name them");
  });

  it("reads a document that changed by hand, and tells where one is missing", async () => {
    const root = freshApp();
    writeFileSync(join(root, "acme.yaml"), acme);
    const gen = (...args: string[]) => run("gen", args, { cwd: root });
    await gen("add-provider", "acme.yaml", "--name", "acme");
    const path = join(root, "schemas/acme.json");
    const text = readFileSync(path, "utf8");
    writeFileSync(path, text.replace('"text": {', '"words": {'));
    expect((await gen("check")).code).toBe(3);
    expect((await gen()).code).toBe(0);
    expect(
      readFileSync(join(root, "src/frameio/events/acme.gen.ts"), "utf8"),
    ).toContain("words?: string | null;");
    writeFileSync(path, "{ broken");
    const broken = await gen();
    expect(broken.code).toBe(1);
    expect(broken.stderr).toContain("schemas/acme.json");
    expect(broken.stderr).toContain("FG201");
    writeFileSync(path, text.replace('"/type"', "7"));
    expect(await gen()).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("FG203"),
    });
  });

  it("uses the network for a URL alone, and never again", async () => {
    const root = freshApp();
    let asked = 0;
    const server = createServer((_, response) => {
      asked++;
      response.end(acme);
    }).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as AddressInfo;
    try {
      const url = `http://127.0.0.1:${port}/openapi.yaml`;
      const added = await run(
        "gen",
        ["add-provider", url, "--name", "acme", "--json"],
        { cwd: root },
      );
      expect(JSON.parse(added.stdout)).toMatchObject({ source: url });
      expect(asked).toBe(1);
    } finally {
      server.close();
    }
    const webhook = await run(
      "gen",
      ["add-webhook", "invoice.voided", "--provider", "acme"],
      { cwd: root },
    );
    expect(webhook.code).toBe(0);
  });

  it.each([
    [["nothing.yaml", "--name", "acme"], 1, "FG214"],
    [["http://acme.example/x.json", "--name", "acme"], 1, "FG214"],
    [["@acme/not-installed", "--name", "acme"], 1, "FG214"],
    [["frameio.jsonc", "--name", "Not Good"], 2, "FG503"],
    [["frameio.jsonc"], 2, "FG505"],
    [["frameio.jsonc", "--name", "frameio"], 1, "FG2"],
    [["package.json", "--name", "acme"], 1, "FG215"],
  ])("refuses %j", async (args, code, told) => {
    const root = freshApp();
    const before = snapshot(root);
    const result = await run("gen", ["add-provider", ...args], { cwd: root });
    expect(result.stderr).toContain(told);
    expect(result.code).toBe(code);
    expect(result.stderr).not.toMatch(/^\s+at /m);
    expect(snapshot(root)).toEqual(before);
  });
});
