// Collects the licences of what really ended up in the bundle.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { isReplaced } from "./adaptations.mjs";
import { partLicence, readNotice } from "./licence-texts.mjs";

/** Permissive licences, all of which ask for no more than that their text travels along. */
const ALLOWED = new Set([
  "MIT",
  "ISC",
  "0BSD",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "CC0-1.0",
  "CC-BY-3.0",
  "Python-2.0",
  "Unlicense",
  "Zlib",
]);

const LICENCE_FILE = /^(licen[cs]e|copying|notice|third-?party-?notice)/i;

const MIT_GRANT =
  "Permission is hereby granted, free of charge, to any person obtaining a copy";

/**
 * Describes the packages that the modules belong to, as Markdown.
 *
 * @param {{ root: string, moduleIds: readonly string[] }} options
 * @returns {{ markdown: string, packages: string[] }}
 * @throws when a package has no licence, no licence text, or one that is not permissive
 */
export function describeLicences({ root, moduleIds }) {
  const folders = new Set(
    moduleIds
      .filter((id) => !isReplaced(id))
      .map((id) => packageFolder(id, root))
      .filter(Boolean),
  );
  // npm may install one version in several places.
  const packages = [
    ...new Map(
      [...folders]
        .map(readPackage)
        .map((item) => [`${item.name}@${item.version}`, item]),
    ).values(),
  ].sort((a, b) => compare(a.name, b.name) || compare(a.version, b.version));
  const problems = packages.flatMap((item) => item.problems);
  if (problems.length > 0) {
    throw new Error(
      `Licences of bundled packages:\n  ${problems.join("\n  ")}`,
    );
  }
  return {
    packages: packages.map(({ name, version }) => `${name}@${version}`),
    markdown: print(packages),
  };
}

function packageFolder(id, root) {
  if (id.startsWith("\0rolldown")) return join(root, "node_modules/rolldown");
  if (!id.includes(`${sep}node_modules${sep}`)) return undefined;
  for (let folder = dirname(id); ; folder = dirname(folder)) {
    const path = join(folder, "package.json");
    // Folders such as dist/esm have a package.json of their own that only says `type`.
    if (existsSync(path) && JSON.parse(readFileSync(path, "utf8")).version) {
      return folder;
    }
    if (folder.endsWith(`${sep}node_modules`)) {
      throw new Error(`${id} belongs to no package.`);
    }
  }
}

function readPackage(folder) {
  const { name, version, license, author, homepage, repository } = JSON.parse(
    readFileSync(join(folder, "package.json"), "utf8"),
  );
  const texts = readdirSync(folder)
    .filter((file) => LICENCE_FILE.test(file))
    .sort()
    .map((file) => readFileSync(join(folder, file), "utf8"))
    .map((text) => text.replaceAll("\r\n", "\n").trim());
  const spdx =
    (typeof license === "object" ? license.type : license) ??
    (texts.some((text) => text.includes(MIT_GRANT)) ? "MIT" : undefined);
  if (texts.length === 0) {
    // Some tarballs name their licence but carry no text of it.
    texts.push(
      ...standardText(spdx, author?.name ?? author ?? `the ${name} authors`),
    );
  }
  const problems = [];
  if (!isAllowed(spdx))
    problems.push(`${name}@${version}: ${spdx ?? "no licence"}`);
  if (texts.length === 0) problems.push(`${name}@${version}: no licence text`);
  const url = homepage ?? repository?.url ?? repository;
  return { name, version, spdx, url, texts, problems };
}

function standardText(spdx, holder) {
  const by = String(holder).replace(/\s*[<(].*$/, "");
  switch (spdx) {
    case "MIT":
      return [ownLicence().replace(/^Copyright .*$/m, `Copyright (c) ${by}`)];
    case "CC0-1.0":
      return [
        "Dedicated to the public domain: https://creativecommons.org/publicdomain/zero/1.0/legalcode",
      ];
    case "CC-BY-3.0":
      return [
        `By ${by}, unmodified: https://creativecommons.org/licenses/by/3.0/legalcode`,
      ];
    default:
      return [];
  }
}

function ownLicence() {
  return readFileSync(new URL("../../LICENSE", import.meta.url), "utf8").trim();
}

/** One of an OR is enough; of an AND all are needed. */
function isAllowed(spdx) {
  if (typeof spdx !== "string") return false;
  const plain = spdx.replace(/^\((.*)\)$/, "$1");
  return plain
    .split(" OR ")
    .some((choice) =>
      choice.split(" AND ").every((one) => ALLOWED.has(one.trim())),
    );
}

/** Packages that share a text share a section, which names the holders of each one's copyright. */
function print(packages) {
  const sections = new Map();
  for (const { name, about, text } of packages.flatMap(licensedBy)) {
    const { key, body, holders } = partLicence(text);
    const section = sections.get(key) ?? { body, members: new Set() };
    section.members.add(
      [`- ${name}${about && ` (${about})`}`, ...holders].join("\\\n  "),
    );
    sections.set(key, section);
  }
  const printed = [...sections.values()].map(
    ({ body, members }) =>
      `${[...members].join("\n")}\n\n~~~~text\n${body}\n~~~~\n`,
  );
  return `# Licences of bundled packages

This package contains code of the following ${packages.length} packages, and of what they contain in their turn. Each list is followed by the licence of what is on it.

${printed.join("\n---\n\n")}`;
}

/** The package itself, and what it says it contains. */
function licensedBy({ name, version, spdx, url, texts }) {
  const about = [spdx, url].filter(Boolean).join(", ");
  return texts.flatMap((text) => {
    const contained = readNotice(text);
    return contained.length > 0
      ? contained
      : [{ name: `${name} ${version}`, about, text }];
  });
}

function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}
