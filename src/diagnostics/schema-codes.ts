/** Codes of event schemas and their types. */
export const schemaCodes = {
  FG201: {
    title: "The event schema document is not valid JSON",
    hint: "Correct the syntax at the place shown.",
  },
  FG202: {
    title: "The document is not OpenAPI 3.1 with webhooks",
    hint: "Describe each event type as an entry of `webhooks` in an OpenAPI 3.1 document.",
  },
  FG203: {
    title: "The description of deliveries is missing or wrong",
    hint: "Describe signature, event pointer, content type, timeout and retries in `x-webhook-delivery`.",
  },
  FG204: {
    title: "A reference in the event schemas cannot be followed",
    hint: "Refer only to things within the document, such as `#/components/schemas/Reference`. One that is spread over several files can be bundled first, such as by `npx @redocly/cli bundle`.",
  },
  FG205: {
    title: "The payload schema of an event type cannot be used",
    hint: "Give the webhook a `post` operation with a JSON request body and a JSON Schema 2020-12 for it.",
  },
  FG206: {
    title: "An event type's example is missing or not valid",
    hint: "Give the request body an `example` that its own schema accepts.",
  },
  FG207: {
    title: "An event name cannot be used",
    hint: "Use at most 100 characters, with a letter or a digit and without control characters.",
  },
  FG208: {
    title: "Two webhooks describe the same event type",
    hint: "Keep one of them, or correct the event's name in the payload of the other.",
  },
  FG209: {
    title: "The event schema document is too large or not safe",
    hint: "Stay below 16 MiB and 100 levels, without keys named `__proto__`.",
  },
  FG210: {
    title: "The sample cannot be changed as asked",
    hint: "Write `--set path=value`, such as `--set resource.id=abc`.",
  },
  FG211: {
    title: "A built-in provider cannot be loaded",
    hint: "Install create-frameio-app anew.",
  },
  FG212: {
    title: "No TypeScript can be made of an event schema",
    hint: "Simplify the schema of the event type that is named.",
  },
  FG213: {
    title: "The document of a provider is missing",
    hint: "Bring the file back from version control, or pin the document again with `npx frameio-gen add-provider`.",
  },
  FG214: {
    title: "The source of a provider cannot be read",
    hint: "Name a file, a folder of JSON Schemas, an https URL, or a package that is installed.",
  },
  FG215: {
    title: "The source describes no event types",
    hint: "Name an OpenAPI document with `webhooks`, an AsyncAPI document, or a folder of JSON Schemas, one for each event type.",
  },
  FG216: {
    title: "Something in the source of a provider was left out or made up",
    hint: "Look at the pinned document in `schemas/`; what is wrong there can be corrected there.",
  },
  FG217: {
    title: "There is no sample of the event type",
    hint: "Send a payload of yours with `--file payload.json`, or write an `example` into the document in `schemas/`.",
  },
  FG219: {
    title: "A secret in the URL of a provider is not kept",
    hint: "Set the variable that is named in its place when you run `frameio-gen types --refresh`.",
  },
  FG230: {
    title: "Your code does not compile with the new event types",
    hint: "Correct the place, or write the new types first with `--accept`.",
  },
  FG231: {
    title: "Your code uses what changed in a way that no type tells",
    hint: "Look at the place; write the new types with `--accept`.",
  },
  FG232: {
    title: "The events cannot be renamed so",
    hint: "Write `--rename old.event=new.event`, with an event that is gone and one that is new.",
  },
  FG233: {
    title: "The event types cannot be renewed as asked",
    hint: "Name a provider whose document is in the app: `npx frameio-gen providers` lists them.",
  },
  FG234: {
    title: "Your code can only be compiled in part",
    hint: "Install the app's dependencies, and run the command again.",
  },
  FG235: {
    title: "Something is not the same in the new version of the provider",
    hint: "Look at the place, and read `node_modules/create-frameio-app/docs/FROM_V2_TO_V4.md`.",
  },
  FG236: {
    title: "There is no such migration",
    hint: "Run `npx frameio-gen migrate frameio@2 frameio@4`.",
  },
} as const;
