import type { AnyCommand } from "./commandline/command.js";
import type { CliContext } from "./context.js";
import { ExitCode } from "./exit-code.js";
import { paintFor, printJson } from "./output.js";

interface Entry {
  readonly summary: string;
  /** Loads only what the command needs. */
  readonly load: () => Promise<{ readonly default: AnyCommand }>;
}

const commands: Readonly<Record<string, Entry>> = {
  generate: {
    summary: "Generate the app anew from frameio.jsonc (the default command)",
    load: () => import("./commands/generate.js"),
  },
  "add-webhook": {
    summary: "Handle another event: manifest entry, handler, fixture, test",
    load: () => import("./commands/add-webhook.js"),
  },
  "remove-webhook": {
    summary: "Handle an event no longer: the inverse of add-webhook",
    load: () => import("./commands/remove-webhook.js"),
  },
  "rename-handler": {
    summary: "Give a handler another name, with its fixture and test",
    load: () => import("./commands/rename-handler.js"),
  },
  update: {
    summary: "Bring the app to this version of the tool: migrate, generate",
    load: () => import("./commands/update.js"),
  },
  adopt: {
    summary: "Make an app of a project that is there already",
    load: () => import("./commands/adopt.js"),
  },
  undo: {
    summary: "Take back the last change that a command made",
    load: () => import("./commands/undo.js"),
  },
  apply: {
    summary: "Do what a saved plan says (generate --out plan.json)",
    load: () => import("./commands/apply.js"),
  },
  "add-provider": {
    summary: "Receive events of another provider, from its description",
    load: () => import("./commands/add-provider.js"),
  },
  providers: {
    summary: "List the app's providers, and where they are described",
    load: () => import("./commands/providers.js"),
  },
  types: {
    summary: "Renew the event types, and say first what breaks in your code",
    load: () => import("./commands/types.js"),
  },
  migrate: {
    summary: "Go to another version of a provider: frameio@2 to frameio@4",
    load: () => import("./commands/migrate.js"),
  },
  events: {
    summary: "List the event types, or search them",
    load: () => import("./commands/events.js"),
  },
  trigger: {
    summary: "Send a signed sample delivery to the running app",
    load: () => import("./commands/trigger.js"),
  },
  inbox: {
    summary: "Look at what the app has accepted; run it again, remove it",
    load: () => import("./commands/inbox.js"),
  },
  webhooks: {
    summary: "Register, list, change and delete webhooks at the provider",
    load: () => import("./commands/webhooks.js"),
  },
  check: {
    summary: "Say whether the generated files are up to date (for CI)",
    load: () => import("./commands/check.js"),
  },
  diff: {
    summary: "Show what generate would change, as a unified diff",
    load: () => import("./commands/diff.js"),
  },
  status: {
    summary: "Show who owns each file, and what you edited",
    load: () => import("./commands/status.js"),
  },
  templates: {
    summary: "List the templates, copy one to change it, compare with ours",
    load: () => import("./commands/templates.js"),
  },
  run: {
    summary: "Run a Yeoman generator of yours; what it writes is merged",
    load: () => import("./commands/run.js"),
  },
  "merge-file": {
    summary: "Merge three versions of a file by structure",
    load: () => import("./commands/merge-file.js"),
  },
  "merge-driver": {
    summary: "Let git merge the app's files by structure",
    load: () => import("./commands/merge-driver.js"),
  },
  doctor: {
    summary: "Look for what keeps the app from working",
    load: () => import("./commands/doctor.js"),
  },
};

/** `frameio-gen`: finds the command and runs it; `generate` when none is named. */
export async function runGen(
  context: CliContext,
  argv: readonly string[],
): Promise<ExitCode> {
  const [first = ""] = argv;
  if (first === "help" || first === "--help" || first === "-h") {
    const [, named] = argv;
    return named !== undefined && Object.hasOwn(commands, named)
      ? run(context, named, ["--help", ...argv.slice(2)])
      : showHelp(context, argv.includes("--json"));
  }
  if (first === "" || first.startsWith("-")) {
    return run(context, "generate", argv);
  }
  if (Object.hasOwn(commands, first)) {
    return run(context, first, argv.slice(1));
  }
  return unknownCommand(context, first, argv.includes("--json"));
}

async function run(
  context: CliContext,
  name: string,
  argv: readonly string[],
): Promise<ExitCode> {
  const command = await commands[name]!.load();
  return command.default.execute(context, argv);
}

async function showHelp(context: CliContext, json: boolean): Promise<ExitCode> {
  const list = Object.entries(commands).map(([name, { summary }]) => ({
    name,
    summary,
  }));
  if (json) {
    printJson(context, { name: "frameio-gen", commands: list });
    return ExitCode.done;
  }
  const { renderProgramHelp } = await import("./commandline/help.js");
  const program = {
    name: "npx frameio-gen",
    summary:
      "Everything about the app is in frameio.jsonc; this makes the rest",
    examples: [
      { command: "npx frameio-gen", does: "after a change of frameio.jsonc" },
      {
        command: "npx frameio-gen add-webhook comment.created",
        does: "handle another event",
      },
      {
        command: "npx frameio-gen trigger file.ready",
        does: "try a handler in the running app",
      },
      { command: "npx frameio-gen check", does: "in CI: exit code 3 on drift" },
    ],
    commands: list,
  };
  const paint = paintFor(context.stdout, context.env);
  const { inWords } = await import("./commandline/in-words.js");
  context.stdout.write(inWords(context, renderProgramHelp(program, paint)));
  return ExitCode.done;
}

async function unknownCommand(
  context: CliContext,
  name: string,
  json: boolean,
): Promise<ExitCode> {
  const [{ reportFailure }, { FrameioGenError }, { didYouMean }, { quote }] =
    await Promise.all([
      import("./commandline/failure.js"),
      import("../diagnostics/diagnostic.js"),
      import("../diagnostics/nearest.js"),
      import("../diagnostics/printable.js"),
    ]);
  const hint = didYouMean(name, Object.keys(commands));
  const error = new FrameioGenError([
    {
      code: "FG501",
      severity: "error",
      message: `Unknown command ${quote(name)}`,
      ...(hint === undefined ? {} : { hint }),
    },
  ]);
  return reportFailure(context, error, json);
}
