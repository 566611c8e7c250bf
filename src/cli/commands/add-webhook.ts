import {
  addToManifest,
  prevailingSecret,
  type WebhookAnswers,
} from "../../../generators/webhook/answers.js";
import { webhookFlags } from "../../../generators/webhook/flags.js";
import {
  type Diagnostic,
  FrameioGenError,
} from "../../diagnostics/diagnostic.js";
import { quote } from "../../diagnostics/printable.js";
import type { Added } from "../../manifest/edit.js";
import { eventsNamed } from "../../manifest/families.js";
import type { Manifest } from "../../manifest/manifest.js";
import type { FileEdit } from "../../reconcile/file-edit.js";
import type { EventType } from "../../schema/catalog.js";
import { finish, type FinishOptions } from "../app/finish.js";
import { openApp, type OpenApp } from "../app/open-app.js";
import { planApp } from "../app/plan-app.js";
import { readManifest } from "../app/read-manifest.js";
import { outFlag, savePlan } from "../app/save-plan.js";
import { executable } from "../commandline/execute.js";
import {
  conflictFlag,
  dryRunFlag,
  type Flags,
  jsonFlag,
} from "../commandline/flag.js";
import type { CliContext } from "../context.js";
import { unsetNote } from "../create/tell.js";
import { senderOf } from "../events/sender.js";
import { ExitCode } from "../exit-code.js";
import { remark } from "../output.js";
import { appEnvironment, unsetVariables } from "../trigger/environment.js";

const flags = {
  ...webhookFlags,
  ...conflictFlag,
  ...outFlag,
  ...dryRunFlag,
  ...jsonFlag,
} as const satisfies Flags;

export default executable({
  name: "frameio-gen add-webhook",
  summary: "Handle another event: manifest entry, handler, fixture and test",
  details: [
    "Edits frameio.jsonc, with its comments kept, and generates, in one step. An event that is handled already is left alone;\n" +
      "a handler that you wrote by hand, anywhere in src/, is found and used.",
  ],
  positionals: { usage: "<event…>", min: 0, max: 100 },
  flags,
  examples: [
    {
      command: "npx frameio-gen add-webhook comment.created",
      does: "a handler in src/webhooks/comment-created.ts",
    },
    {
      command:
        "npx frameio-gen add-webhook file.ready file.created --handler files",
      does: "one handler for both",
    },
    {
      command: 'npx frameio-gen add-webhook "comment.*"',
      does: "one handler for a whole family",
    },
    {
      command:
        "npx frameio-gen add-webhook file.ready --secret ACME_WEBHOOK_SECRET",
      does: "with a secret of its own",
    },
  ],
  run: async (context, { flags: given, positionals }) => {
    const dryRun = given["dry-run"] === true;
    const json = given.json === true;
    const app = openApp(context, dryRun ? "read" : "write");
    const manifest = readManifest(app);
    const sender = senderOf(
      app.tool.providers,
      manifest.providers,
      positionals,
      given.provider,
    );
    const known = sender.catalog.events;
    const { provider } = sender;
    const { handler, secret, mode } = given;
    const answers = { events: positionals, handler, secret, mode, provider };
    const edited =
      positionals.length > 0
        ? addToManifest(app.manifestText, manifest, answers)
        : await askWhich(context, app, manifest, answers, known, json);
    const { text, edits, told } = await withHandWritten(
      app,
      manifest,
      edited,
      answers,
    );
    const planned = await planApp(app, {
      manifestText: text,
      edits,
      conflicts: given.conflict ?? "report",
      tellEdited: dryRun || json || given.out !== undefined,
    });
    const warnings = [
      ...told,
      ...toldOfNoSample(edited.added, known),
      ...planned.changeSet.warnings,
    ];
    const changeSet = { ...planned.changeSet, warnings };
    const unset = unsetVariables(
      planned.model.variables,
      appEnvironment(app.workspace, context.env),
    );
    const options: FinishOptions & { record: string } = {
      command: "add-webhook",
      record: `add-webhook ${edited.added.join(" ")}`,
      dryRun,
      json,
      extra: {
        added: edited.added,
        already: edited.already,
        unsetVariables: unset,
      },
      upToDate: `Nothing to do: ${edited.already.join(", ")} ${edited.already.length === 1 ? "is" : "are"} handled already.`,
    };
    const exitCode =
      given.out === undefined
        ? await finish(context, app.workspace, changeSet, options)
        : savePlan(
            context,
            app,
            { ...planned, changeSet },
            { ...options, out: given.out },
          );
    if (exitCode === ExitCode.done && unset.length > 0 && !json) {
      remark(context, unsetNote(unset));
    }
    return exitCode;
  },
});

/** Event types whose fixture and test wait for the user. */
function toldOfNoSample(
  added: readonly string[],
  known: readonly EventType[],
): readonly Diagnostic[] {
  const names = new Set(
    eventsNamed(added, () => known.map(({ name }) => name)),
  );
  return known
    .filter(({ name, example }) => names.has(name) && example === undefined)
    .map(({ name }) => ({
      code: "FG206",
      severity: "warning",
      message: `There is no sample of ${quote(name)}: its test waits for one`,
      hint: "Write one into its file in test/fixtures, and take the `test.todo` out of its test.",
    }));
}

/** Handlers that the user wrote before are used, and not made a second time. */
async function withHandWritten(
  app: OpenApp,
  { webhooks }: Manifest,
  { text, added }: Added,
  { handler, provider }: WebhookAnswers,
): Promise<{
  readonly text: string;
  readonly edits: readonly FileEdit[];
  readonly told: readonly Diagnostic[];
}> {
  const { findHandWritten, omitTests, toldOfHandWritten, useHandWritten } =
    await import("../../handlers/hand-written.js");
  const others = new Set(
    webhooks
      .filter((webhook) => webhook.provider !== provider)
      .map((webhook) => webhook.handler),
  );
  const files =
    handler === undefined
      ? await findHandWritten(app.workspace, added, others)
      : new Map<string, string>();
  if (files.size === 0) return { text, edits: [], told: [] };
  const registered = new Set(webhooks.map((webhook) => webhook.handler));
  const manifestText = useHandWritten(text, files, registered, provider);
  const { modelOf } = await import("../../pipeline.js");
  const { model } = modelOf({ ...app, manifestText });
  return {
    text: manifestText,
    edits: omitTests(model, files, app.lockfile),
    told: toldOfHandWritten(files),
  };
}

async function askWhich(
  context: CliContext,
  app: OpenApp,
  manifest: Manifest,
  answers: WebhookAnswers,
  known: readonly EventType[],
  json: boolean,
): Promise<Added> {
  const named = manifest.webhooks.flatMap(({ events }) => events);
  const handled = new Set(
    eventsNamed(named, () => known.map(({ name }) => name)),
  );
  const open = known.filter(({ name }) => !handled.has(name));
  if (json || !context.interactive) {
    throw new FrameioGenError([
      {
        code: "FG505",
        severity: "error",
        message: "The event is missing, and there is no terminal to ask",
        hint: `Run \`npx frameio-gen add-webhook ${open[0]?.name ?? "file.ready"}\`; \`npx frameio-gen events\` lists the event types.`,
      },
    ]);
  }
  const { askForWebhook } = await import("../events/ask.js");
  return askForWebhook(context, {
    given: Object.fromEntries(
      Object.entries({ ...answers, events: undefined }).filter(
        ([, value]) => value !== undefined,
      ),
    ),
    manifest,
    manifestText: app.manifestText,
    events: open,
    secret: prevailingSecret(manifest, answers.provider),
  });
}
