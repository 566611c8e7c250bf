import type { Json } from "../schema/catalog.js";
import { codeFrame } from "./code-frame.js";
import { codes } from "./codes.js";
import type { Diagnostic, Severity } from "./diagnostic.js";
import { printable } from "./printable.js";

/** How parts of a message are marked. Each function gets text without line ends and returns it marked, or as it is. */
export interface Paint {
  readonly error: (text: string) => string;
  readonly warning: (text: string) => string;
  readonly info: (text: string) => string;
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
}

const asItIs = (text: string): string => text;
const sgr = (open: number, close: number) => (text: string) =>
  `\u001b[${open}m${text}\u001b[${close}m`;

export const plain: Paint = {
  error: asItIs,
  warning: asItIs,
  info: asItIs,
  strong: asItIs,
  faint: asItIs,
};
export const ansi: Paint = {
  error: sgr(31, 39),
  warning: sgr(33, 39),
  info: sgr(36, 39),
  strong: sgr(1, 22),
  faint: sgr(2, 22),
};

export interface RenderOptions {
  /** Default: {@link plain}. */
  readonly paint?: Paint;
  /** Text of a file that a diagnostic names, for the code frame; undefined shows none. */
  readonly source?: (file: string) => string | undefined;
}

/** One mistake may stand on every line of a file: a screen of them is enough to find it. */
const MOST_ALIKE = 100;

/**
 * Text for people, one paragraph for each diagnostic, without a last line end; empty for no diagnostics.
 * Of more than a hundred of one code in one file the rest are counted.
 *
 * @example
 * frameio.jsonc:7:15 error FG104 Unknown event type "file.redy"
 *   7 |     { "event": "file.redy" },
 *     |                ^^^^^^^^^^^
 *   hint: Did you mean "file.ready"?
 */
export function renderDiagnostics(
  diagnostics: readonly Diagnostic[],
  options: RenderOptions = {},
): string {
  const alike = new Map<string, number>();
  const shown = diagnostics.filter(({ code, file = "" }) => {
    const kind = file === "" ? code : `${code} in ${file}`;
    const count = (alike.get(kind) ?? 0) + 1;
    alike.set(kind, count);
    return count <= MOST_ALIKE;
  });
  const rest = [...alike].filter(([, count]) => count > MOST_ALIKE);
  return [
    ...shown.map((diagnostic) => renderDiagnostic(diagnostic, options)),
    ...rest.map(
      ([kind, count]) =>
        `… and ${count - MOST_ALIKE} more ${printable(kind)}; --json has them all`,
    ),
  ].join("\n\n");
}

/** One paragraph of {@link renderDiagnostics}. */
export function renderDiagnostic(
  diagnostic: Diagnostic,
  { paint = plain, source }: RenderOptions = {},
): string {
  const { code, severity, message, file } = diagnostic;
  const place = placeOf(diagnostic);
  const head = [
    ...(place === "" ? [] : [paint.strong(printable(place))]),
    paint[severity](`${severity} ${code}`),
    paint.strong(printable(message)),
  ];
  const text = file === undefined ? undefined : source?.(file);
  const frame = text === undefined ? [] : codeFrame(text, diagnostic);
  return [
    head.join(" "),
    ...frame.map(({ gutter, text: line, mark }) =>
      `  ${paint.faint(gutter)} ${mark ? paint[severity](line) : line}`.trimEnd(),
    ),
    ...sidesOf(diagnostic, paint),
    `  ${paint.faint("hint:")} ${printable(hintOf(diagnostic))}`,
  ].join("\n");
}

/** More of a side than this is for `diff`. */
const MOST_LINES = 12;

/** Both texts of a conflict, so that one can be taken over by hand. */
function sidesOf({ sides }: Diagnostic, paint: Paint): string[] {
  if (sides === undefined) return [];
  const side = (name: string, mark: string, text: string): string[] => {
    if (text === "") return [`  ${paint.faint(`${name}: nothing`)}`];
    const lines = text.replace(/\n$/, "").split(/\r?\n/);
    const more = lines.length - MOST_LINES;
    return [
      `  ${paint.faint(`${name}:`)}`,
      ...lines
        .slice(0, MOST_LINES)
        .map((line) =>
          `    ${paint.faint(mark)} ${printable(line.replaceAll("\t", "    "))}`.trimEnd(),
        ),
      ...(more > 0 ? [`    ${paint.faint(`… ${more} more`)}`] : []),
    ];
  };
  return [...side("yours", "-", sides.ours), ...side("new", "+", sides.theirs)];
}

/** The next step: the diagnostic's own, else the one of its code. */
export function hintOf(diagnostic: Diagnostic): string {
  return diagnostic.hint ?? codes[diagnostic.code].hint;
}

/** Form of `--json`: plain data, the hint always filled in. */
export function diagnosticsToJson(diagnostics: readonly Diagnostic[]): Json[] {
  return diagnostics.map((diagnostic) => {
    const { code, severity, message, file, line, column, length, sides } =
      diagnostic;
    return {
      code,
      severity,
      title: codes[code].title,
      message,
      ...(file === undefined ? {} : { file }),
      ...(line === undefined ? {} : { line }),
      ...(column === undefined ? {} : { column }),
      ...(length === undefined ? {} : { length }),
      hint: hintOf(diagnostic),
      ...(sides === undefined
        ? {}
        : { ours: sides.ours, theirs: sides.theirs }),
    };
  });
}

/** `2 errors, 1 warning`; empty for no diagnostics. */
export function summarize(diagnostics: readonly Diagnostic[]): string {
  const severities: readonly Severity[] = ["error", "warning", "info"];
  return severities
    .map((severity) => ({
      severity,
      count: diagnostics.filter(
        (diagnostic) => diagnostic.severity === severity,
      ).length,
    }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) =>
      severity === "info"
        ? `${count} info`
        : `${count} ${severity}${count === 1 ? "" : "s"}`,
    )
    .join(", ");
}

/** `frameio.jsonc:7:15`, as far as it is known. */
function placeOf({ file, line, column }: Diagnostic): string {
  if (file === undefined) return "";
  return [file, line, line === undefined ? undefined : column]
    .filter((part) => part !== undefined)
    .join(":");
}
