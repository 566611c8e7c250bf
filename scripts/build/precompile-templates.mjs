// Compiles every Handlebars template to JavaScript: compiling them when an app is generated would be most of its time.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { importTypeScript } from "./import-typescript.mjs";

/**
 * @param {string} root absolute path of the checkout
 * @returns {Promise<string>} a CommonJS module whose export `templates` maps paths below templates/ to compiled templates
 */
export async function precompileTemplates(root) {
  const { precompile } = await importTypeScript(
    root,
    "src/render/template-code.ts",
  );
  const templates = join(root, "templates");
  const entries = readdirSync(templates, { recursive: true })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => path.endsWith(".hbs"))
    .sort()
    .map((path) => {
      const source = readFileSync(join(templates, path), "utf8");
      return `${JSON.stringify(path)}:${precompile(source.replaceAll("\r\n", "\n"))}`;
    });
  return `exports.templates = {${entries.join(",\n")}};\n`;
}
