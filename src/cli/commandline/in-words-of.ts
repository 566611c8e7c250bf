import type { PackageManager } from "../../manifest/manifest.js";
import { packageManagers } from "../../model/package-managers.js";

/** Commands in a text, as the user of another package manager than npm types them. */
export function inWordsOf(manager: PackageManager, text: string): string {
  const { exec, run, start } = packageManagers[manager];
  if (manager === "npm") return text;
  return (
    text
      .replaceAll("npx frameio-gen", `${exec} frameio-gen`)
      .replaceAll("npx tsc", `${exec} tsc`)
      .replaceAll("`npm start`", `\`${start}\``)
      // Only npm keeps flags to itself that do not come after two dashes.
      .replaceAll(/`npm run ([\w:-]+) -- /g, `\`${run} $1 `)
      .replaceAll("`npm run ", `\`${run} `)
      .replaceAll(/npm install (?:-D|--save-dev) /g, `${manager} add -D `)
      .replaceAll(
        /npm create frameio-app( [\w-]+)? -- /g,
        `${manager} create frameio-app$1 `,
      )
      .replaceAll("npm create frameio-app", `${manager} create frameio-app`)
  );
}
