import { FrameioGenError } from "../../diagnostics/diagnostic.js";
import { defaultProvider } from "../../manifest/defaults.js";
import type { Manifest } from "../../manifest/manifest.js";
import { toldOfComments } from "../../handlers/told-of-comments.js";
import type { RemovalPlan } from "../../handlers/plan-removal.js";
import { finish, isBlocked } from "../app/finish.js";
import { openApp, type OpenApp } from "../app/open-app.js";
import { planApp, type PlannedApp } from "../app/plan-app.js";
import { readManifest } from "../app/read-manifest.js";
import { undeclaredProvider } from "../app/undeclared-provider.js";
import { executable } from "../commandline/execute.js";
import {
  conflictFlag,
  dryRunFlag,
  type Flags,
  jsonFlag,
} from "../commandline/flag.js";
import { paintPatch, patchOf } from "../drift/patch.js";
import { assertKnownEvents } from "../events/known-events.js";
import { paintFor, print } from "../output.js";

const flags = {
  provider: {
    type: "string",
    value: "id",
    default: "the one that sends the event",
    description: "Provider that sends the events, as frameio.jsonc names it",
  },
  force: {
    type: "boolean",
    description: "Delete handler, fixture and test even where you edited them",
  },
  ...conflictFlag,
  ...dryRunFlag,
  ...jsonFlag,
} as const satisfies Flags;

export default executable({
  name: "frameio-gen remove-webhook",
  summary: "Handle an event no longer: the inverse of add-webhook",
  details: [
    "Files that are as they were generated are deleted. Those that you edited stay, and are yours alone; what you changed is shown.\n" +
      "Comments of yours that stand at the entry in frameio.jsonc go with it, and are shown.\n" +
      "Where the handler receives other events, too, only the entry in frameio.jsonc changes.",
  ],
  positionals: { usage: "<event…>", min: 1, max: 100 },
  flags,
  examples: [
    {
      command: "npx frameio-gen remove-webhook comment.created",
      does: "manifest entry, handler, fixture and test",
    },
    {
      command: "npx frameio-gen remove-webhook comment.created --dry-run",
      does: "see first what would go and what would stay",
    },
    {
      command: "npx frameio-gen remove-webhook comment.created --force",
      does: "delete what you edited, too",
    },
  ],
  run: async (context, { flags: given, positionals }) => {
    const dryRun = given["dry-run"] === true;
    const json = given.json === true;
    const app = openApp(context, dryRun ? "read" : "write");
    if (positionals.length === 0) throw missingEvent();
    const manifest = readManifest(app);
    const provider = providerOf(manifest, positionals, given.provider);
    assertKnownEvents(positionals, eventsOf(app, manifest, provider));
    const { planRemoval, toldOfKept } =
      await import("../../handlers/plan-removal.js");
    const plan = await planRemoval({
      ...app,
      disk: app.workspace,
      events: positionals,
      provider,
      force: given.force === true,
      made: async (path) => (await textsNow(app)).get(path)?.text,
    });
    const { changeSet } = await planApp(app, {
      manifestText: plan.text,
      edits: plan.edits,
      remove: plan.remove,
      conflicts: given.conflict ?? "report",
      tellEdited: dryRun || json,
    });
    const patches = await patchesOf(app, plan);
    const warnings = [
      ...changeSet.warnings,
      ...toldOfComments(plan.comments),
      ...plan.kept.map(toldOfKept),
    ];
    const exitCode = await finish(
      context,
      app.workspace,
      { ...changeSet, warnings },
      {
        command: "remove-webhook",
        record: `remove-webhook ${plan.removed.join(" ")}`,
        dryRun,
        json,
        extra: {
          removed: plan.removed,
          notHandled: plan.missing,
          removedComments: plan.comments.map((comment) => ({ ...comment })),
          kept: plan.kept.map(({ path, reason }) => ({
            path,
            reason,
            ...(patches.has(path) ? { patch: patches.get(path) ?? "" } : {}),
          })),
        },
        upToDate: `Nothing to do: ${plan.missing.join(", ")} ${plan.missing.length === 1 ? "is" : "are"} not handled.`,
      },
    );
    if (!json && !isBlocked(changeSet)) {
      const paint = paintFor(context.stdout, context.env);
      for (const patch of patches.values())
        print(context, `\n${paintPatch(patch.trimEnd(), paint)}`);
    }
    return exitCode;
  },
});

/** What is generated, before the webhook is removed; empty where that cannot be told. */
async function textsNow(app: OpenApp): Promise<PlannedApp["tree"]> {
  try {
    return (await planApp(app, { everyText: true })).tree;
  } catch (error) {
    if (error instanceof FrameioGenError) return new Map();
    throw error;
  }
}

/** What the user changed in the files that stay, as far as it can be told. */
async function patchesOf(
  app: OpenApp,
  { kept }: RemovalPlan,
): Promise<ReadonlyMap<string, string>> {
  const edited = kept.filter(({ reason }) => reason === "edited");
  if (edited.length === 0) return new Map();
  const tree = await textsNow(app);
  // Without the text that was generated there is nothing to compare with; the files are told all the same.
  if (tree.size === 0) return new Map();
  const patches = await Promise.all(
    edited.map(async ({ path }): Promise<[string, string]> => {
      const before = tree.get(path)?.text;
      const after = app.workspace.read(path)?.text;
      return [path, await patchOf({ path, before, after })];
    }),
  );
  return new Map(patches);
}

/** The provider that is named, or the one whose webhooks the events are. */
function providerOf(
  { providers, webhooks }: Manifest,
  events: readonly string[],
  asked: string | undefined,
): string | undefined {
  const ids = Object.keys(providers);
  if (asked !== undefined && !ids.includes(asked))
    throw undeclaredProvider(asked, ids);
  if (asked !== undefined) return asked;
  const owners = new Set(
    webhooks
      .filter((webhook) => events.some((name) => webhook.events.includes(name)))
      .map(({ provider }) => provider),
  );
  if (owners.size > 1) {
    throw new FrameioGenError([
      {
        code: "FG503",
        severity: "error",
        message: `Several providers send such events; --provider says whose are meant`,
        hint: `They are ${[...owners].join(", ")}.`,
      },
    ]);
  }
  return [...owners][0] ?? defaultProvider(ids);
}

function eventsOf(
  { tool }: OpenApp,
  { providers }: Manifest,
  provider: string | undefined,
) {
  const schemas = Object.entries(providers)
    .filter(([id]) => provider === undefined || id === provider)
    .map(([, { schema }]) => schema);
  return schemas.flatMap(
    (schema) => tool.providers.load(schema)?.catalog.events ?? [],
  );
}

function missingEvent(): FrameioGenError {
  return new FrameioGenError([
    {
      code: "FG504",
      severity: "error",
      message: "The event is missing",
      hint: "Run `npx frameio-gen remove-webhook <event>`; frameio.jsonc lists the events that are handled.",
    },
  ]);
}
