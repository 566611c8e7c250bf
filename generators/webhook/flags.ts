import type { Flags } from "../../src/cli/commandline/flag.js";

/** Everything that `frameio-gen add-webhook` can be told, beside the events. What has a prompt is asked for when no event is named. */
export const webhookFlags = {
  handler: {
    type: "string",
    value: "name",
    default: "named after the event",
    description:
      "One handler for all events: a name (src/webhooks/<name>.ts) or a path",
  },
  secret: {
    type: "string",
    value: "source",
    default: "as the provider's other webhooks do",
    description:
      "single, per-webhook, resolver, or the name of an environment variable",
    prompt: { order: 2, message: "Where does its signing secret come from?" },
  },
  mode: {
    type: "string",
    value: "mode",
    choices: ["inbox", "inline"],
    default: "inbox",
    description:
      "Record the delivery and answer at once, or run the handler first",
    prompt: { order: 3, message: "When does the handler run?" },
  },
  provider: {
    type: "string",
    value: "id",
    default: "frameio, or the only one that has them",
    description: "Provider that sends the events, as frameio.jsonc names it",
  },
} as const satisfies Flags;

export const eventsPrompt = {
  message: "Which events?",
} as const;

export const modeLabels = {
  inbox: ["After the answer", "recorded first; the app tries again by itself"],
  inline: ["Before the answer", "a failure makes the provider try again"],
} as const;
