import type { EventType } from "../../schema/catalog.js";
import { executable } from "../commandline/execute.js";
import { type Flags, jsonFlag } from "../commandline/flag.js";
import { appEvents } from "../events/app-events.js";
import { searchEvents } from "../events/search.js";
import { ExitCode } from "../exit-code.js";
import { paintFor, print, printJson, remark } from "../output.js";

const flags = { ...jsonFlag } as const satisfies Flags;

export default executable({
  name: "frameio-gen events",
  summary: "List the event types, or those that have every word of a search",
  positionals: { usage: "[search…]", min: 0, max: 20 },
  flags,
  examples: [
    { command: "npx frameio-gen events", does: "all, by family" },
    {
      command: "npx frameio-gen events comment",
      does: "what is there for comments?",
    },
    {
      command: "npx frameio-gen events --json",
      does: "with schema and example",
    },
  ],
  run: async (context, { flags: given, positionals }) => {
    const { providers, events: all } = appEvents(context);
    const found = searchEvents(all, positionals.join(" "));
    const exitCode = found.length === 0 ? ExitCode.error : ExitCode.done;
    if (given.json === true) {
      printJson(context, {
        ok: found.length > 0,
        exitCode,
        command: "events",
        providers,
        events: found.map(
          ({
            name,
            family,
            typeName,
            summary,
            description,
            schema,
            example,
          }) => ({
            name,
            family,
            typeName,
            summary,
            description,
            schema,
            example,
          }),
        ),
      });
      return exitCode;
    }
    if (found.length === 0) {
      const families = [...new Set(all.map(({ family }) => family))];
      if (families.length === 0) {
        remark(
          context,
          `${providers.join(" and ")} describes no event types: its senders name them. Next: npx frameio-gen add-webhook invoice.paid`,
        );
        return exitCode;
      }
      remark(
        context,
        `No event type has ${positionals.map((word) => JSON.stringify(word)).join(" and ")}. Families: ${families.join(", ")}.`,
      );
      return exitCode;
    }
    const paint = paintFor(context.stdout, context.env);
    const width = Math.max(...found.map(({ name }) => name.length));
    for (const family of familiesOf(found)) {
      print(context, paint.strong(family.name));
      for (const { name, summary } of family.events) {
        print(context, `  ${paint.info(name.padEnd(width))}  ${summary}`);
      }
    }
    return exitCode;
  },
});

function familiesOf(
  events: readonly EventType[],
): readonly { readonly name: string; readonly events: readonly EventType[] }[] {
  return [...new Set(events.map(({ family }) => family))].map((name) => ({
    name,
    events: events.filter(({ family }) => family === name),
  }));
}
