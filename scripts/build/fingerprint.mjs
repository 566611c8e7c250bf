// One digest of everything that the build reads.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

const INPUTS = [
  "LICENSE",
  "package.json",
  "package-lock.json",
  "src",
  "generators",
  "schemas",
  "templates",
  "scripts/build",
  "scripts/build.mjs",
  "scripts/build-providers.mjs",
];

/** @param {string} root absolute path of the repository */
export function fingerprint(root) {
  const hash = createHash("sha256");
  for (const path of INPUTS.flatMap((input) => filesBelow(root, input))) {
    hash.update(`\0${path}\0`).update(readFileSync(join(root, path)));
  }
  return hash.digest("hex");
}

function filesBelow(root, path) {
  const stat = statSync(join(root, path), { throwIfNoEntry: false });
  if (stat === undefined) return [];
  if (!stat.isDirectory()) return [path];
  return readdirSync(join(root, path))
    .sort()
    .flatMap((name) => filesBelow(root, `${path}/${name}`));
}
