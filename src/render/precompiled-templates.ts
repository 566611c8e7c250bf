import type Handlebars from "handlebars";
import runtime from "handlebars/runtime.js";
import { templateHelpers } from "./template-helpers.js";
import { strictRenderer, type TemplateRenderer } from "./template-renderer.js";

/**
 * Renders templates that were compiled when the package was built.
 *
 * @param specifications what the build made, by path below `templates/`
 */
export function precompiledRenderer(
  specifications: Readonly<Record<string, TemplateSpecification>>,
): TemplateRenderer {
  // The package's own types of this module are empty.
  const { create } = runtime as unknown as typeof Handlebars;
  const engine = create();
  engine.registerHelper(templateHelpers);
  return strictRenderer((template, data) => {
    const specification = specifications[template];
    if (specification === undefined) throw new Error("there is none");
    return engine.template(specification)(data);
  });
}
