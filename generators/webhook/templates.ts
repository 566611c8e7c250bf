import {
  boolean,
  type DataDescription,
  json,
  list,
  object,
  optional,
  type TemplateDescription,
  text,
  type Variable,
} from "../../src/customize/template-description.js";

const event: DataDescription = {
  name: text("The event type, such as `file.ready`"),
  typeName: text("Its TypeScript type, such as `FileReadyEvent`"),
  identifier: text("Name of its fixture, such as `fileReady`"),
  summary: text("What happened, one sentence"),
};

const sampled: DataDescription = {
  ...event,
  example: json("A sample payload"),
};

const unsampled = list("Event types of which no sample could be made", event);

const subscription: DataDescription = {
  name: text("An event type, or a family such as `comment.*`"),
  summary: text("What happened, one sentence"),
};

const member: DataDescription = {
  label: text("What logs call it"),
  path: list("Keys from the event down to it", { key: text("An identifier") }),
};

const eventName = optional(
  object(
    "Where the payload has the event type; not where a header has it",
    member,
  ),
);

const publicModule = text("Import path of `src/frameio/index.gen.ts`");

const events: Readonly<Record<"publicModule" | "events" | "single", Variable>> =
  {
    publicModule,
    events: list("Event types of the handler", event),
    single: optional(object("The event type, where there is only one", event)),
  };

/** Templates of a webhook. What they make is made once and is the user's from then on. */
export const webhookTemplates: readonly TemplateDescription[] = [
  {
    name: "webhook/handler.ts.hbs",
    makes: "src/webhooks/<event>.ts",
    data: {
      ...events,
      subscriptions: list("What the handler asks for", subscription),
      subscription: optional(
        object("What it asks for, where that is one thing only", subscription),
      ),
      sole: optional(
        object("The same, where nothing follows the handler", subscription),
      ),
      provider: optional(
        text(
          "Whose events they are, where another provider has events of the same names",
        ),
      ),
      subject: optional(object("What the events are about", member)),
      eventName,
      readsEvent: boolean("Whether the handler reads one of them"),
    },
  },
  {
    name: "webhook/fixture.ts.hbs",
    makes: "test/fixtures/<event>.ts",
    data: {
      publicModule,
      events: list("Event types of the handler that have a sample", sampled),
      single: optional(
        object("The event type, where only one has a sample", sampled),
      ),
      unsampled,
      testPath: text("The test that uses the fixtures"),
      providerTitle: text("The sender's name"),
      namespace: optional(
        text("Where the types are, where another provider has such types too"),
      ),
    },
  },
  {
    name: "webhook/test.ts.hbs",
    makes: "test/webhooks/<event>.test.ts",
    data: {
      testingModule: text("Import path of `src/frameio/testing.gen.ts`"),
      handlerModule: text("Import path of the handler"),
      identifier: text("The handler's name where it is imported"),
      fixtureModule: text("Import path of the fixtures"),
      slug: text("Name of the webhook, such as `file-ready`"),
      eventName,
      unsampled,
      fixturePath: text("The file that the fixtures are in"),
    },
  },
];
