import type { PackageManager } from "../manifest/manifest.js";

/** How each package manager says the same thing. */
export interface PackageManagerCommands {
  /** Commands that make it available on a machine that has only Node. */
  readonly setup: readonly string[];
  readonly install: string;
  /** Installs exactly what the lockfile says. */
  readonly cleanInstall: string;
  readonly productionInstall: string;
  /** Prefix for a script of package.json. */
  readonly run: string;
  /** Prefix for a bin of a dependency. */
  readonly exec: string;
  readonly start: string;
  /** Names for Docker's COPY; the star lets a missing lockfile pass. */
  readonly lockfiles: string;
}

export const packageManagers: Readonly<
  Record<PackageManager, PackageManagerCommands>
> = {
  npm: {
    setup: [],
    install: "npm install",
    cleanInstall: "npm ci",
    productionInstall: "npm ci --omit=dev",
    run: "npm run",
    exec: "npx",
    start: "npm start",
    lockfiles: "package-lock.json*",
  },
  pnpm: {
    setup: ["corepack enable"],
    install: "pnpm install",
    cleanInstall: "pnpm install --frozen-lockfile",
    productionInstall: "pnpm install --frozen-lockfile --prod",
    run: "pnpm run",
    exec: "pnpm exec",
    start: "pnpm start",
    lockfiles: "pnpm-lock.yaml* pnpm-workspace.yaml*",
  },
  yarn: {
    setup: ["corepack enable"],
    install: "yarn install",
    cleanInstall: "yarn install --immutable",
    productionInstall: "yarn workspaces focus --production",
    run: "yarn run",
    exec: "yarn",
    start: "yarn start",
    lockfiles: "yarn.lock* .yarnrc.yml*",
  },
  bun: {
    setup: ["npm install --global bun"],
    install: "bun install",
    cleanInstall: "bun install --frozen-lockfile",
    productionInstall: "bun install --frozen-lockfile --production",
    run: "bun run",
    exec: "bunx",
    start: "bun run start",
    lockfiles: "bun.lock*",
  },
};
