import { appTemplates } from "../../generators/app/templates.js";
import { webhookTemplates } from "../../generators/webhook/templates.js";
import { type Diagnostic, FrameioGenError } from "../diagnostics/diagnostic.js";
import { didYouMean } from "../diagnostics/nearest.js";
import { quote } from "../diagnostics/printable.js";
import type { TemplateDescription } from "./template-description.js";

/** Every template that can be replaced, sorted by name. The kernel is not among them: it is code, tested as it is. */
export const templateCatalog: readonly TemplateDescription[] = [
  ...appTemplates,
  ...webhookTemplates,
].toSorted((a, b) => (a.name < b.name ? -1 : 1));

const byName = new Map(
  templateCatalog.map((template) => [template.name, template]),
);

/** A template by its exact name. */
export function templateNamed(name: string): TemplateDescription | undefined {
  return byName.get(name);
}

/**
 * A template by what somebody types: its name, with or without `.hbs`, or the file that it makes.
 *
 * @throws FrameioGenError FG701
 */
export function findTemplate(asked: string): TemplateDescription {
  const found = templateCatalog.find(
    ({ name, makes }) =>
      name === asked || name === `${asked}.hbs` || makes === asked,
  );
  if (found === undefined) throw new FrameioGenError([unknownTemplate(asked)]);
  return found;
}

/** @param file where the name was found; absent for the command line */
export function unknownTemplate(asked: string, file?: string): Diagnostic {
  const hint = didYouMean(asked, [
    ...templateCatalog.map(({ name }) => name),
    ...templateCatalog.map(({ makes }) => makes),
  ]);
  return {
    code: "FG701",
    severity: file === undefined ? "error" : "warning",
    message: `There is no template ${quote(asked)}`,
    ...(file === undefined ? {} : { file }),
    ...(hint === undefined ? {} : { hint }),
  };
}
