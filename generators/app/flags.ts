import type { Flags } from "../../src/cli/commandline/flag.js";

/** Everything that `create-frameio-app` can be told about the app. What has a prompt is asked for in a terminal. */
export const appFlags = {
  name: {
    type: "string",
    value: "name",
    default: "the folder's name",
    description: "Name of the app, which is its npm package name as well",
    prompt: { order: 1, message: "What is the app called?" },
  },
  provider: {
    type: "list",
    value: "provider",
    default: "frameio",
    description:
      "Who sends events: frameio, frameio@2, loopcanvas, ai-platform, …; may be repeated",
  },
  events: {
    type: "list",
    value: "events",
    default: "file.ready, or each provider's first",
    description: "Event types to handle, with commas between",
    prompt: {
      order: 3,
      message: "Which events does it handle?",
    },
  },
  secret: {
    type: "string",
    value: "kind",
    choices: ["single", "per-webhook", "resolver"],
    default: "single",
    description: "Where signing secrets come from",
    prompt: { order: 4, message: "Where do the signing secrets come from?" },
  },
  target: {
    type: "string",
    value: "target",
    choices: ["node"],
    default: "node",
    description: "Where the app runs",
  },
  "package-manager": {
    type: "string",
    value: "manager",
    choices: ["npm", "pnpm", "yarn", "bun"],
    default: "the one you use",
    description: "Package manager of the app",
    prompt: { order: 5, message: "Which package manager?" },
  },
  git: {
    type: "boolean",
    negatable: true,
    default: "yes",
    description: "Make a git repository with a first commit",
    prompt: { order: 6, message: "Make a git repository?" },
  },
  install: {
    type: "boolean",
    negatable: true,
    default: "yes",
    description: "Install the dependencies",
    prompt: { order: 7, message: "Install the dependencies?" },
  },
  existing: {
    type: "boolean",
    description:
      "Add the app to a folder that is not empty; files there are never overwritten",
    prompt: {
      order: 2,
      message:
        "The folder is not empty. Add the app to it? Files there are never overwritten.",
    },
  },
} as const satisfies Flags;

/** What each choice of `--secret` means, for the question. */
export const secretLabels = {
  single: ["One environment variable", "WEBHOOK_SECRET"],
  "per-webhook": [
    "One variable for each webhook",
    "FILE_READY_WEBHOOK_SECRET, …",
  ],
  resolver: ["A function of your own", "src/secrets.ts, for many tenants"],
} as const;
