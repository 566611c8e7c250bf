import { type CompiledTemplate, runtime } from "./compiled-template.js";
import { namingTemplate, type TemplateRenderer } from "./template-renderer.js";

/**
 * Renders templates that were compiled when the package was built.
 *
 * @param templates what the build made, by path below `templates/`
 */
export function precompiledRenderer(
  templates: Readonly<Record<string, CompiledTemplate>>,
): TemplateRenderer {
  return namingTemplate((template, data) => {
    const compiled = templates[template];
    if (compiled === undefined) throw new Error("there is none");
    return compiled(data, runtime);
  });
}
