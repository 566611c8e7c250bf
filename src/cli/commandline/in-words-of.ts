import type { PackageManager } from "../../manifest/manifest.js";
import { packageManagers } from "../../model/package-managers.js";

/** Commands in a text, as the user of another package manager than npm types them. */
export function inWordsOf(manager: PackageManager, text: string): string {
  const { exec, run, start } = packageManagers[manager];
  return manager === "npm"
    ? text
    : text
        .replaceAll("npx frameio-gen", `${exec} frameio-gen`)
        .replaceAll("`npm start`", `\`${start}\``)
        .replaceAll("`npm run ", `\`${run} `)
        .replaceAll("npm install -D ", `${manager} add -D `);
}
