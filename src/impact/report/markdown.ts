import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { codeFrame } from "../../diagnostics/code-frame.js";
import { type FieldChange, isBreaking } from "../change.js";
import type { Place } from "../place.js";
import type { Impact, ProviderImpact } from "../impact.js";
import { placesAsDiagnostics, summary } from "./text.js";
import { count, tellEvent, tellField, tellPath, tellPlace } from "./words.js";

/**
 * The report for a pull request.
 *
 * @param source text of a file of the project
 */
export function renderMarkdown(
  { providers, places, notes }: Pick<Impact, "providers" | "places" | "notes">,
  source: (path: string) => string | undefined,
): string {
  const parts = providers.map(renderProvider);
  if (providers.length === 0) parts.push("The event types did not change.\n");
  parts.push(renderPlaces(places, source));
  if (notes.length > 0) parts.push(renderNotes(notes));
  return parts.join("\n");
}

function renderProvider(impact: ProviderImpact): string {
  const { provider, changes } = impact;
  const rows = [
    ...changes.events.flatMap((event) => [
      ...(tellEvent(event) === ""
        ? []
        : [row(isBreaking(event), code(event.event), "", tellEvent(event))]),
      ...("fields" in event
        ? event.fields.map((field) => fieldRow(code(event.event), field))
        : []),
    ]),
    ...changes.shared.flatMap(({ name, fields, events }) =>
      fields.map((field) =>
        fieldRow(`${code(name)} in ${count(events.length, "event")}`, field),
      ),
    ),
    ...changes.delivery.map(({ pointer, before, after }) =>
      row(
        false,
        "deliveries",
        code(pointer),
        `${JSON.stringify(before ?? null)} → ${JSON.stringify(after ?? null)}`,
      ),
    ),
  ];
  return [
    `## Event types of ${escaped(provider)}`,
    "",
    `${escaped(summary(impact))}.`,
    "",
    "| | Event | Field | Change |",
    "| --- | --- | --- | --- |",
    ...rows,
    "",
  ].join("\n");
}

function fieldRow(owner: string, field: FieldChange): string {
  return row(
    field.breaking,
    owner,
    code(tellPath(field.path)),
    tellField(field),
  );
}

function row(
  breaking: boolean,
  owner: string,
  field: string,
  change: string,
): string {
  const mark = breaking ? "**breaking**" : "";
  return `| ${mark} | ${owner} | ${field} | ${escaped(change)} |`.replaceAll(
    /\| {2,}\|/g,
    "| |",
  );
}

function renderPlaces(
  places: readonly Place[],
  source: (path: string) => string | undefined,
): string {
  if (places.length === 0) return "No place in the code breaks.\n";
  const diagnostics = placesAsDiagnostics(places);
  return [
    `### ${count(places.length, "place")} in the code`,
    "",
    ...places.flatMap((place, index) => {
      const diagnostic = diagnostics[index];
      const text = source(place.file);
      const frame =
        text === undefined || diagnostic === undefined
          ? []
          : codeFrame(text, diagnostic);
      return [
        `- ${code(`${place.file}:${place.line}:${place.column}`)} ${escaped(tellPlace(place))}`,
        ...(frame.length === 0
          ? []
          : [
              "",
              "  ```text",
              ...frame.map(({ gutter, text: line }) =>
                `  ${gutter} ${line}`.trimEnd(),
              ),
              "  ```",
              "",
            ]),
      ];
    }),
  ].join("\n");
}

function renderNotes(notes: readonly Diagnostic[]): string {
  return [
    `\n### ${count(notes.length, "note")}`,
    "",
    ...notes.map(({ file = "", line, column, message }) => {
      const place = [file, line, column].filter((part) => part !== undefined);
      return `- ${code(place.join(":"))} ${escaped(message)}`;
    }),
    "",
  ].join("\n");
}

function code(text: string): string {
  const plain = text.replaceAll("`", "'").replaceAll("|", "\\|");
  return `\`${plain.replaceAll(/[\r\n]+/g, " ")}\``;
}

function escaped(text: string): string {
  return text.replaceAll(/[\r\n]+/g, " ").replaceAll(/[\\|<>*_`[\]]/g, "\\$&");
}
