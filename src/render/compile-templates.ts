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
 * Compiles templates when they are rendered; each text once.
 *
 * @param read text of a template below `templates/`
 */
export function compilingRenderer(
  read: (template: string) => string,
): TemplateRenderer {
  const engine = Handlebars.create();
  engine.registerHelper(templateHelpers);
  const compiled = new Map<string, HandlebarsTemplateDelegate>();
  return strictRenderer((template, data) => {
    const text = read(template);
    const known =
      compiled.get(text) ?? engine.compile<object>(text, compileOptions);
    compiled.set(text, known);
    return known(data);
  });
}
