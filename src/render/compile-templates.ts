import Handlebars from "handlebars";
import { templateHelpers } from "./template-helpers.js";
import { strictRenderer, type TemplateRenderer } from "./template-renderer.js";

/** Of every template, ours or not. */
export const compileOptions: CompileOptions = {
  // HTML escaping has no place in code: O'Neil must not become O&#x27;Neil.
  noEscape: true,
  // A variable that the data lacks is an error, not an empty string.
  strict: true,
  knownHelpersOnly: true,
  knownHelpers: Object.fromEntries(
    Object.keys(templateHelpers).map((name) => [name, true]),
  ),
  preventIndent: true,
};

/**
 * Compiles templates when they are rendered.
 *
 * @param read text of a template below `templates/`
 */
export function compilingRenderer(
  read: (template: string) => string,
): TemplateRenderer {
  const engine = Handlebars.create();
  engine.registerHelper(templateHelpers);
  return strictRenderer((template, data) =>
    engine.compile(read(template), compileOptions)(data),
  );
}
