import { executable } from "../commandline/execute.js";
import { type Flags, jsonFlag } from "../commandline/flag.js";
import { inWords } from "../commandline/in-words.js";
import { appEvents, type ListedEvent } from "../events/app-events.js";
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
    const { providers, events: all, open } = appEvents(context);
    const found = searchEvents(all, positionals.join(" "));
    // Whatever is asked for may come from a sender that names event types itself.
    const isFound = found.length > 0 || open.length > 0;
    const exitCode = isFound ? ExitCode.done : ExitCode.error;
    if (given.json === true) {
      printJson(context, {
        ok: isFound,
        exitCode,
        command: "events",
        providers,
        anyEvent: open,
        events: found.map(
          ({
            name,
            provider,
            family,
            typeName,
            summary,
            description,
            schema,
            example,
          }) => ({
            name,
            provider,
            family,
            typeName,
            summary,
            description,
            schema,
            example: example ?? null,
          }),
        ),
      });
      return exitCode;
    }
    const tellOpen = () => {
      if (open.length > 0)
        print(
          context,
          `${open.join(" and ")} describes no event types of its own: its senders name them. Add what yours sends, such as: ${inWords(context, "npx frameio-gen add-webhook")} invoice.paid`,
        );
    };
    if (found.length === 0) {
      const families = [...new Set(all.map(({ family }) => family))];
      if (families.length > 0)
        remark(
          context,
          `No event type has ${positionals.map((word) => JSON.stringify(word)).join(" and ")}. Families: ${families.join(", ")}.`,
        );
      tellOpen();
      return exitCode;
    }
    const paint = paintFor(context.stdout, context.env);
    const width = Math.max(...found.map(({ name }) => name.length));
    const several = new Set(all.map(({ provider }) => provider)).size > 1;
    for (const { name, provider, events } of familiesOf(found)) {
      const sender = several ? ` from ${provider}` : "";
      print(context, `${paint.strong(name)}${sender}`);
      for (const { name: event, summary } of events) {
        print(context, `  ${paint.info(event.padEnd(width))}  ${summary}`);
      }
    }
    tellOpen();
    return exitCode;
  },
});

interface Family {
  readonly name: string;
  readonly provider: string;
  readonly events: readonly ListedEvent[];
}

/** In the order of the list; two providers' families of one name are two. */
function familiesOf(events: readonly ListedEvent[]): readonly Family[] {
  const families = new Map<string, Family & { events: ListedEvent[] }>();
  for (const event of events) {
    const { provider, family: name } = event;
    const key = JSON.stringify([provider, name]);
    const family = families.get(key) ?? { name, provider, events: [] };
    family.events.push(event);
    families.set(key, family);
  }
  return [...families.values()];
}
