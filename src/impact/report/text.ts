import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { printable } from "../../diagnostics/printable.js";
import type { Paint } from "../../diagnostics/render.js";
import { type FieldChange, isBreaking } from "../change.js";
import type { Place } from "../place.js";
import type { ProviderImpact } from "../impact.js";
import {
  count,
  firstLine,
  tellEvent,
  tellField,
  tellPath,
  tellPlace,
} from "./words.js";

/** Events that are named for a shared schema; more are counted. */
const MOST_EVENTS = 3;

/**
 * What changed, provider by provider, for people. A `!` marks what breaks a receiver. Empty where nothing did.
 *
 * @param only events that are told of, by their old names or their new ones; the others are counted
 */
export function renderChanges(
  providers: readonly ProviderImpact[],
  paint: Paint,
  only?: ReadonlySet<string>,
): string {
  return providers.map((one) => renderProvider(one, paint, only)).join("\n\n");
}

function renderProvider(
  { provider, schema, changes }: ProviderImpact,
  paint: Paint,
  only: ReadonlySet<string> | undefined,
): string {
  const told = changes.events.filter(
    (event) =>
      only === undefined ||
      only.has(event.event) ||
      (event.kind === "event-renamed" && only.has(event.from)),
  );
  const lines = [
    `${paint.strong(printable(provider))}  ${printable(schema)}: ${summary({ changes })}`,
  ];
  for (const event of told) {
    const mark = isBreaking(event) ? paint.error("!") : " ";
    lines.push(
      "",
      `${mark} ${paint.strong(printable(event.event))} ${printable(tellEvent(event))}`.trimEnd(),
    );
    if ("fields" in event) lines.push(...renderFields(event.fields, paint));
  }
  const others = changes.events.length - told.length;
  if (others > 0)
    lines.push("", `  ${count(others, "more event")} that you do not handle`);
  for (const shared of changes.shared) {
    const mark = isBreaking(shared) ? paint.error("!") : " ";
    const names = shared.events.map(({ event }) => event);
    lines.push(
      "",
      `${mark} ${paint.strong(printable(shared.name))} ${printable(`in ${listed(names)}`)}`,
      ...renderFields(shared.fields, paint),
    );
  }
  if (changes.delivery.length > 0) {
    lines.push("", `  ${paint.strong("Deliveries")} the app follows by itself`);
    for (const { pointer, before, after } of changes.delivery)
      lines.push(
        `      ${printable(pointer)}  ${printable(`${JSON.stringify(before ?? null)} → ${JSON.stringify(after ?? null)}`)}`,
      );
  }
  return lines.join("\n");
}

function renderFields(fields: readonly FieldChange[], paint: Paint): string[] {
  const width = Math.min(
    32,
    Math.max(...fields.map(({ path }) => tellPath(path).length)),
  );
  return fields.map((field) => {
    const mark = field.breaking ? paint.error("!") : " ";
    const name = printable(tellPath(field.path)).padEnd(width);
    return `    ${mark} ${name}  ${printable(tellField(field))}`;
  });
}

/** `2 events changed, 1 new; 3 changes break receivers` */
export function summary({ changes }: Pick<ProviderImpact, "changes">): string {
  const of = (kind: string) =>
    changes.events.filter((event) => event.kind === kind).length;
  const parts = [
    [of("event-changed"), "changed"],
    [of("event-renamed"), "renamed"],
    [of("event-added"), "new"],
    [of("event-removed"), "gone"],
  ] as const;
  const told = parts
    .filter(([number]) => number > 0)
    .map(([number, word], index) =>
      index === 0 ? `${count(number, "event")} ${word}` : `${number} ${word}`,
    );
  if (changes.shared.length > 0)
    told.push(`${count(changes.shared.length, "shared schema")} changed`);
  if (changes.delivery.length > 0) told.push("deliveries changed");
  const breaking = [...changes.events, ...changes.shared].filter(isBreaking);
  return `${told.join(", ")}; ${
    breaking.length === 0
      ? "nothing that breaks a receiver"
      : `${breaking.length} of that may break a receiver`
  }`;
}

function listed(names: readonly string[]): string {
  return names.length <= MOST_EVENTS
    ? names.join(", ")
    : `${names.slice(0, MOST_EVENTS).join(", ")} and ${names.length - MOST_EVENTS} more`;
}

const HINTS = new Map<Place["change"], string>([
  [
    "event-removed",
    "Handle another event there, or delete the file when nothing needs it.",
  ],
  [
    "name-shared",
    "Ask `isEvent(event, ctx, <name>, <provider>)`, or handle one provider's events with `{ provider }`.",
  ],
]);

/** The places as diagnostics: they are shown with their line of code. */
export function placesAsDiagnostics(places: readonly Place[]): Diagnostic[] {
  return places.map((place) => {
    const { kind, file, line, column, length, message, typescript } = place;
    const hint =
      HINTS.get(place.change) ??
      (message === undefined
        ? undefined
        : `TS${typescript}: ${shortened(firstLine(message))}`);
    return {
      code: kind === "breaks" ? "FG230" : "FG231",
      severity:
        kind === "breaks"
          ? "error"
          : place.change === "event-renamed"
            ? "info"
            : "warning",
      message: tellPlace(place),
      file,
      line,
      column,
      length,
      ...(hint === undefined ? {} : { hint }),
    };
  });
}

/** What the compiler says of large unions goes on for pages. */
function shortened(text: string): string {
  return text.length <= 200 ? text : `${text.slice(0, 199)}…`;
}
