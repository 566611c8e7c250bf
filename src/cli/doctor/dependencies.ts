import { arch, platform } from "node:os";
import { join } from "node:path";

import {
  foldersUpwards,
  namesIn,
  readIfPresent,
  realPathOf,
} from "../../workspace/surroundings.js";

type Versions = Readonly<Record<string, string>>;

/** What is wrong with what an app's package.json asks for. */
export interface Installation {
  readonly missing: readonly string[];
  /** Installed, but not as it was asked for: one sentence each. */
  readonly wrong: readonly string[];
}

/** Looks at the packages that the app names, not at theirs. */
export function installationOf(root: string): Installation {
  const asked = Object.entries(
    dependenciesOf(readIfPresent(join(root, "package.json"))),
  ).sort(([a], [b]) => (a < b ? -1 : 1));
  // Yarn's Plug'n'Play keeps no folders.
  if (namesIn(root).includes(".pnp.cjs")) return { missing: [], wrong: [] };
  const found = asked.map(([name, version]) => {
    const folder = join(root, "node_modules", name);
    const text = readIfPresent(join(folder, "package.json"));
    return { name, version, folder, text };
  });
  return {
    missing: found.flatMap(({ name, text }) =>
      text === undefined ? [name] : [],
    ),
    wrong: found.flatMap(({ name, version, folder, text }) => {
      if (text === undefined) return [];
      const installed = parsed(text);
      return [
        ...otherVersion(name, version, installed.version),
        ...withoutProgram(name, folder, installed.optionalDependencies),
      ];
    }),
  };
}

/** Only what is pinned can be told: to judge a range is the package manager's. */
function otherVersion(
  name: string,
  asked: string,
  installed: string | undefined,
): readonly string[] {
  const pinned = /^\d+\.\d+\.\d+$/.test(asked);
  return pinned && installed !== undefined && installed !== asked
    ? [`${name} ${installed} is installed, package.json asks for ${asked}`]
    : [];
}

/** Native programs are optional packages, one for each kind of machine: none is installed where options or a lockfile leave them out. */
function withoutProgram(
  name: string,
  folder: string,
  optional: Versions = {},
): readonly string[] {
  const machine = `${platform()}-${arch()}`;
  const programs = Object.keys(optional).filter((each) =>
    `${each}-`.includes(`${machine}-`),
  );
  const homes = foldersUpwards(realPathOf(folder));
  const has = (program: string): boolean =>
    homes.some(
      (home) =>
        readIfPresent(join(home, "node_modules", program, "package.json")) !==
        undefined,
    );
  return programs.length === 0 || programs.some(has)
    ? []
    : [`${name} is installed without its program for ${machine}`];
}

function dependenciesOf(text: string | undefined): Versions {
  const { dependencies, devDependencies } = parsed(text);
  return { ...dependencies, ...devDependencies };
}

interface PackageJson {
  readonly version?: string;
  readonly dependencies?: Versions;
  readonly devDependencies?: Versions;
  readonly optionalDependencies?: Versions;
}

function parsed(text: string | undefined): PackageJson {
  try {
    return Object(JSON.parse(text ?? "{}")) as PackageJson;
  } catch {
    // The merge reports a broken package.json, with its place.
    return {};
  }
}
