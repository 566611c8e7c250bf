import { findTemplate } from "../../customize/catalog.js";
import type {
  DataDescription,
  TemplateDescription,
  Variable,
} from "../../customize/template-description.js";
import type { Json } from "../../schema/catalog.js";
import type { OpenApp } from "../app/open-app.js";
import { inWords } from "../commandline/in-words.js";
import type { CliContext } from "../context.js";
import { ExitCode } from "../exit-code.js";
import { paintFor, print, printJson } from "../output.js";
import { type TemplateState, templateStates } from "./template-states.js";

/** `templates list`: all of them, or one with its data. */
export function listTemplates(
  context: CliContext,
  app: OpenApp,
  asked: string | undefined,
  json: boolean,
): ExitCode {
  const wanted = asked === undefined ? undefined : findTemplate(asked);
  const states = templateStates(app).filter(
    ({ template }) => wanted === undefined || template === wanted,
  );
  if (json) {
    printJson(context, {
      ok: true,
      exitCode: ExitCode.done,
      command: "templates list",
      root: app.root,
      templates: states.map(toJson),
    });
    return ExitCode.done;
  }
  const paint = paintFor(context.stdout, context.env);
  const width = Math.max(...states.map(({ template }) => template.name.length));
  for (const state of states) {
    const { name, makes } = state.template;
    print(
      context,
      `${paint.strong(name.padEnd(width))}  ${makes}  ${paint.info(whose(state))}`,
    );
  }
  const [only] = wanted === undefined ? [] : states;
  print(context, "");
  print(
    context,
    only === undefined
      ? inWords(
          context,
          "What a template is given: `npx frameio-gen templates list <name>`. Copy one to change it: `npx frameio-gen templates eject <name>`.",
        )
      : dataLines(only.template).join("\n"),
  );
  return ExitCode.done;
}

function whose({ inUse, layer, file }: TemplateState): string {
  switch (inUse) {
    case "ours":
      return "ours";
    case "layer":
      return `of the layer ${layer ?? ""}`;
    case "ejected":
      return `ejected: ${file ?? ""}`;
  }
}

function dataLines({ data }: TemplateDescription): string[] {
  if (Object.keys(data).length === 0)
    return ["It is copied as it is, and is given nothing."];
  return rows(data, "  ").map(({ name, type, description }) =>
    `${name.padEnd(26)} ${type.padEnd(16)} ${description}`.trimEnd(),
  );
}

function rows(
  data: DataDescription,
  indent: string,
): { name: string; type: string; description: string }[] {
  return Object.entries(data).flatMap(([name, variable]) => [
    {
      name: indent + name,
      type: typeName(variable),
      description: variable.description,
    },
    ...rows(variable.members ?? {}, `${indent}  `),
  ]);
}

function typeName({ type, members, optional }: Variable): string {
  const name =
    type === "list" ? `list of ${members ? "objects" : "texts"}` : type;
  return optional ? `${name}?` : name;
}

function toJson({ template, inUse, layer, file }: TemplateState): Json {
  return {
    name: template.name,
    makes: template.makes,
    inUse,
    layer: layer ?? null,
    file: file ?? null,
    data: template.data as unknown as Json,
  };
}
