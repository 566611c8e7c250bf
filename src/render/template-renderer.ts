/**
 * Renders a template.
 *
 * @param template its path below `templates/`
 * @throws Error that names the template and the unknown variable or helper
 */
export type TemplateRenderer = (template: string, data: object) => string;

/** Adds to a raw renderer that unknown variables are errors wherever they stand, and that errors name the template. */
export function strictRenderer(raw: TemplateRenderer): TemplateRenderer {
  return namingTemplate((template, data) => raw(template, known(data)));
}

/** Adds to a renderer that errors name the template. */
export function namingTemplate(render: TemplateRenderer): TemplateRenderer {
  return (template, data) => {
    try {
      return render(template, data);
    } catch (error) {
      throw new Error(
        `template ${template}: ${error instanceof Error ? error.message : String(error)}`,
        { cause: error },
      );
    }
  };
}

/** Data that throws where Handlebars' strict mode still stays silent: at an unknown variable in `{{#if}}` and the like. */
function known<T extends object>(data: T): T {
  return new Proxy(data, {
    // Strict mode asks first, and its own error would not say what there is.
    has: () => true,
    get(target, property): unknown {
      if (typeof property === "string" && !Object.hasOwn(target, property)) {
        throw new Error(
          `unknown variable "${property}"; there are ${list(target)}`,
        );
      }
      const value: unknown = Reflect.get(target, property);
      return isRecord(value) ? known(value) : value;
    },
  });
}

function list(data: object): string {
  return Object.keys(data).sort().join(", ");
}

function isRecord(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
