import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

const versions = JSON.parse(
  readFileSync(
    new URL("../../../templates/versions.json", import.meta.url),
    "utf8",
  ),
) as Record<string, string>;

/** We keep an older one ourselves, for its API. */
const installedAs: Readonly<Record<string, string>> = {
  typescript: "typescript7",
};

it.each(Object.entries(versions))(
  "an app pins the %s that is tested here, %s",
  (name, version) => {
    const manifest = readFileSync(
      new URL(
        `../../../node_modules/${installedAs[name] ?? name}/package.json`,
        import.meta.url,
      ),
      "utf8",
    );
    expect((JSON.parse(manifest) as { version: string }).version).toBe(version);
  },
);
