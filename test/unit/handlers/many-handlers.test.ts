import { describe, expect, it } from "vitest";
import { generateFollowing } from "../../../src/handlers/plan-generate.js";
import type { MemoryFiles } from "../../../src/workspace/memory-disk.js";
import { memoryDisk } from "../../../src/workspace/memory-disk.js";
import { testTool } from "../../support/generate-app.js";
import { generateApp, opened } from "../../support/memory-app.js";

const HANDLERS = 12;

async function app(): Promise<MemoryFiles> {
  const events = testTool.providers
    .load("frameio@4")
    ?.catalog.events.slice(0, HANDLERS)
    .map(({ name }) => ({ event: name }));
  const manifest = { name: "many", webhooks: events };
  const text = `${JSON.stringify(manifest, null, 2)}\n`;
  const { files } = await generateApp({ "frameio.jsonc": text });
  const [edited = "", deleted = ""] = Object.keys(files).filter((path) =>
    path.startsWith("test/webhooks/"),
  );
  const { [deleted]: _, ...left } = files;
  return { ...left, [edited]: "// mine\n" };
}

/** The manifest with one more event. */
function grown(files: MemoryFiles): string {
  const event = testTool.providers.load("frameio@4")?.catalog.events.at(-1);
  const manifest = JSON.parse(files["frameio.jsonc"] ?? "") as {
    webhooks: object[];
  };
  manifest.webhooks.push({ event: event?.name });
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

describe("an app with many handlers", () => {
  it("renders the files of the new handler, and none of the others", async () => {
    const files = await app();
    const rendered: string[] = [];
    const tool = {
      ...testTool,
      templates: async () => {
        const render = await testTool.templates();
        return (template: string, data: object) => {
          rendered.push(template);
          return render(template, data);
        };
      },
    };
    await generateApp(files, { tool, manifestText: grown(files) });
    expect(rendered.filter((name) => name.startsWith("webhook/"))).toEqual([
      "webhook/handler.ts.hbs",
      "webhook/fixture.ts.hbs",
      "webhook/test.ts.hbs",
    ]);
  });

  it.each([true, false])(
    "comes to the same as if all were rendered (edits told: %s)",
    async (tellEdited) => {
      const files = await app();
      const run = (everyText: boolean) =>
        generateFollowing({
          ...opened(files),
          disk: memoryDisk(files),
          manifestText: grown(files),
          everyText,
          tellEdited,
        });
      const [few, all] = [await run(false), await run(true)];
      expect(few.changeSet.changes).toEqual(all.changeSet.changes);
      expect(few.changeSet.lockfile).toEqual(all.changeSet.lockfile);
      const quiet = ({ outcome }: { outcome: string }) => outcome !== "keep";
      const told = tellEdited ? () => true : quiet;
      expect(few.changeSet.outcomes.filter(told)).toEqual(
        tellEdited
          ? all.changeSet.outcomes
          : all.changeSet.outcomes.map((each) =>
              quiet(each) ? each : { ...each, outcome: "unchanged" },
            ),
      );
    },
  );
});
