import {
  DEFAULT_PROVIDERS,
  defaultProvider,
  secretVariableFor,
} from "./defaults.js";
import { entryText, type SecretText } from "./entry-text.js";
import type { PackageManager, Target } from "./manifest.js";

/** What the create command was told. */
export interface Answers {
  readonly name: string;
  readonly target: Target;
  readonly packageManager: PackageManager;
  /** One entry is written for each. */
  readonly events: readonly string[];
  /** One variable for all, one for each webhook (`FILE_READY_WEBHOOK_SECRET`), or a function in `src/secrets.ts`. */
  readonly secret: "single" | "per-webhook" | "resolver";
  /** Default: Frame.io V4 at `/webhooks/frameio`. */
  readonly providers?: readonly NewProvider[];
}

export interface NewProvider {
  readonly id: string;
  readonly schema: string;
  readonly path: string;
  /** Whether it sends the event. */
  sends(event: string): boolean;
}

export const RESOLVER_NAME = "resolveSecret";

const runners: Readonly<Record<PackageManager, string>> = {
  npm: "npx",
  pnpm: "pnpm exec",
  yarn: "yarn",
  bun: "bunx",
};

const secretComments: Readonly<Record<Answers["secret"], string>> = {
  single:
    "The signing secret is in the variable WEBHOOK_SECRET, unless an entry says otherwise.",
  "per-webhook": "Each entry names the variable that holds its signing secret.",
  resolver: `Signing secrets come from \`${RESOLVER_NAME}\` in src/secrets.ts.`,
};

/** The manifest of a new app: commented, Prettier-clean, with a line end. */
export function renderManifest(answers: Answers): string {
  const providers =
    answers.providers === undefined
      ? DEFAULT_PROVIDERS
      : Object.fromEntries(answers.providers.map((each) => [each.id, each]));
  const run = `${runners[answers.packageManager]} frameio-gen`;
  return [
    `// What this app is made from. Change it, then run \`${run} generate\`.`,
    "{",
    '  "$schema": "./.frameio/manifest.schema.json",',
    `  "name": ${JSON.stringify(answers.name)},`,
    `  "target": ${JSON.stringify(answers.target)},`,
    `  "packageManager": ${JSON.stringify(answers.packageManager)},`,
    "",
    "  // Who sends events, and where this app receives them.",
    '  "providers": {',
    ...Object.entries(providers).flatMap(([id, { schema, path }]) =>
      providerLines(id, { schema, path }),
    ),
    "  },",
    "",
    "  // One entry for each handler.",
    `  // ${secretComments[answers.secret]}`,
    ...webhookLines(answers, `${run} add-webhook`),
    "",
    "  // Where deliveries are kept until they are worked off: sqlite, redis, postgres, or memory for tests.",
    '  "inbox": { "engine": "sqlite" },',
    "",
    "  // A verified payload that breaks its schema: report it, reject it, or turn the check off.",
    '  "validate": "report",',
    "}",
    "",
  ].join("\n");
}

function providerLines(id: string, entry: object): string[] {
  const members = Object.entries(entry).map(
    ([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`,
  );
  const line = `    ${JSON.stringify(id)}: { ${members.join(", ")} },`;
  return line.length <= 80
    ? [line]
    : [
        `    ${JSON.stringify(id)}: {`,
        ...members.map((member) => `      ${member},`),
        "    },",
      ];
}

function webhookLines(
  { events, secret, providers = [] }: Answers,
  add: string,
): string[] {
  const layout = {
    eol: "\n",
    unit: "  ",
    trailingComma: true,
    indent: "    ",
    oneLine: false,
  };
  const unnamed = defaultProvider(providers.map(({ id }) => id));
  const entries = events.map((event) => {
    const owner = providers.find((provider) => provider.sends(event))?.id;
    const provider = owner === unnamed ? undefined : owner;
    const entry = {
      events: [event],
      provider,
      secret: secretFor(event, provider, secret),
    };
    return `    ${entryText(entry, layout)},`;
  });
  // The comment at the end also keeps Prettier from joining the list into one line.
  return [
    '  "webhooks": [',
    ...entries,
    `    // Add one with \`${add} <event>\`.`,
    "  ],",
  ];
}

/** @param provider undefined for the default one */
function secretFor(
  event: string,
  provider: string | undefined,
  secret: Answers["secret"],
): SecretText | undefined {
  switch (secret) {
    case "single":
      // No two providers give out the same secret.
      return provider === undefined
        ? undefined
        : { env: secretVariableFor(provider) };
    case "per-webhook":
      return { env: secretVariableFor(event) };
    case "resolver":
      return { resolver: RESOLVER_NAME };
  }
}
