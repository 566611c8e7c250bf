/**
 * Names made from event names and schema names. All are ASCII, whatever the name holds: they become identifiers and file names.
 */

/** Names that the emitted types define or lean on, so that no event or schema may take them. */
const takenTypes = new Set([
  "AnyEvent",
  "EventMap",
  "EventName",
  "UnknownEvent",
  "WebhookEvent",
  "WithRequired",
  "Record",
  "Omit",
  "Array",
  "ReadonlyArray",
]);

// Reserved words of modules in strict mode, and the two names that strict mode forbids to bind.
const reservedWords = new Set(
  (
    "abstract any arguments as async await boolean break case catch class const continue debugger declare default delete do else enum eval " +
    "export extends false finally for from function get if implements import in instanceof interface let module namespace never new null " +
    "number object of package private protected public return set static string super switch symbol this throw true try type typeof " +
    "undefined unknown var void while with yield"
  ).split(" "),
);

/** What the files that name handlers and fixtures import or declare themselves. */
const takenVariables = new Set(
  (
    "afterAll after app before beforeAll check delivery env event expect exportMetrics fixtures folder handled join logs mkdtempSync name " +
    "onWebhook openInbox openTelemetry rmSync routes runWebhook secrets sign signed start startTestApp test tmpdir url"
  ).split(" "),
);

// oxlint-disable-next-line no-control-regex -- these are what is looked for
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;

const deviceNames = /^(?:con|prn|aux|nul|com\d|lpt\d)$/;

/** `file.upload.completed` → `file`, `upload`, `completed`. Empty when the name holds no letter and no digit. */
function words(name: string): string[] {
  return inAscii(name)
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== "");
}

/** As `words`; a name in capitals, such as `FILE_UPDATE`, is not shouted on. */
function eventWords(name: string): string[] {
  const quiet = name.toLowerCase();
  return words(name === name.toUpperCase() ? quiet : name);
}

/** Other letters than ASCII's become their numbers, such as `u4e2d`; marks are left out. */
function inAscii(name: string): string {
  if (/^[ -~]*$/.test(name)) return name;
  // Not as literals: their properties are looked up when V8 so much as reads the code, and few names get here.
  const letter = new RegExp("[\\p{L}\\p{N}]", "u");
  return name
    .normalize("NFKD")
    .replace(new RegExp("\\p{M}", "gu"), "")
    .replace(/[\u0080-\u{10ffff}]/gu, (char) =>
      letter.test(char) ? `u${char.codePointAt(0)!.toString(16)}` : " ",
    );
}

function capitalize(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** Whether names can be made from an event name: not empty, not too long, no control characters, a letter or a digit in it. */
export function isUsableEventName(name: string): boolean {
  return name.length <= 100 && !CONTROL.test(name) && words(name).length > 0;
}

/** `file.ready` → `FileReadyEvent`, the emitted interface. */
export function eventTypeName(name: string): string {
  const parts = eventWords(name).map(capitalize);
  if (parts.length > 1 && parts.at(-1) === "Event") parts.pop();
  const typeName = `${afterLetter("Event", parts.join(""))}Event`;
  return takenTypes.has(typeName) ? `${typeName}Payload` : typeName;
}

/** `file.ready` → `file-ready`: file names and the like. */
export function eventSlug(name: string): string {
  const slug = words(name).join("-").toLowerCase();
  return deviceNames.test(slug) ? `${slug}-event` : slug;
}

/** `file.ready` → `fileReady`: a variable. */
export function eventIdentifier(name: string): string {
  const [first = "", ...rest] = eventWords(name);
  const identifier = afterLetter(
    "event",
    first.toLowerCase() + rest.map(capitalize).join(""),
  );
  return reservedWords.has(identifier) ? `${identifier}Event` : identifier;
}

/** As `eventIdentifier`, for handlers and fixtures: `test` → `testEvent`. */
export function eventVariable(name: string): string {
  const identifier = eventIdentifier(name);
  return takenVariables.has(identifier) ? `${identifier}Event` : identifier;
}

/** `file.upload.completed` → `file`: groups event types in listings. */
export function eventFamily(name: string): string {
  return /^[^.:/]+/.exec(name)?.[0] ?? name;
}

/** Emitted name of a shared schema, such as `Reference`. */
export function schemaTypeName(name: string): string {
  const typeName = afterLetter("Schema", words(name).map(capitalize).join(""));
  return takenTypes.has(typeName) ? `${typeName}Schema` : typeName;
}

/** The name, or the first with a number that is none of those taken. Compared without case. */
export function freeTypeName(wanted: string, taken: Iterable<string>): string {
  const names = new Set([...taken].map((name) => name.toLowerCase()));
  let name = wanted;
  for (let count = 2; names.has(name.toLowerCase()); count++) {
    name = `${wanted}${count}`;
  }
  return name;
}

/** Identifiers do not start with a digit. */
function afterLetter(prefix: string, name: string): string {
  return /^[A-Za-z]/.test(name) ? name : prefix + name;
}
