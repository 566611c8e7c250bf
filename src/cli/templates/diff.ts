import { findTemplate } from "../../customize/catalog.js";
import type { OpenApp } from "../app/open-app.js";
import type { CliContext } from "../context.js";
import { paintPatch, patchOf } from "../drift/patch.js";
import { ExitCode } from "../exit-code.js";
import { paintFor, print, printJson, remark } from "../output.js";
import { templateStates } from "./template-states.js";

/** `templates diff`: how the templates in use differ from the tool's own. */
export async function diffTemplates(
  context: CliContext,
  app: OpenApp,
  asked: string | undefined,
  json: boolean,
): Promise<ExitCode> {
  const wanted = asked === undefined ? undefined : findTemplate(asked);
  const differing = templateStates(app).filter(
    ({ template, text }) =>
      (wanted === undefined || template === wanted) &&
      text !== app.tool.assets.template(template.name),
  );
  const patches = await Promise.all(
    differing.map(async ({ template: { name }, text, inUse, file }) => ({
      name,
      inUse,
      file: file ?? null,
      patch: await patchOf({
        path: file ?? name,
        before: app.tool.assets.template(name),
        after: text,
      }),
    })),
  );
  if (json) {
    printJson(context, {
      ok: true,
      exitCode: ExitCode.done,
      command: "templates diff",
      root: app.root,
      templates: patches,
    });
  } else if (patches.length === 0) {
    remark(context, "No difference: the tool's own templates are in use.");
  } else {
    const paint = paintFor(context.stdout, context.env);
    for (const { patch } of patches)
      print(context, paintPatch(patch.trimEnd(), paint));
  }
  return ExitCode.done;
}
