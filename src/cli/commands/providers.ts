import { isPinned, pinnedPath } from "../../schema/pinned-providers.js";
import { openApp } from "../app/open-app.js";
import { readManifest } from "../app/read-manifest.js";
import { executable } from "../commandline/execute.js";
import { type Flags, jsonFlag } from "../commandline/flag.js";
import { ExitCode } from "../exit-code.js";
import { paintFor, print, printJson } from "../output.js";

const flags = { ...jsonFlag } as const satisfies Flags;

export default executable({
  name: "frameio-gen providers",
  summary: "List the app's providers, and where they are described",
  positionals: { usage: "", min: 0, max: 0 },
  flags,
  examples: [
    { command: "npx frameio-gen providers", does: "one line for each" },
  ],
  run: async (context, { flags: given }) => {
    const app = openApp(context, "read");
    const manifest = readManifest(app);
    const list = Object.entries(manifest.providers).map(
      ([name, { schema, path }]) => {
        const locked = app.lockfile?.providers[name];
        const catalog = app.tool.providers.load(schema)?.catalog;
        const handled = manifest.webhooks
          .filter(({ provider }) => provider === name)
          .flatMap(({ events }) => events);
        return {
          name,
          title: catalog?.title ?? name,
          schema,
          path,
          events: catalog?.events.length ?? 0,
          handled: handled.length,
          file: isPinned(schema) ? pinnedPath(schema) : null,
          source: locked?.source ?? null,
          version: locked?.version ?? null,
          date: locked?.date ?? null,
          changed: locked !== undefined && locked.digest !== catalog?.digest,
        };
      },
    );
    if (given.json === true) {
      printJson(context, {
        ok: true,
        exitCode: ExitCode.done,
        command: "providers",
        providers: list,
        builtIn: [...app.tool.providers.ids()],
      });
      return ExitCode.done;
    }
    const paint = paintFor(context.stdout, context.env);
    for (const each of list) {
      print(
        context,
        `${paint.strong(each.name)}  ${each.title}, ${each.handled} of ${each.events} event types handled, at ${each.path}`,
      );
      const from =
        each.source === null
          ? ""
          : `, from ${each.source}${each.version === null ? "" : ` ${each.version}`}${each.date === null ? "" : ` on ${each.date}`}`;
      const changed = each.changed ? "; changed since the last generate" : "";
      print(context, `  ${each.schema}${from}${changed}`);
    }
    const others = app.tool.providers
      .ids()
      .filter((id) => list.every(({ schema }) => schema !== id));
    if (others.length > 0) {
      print(context, `\nBuilt in as well: ${others.join(", ")}`);
    }
    return ExitCode.done;
  },
});
