// Who is measured: this tool as its users get it, and pinned peers from the registry.
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { run } from "../journey/run.mjs";
import { installTool, packTool } from "../journey/tool.mjs";

export const VERSIONS = {
  "create-vite": "9.3.0",
  hygen: "6.2.11",
  yo: "7.0.1",
};

/** What servers are written with by hand. */
const SERVERS = {
  fastify: "5.12.8",
  express: "5.3.0",
  hono: "4.13.19",
  "@hono/node-server": "2.1.8",
  pino: "10.4.0",
};

/** Packs and installs the tool. */
export async function prepareOurs(root, folder) {
  const packed = await packTool(root, join(folder, "tarballs"));
  const home = await installTool(packed, join(folder, "ours"));
  const bin = (name) =>
    join(home, "node_modules/create-frameio-app/dist", `${name}.js`);
  return {
    packed,
    tarball: packed.file,
    create: bin("create-frameio-app"),
    gen: bin("frameio-gen"),
    createArgs: ["bench-app", "--yes", "--no-install", "--no-git"],
  };
}

/** Installs the peers that commands are compared with. */
export async function preparePeers(folder) {
  const vite = await installPeer("create-vite", folder);
  const hygen = await installPeer("hygen", folder);
  const { stdout } = await run(
    "npm",
    ["pack", "--json", `create-vite@${VERSIONS["create-vite"]}`],
    { cwd: vite },
  );
  const [{ filename }] = Object.values(JSON.parse(stdout));
  await run(
    "node",
    [join(hygen, "node_modules/hygen/dist/bin.js"), "init", "self"],
    {
      cwd: hygen,
    },
  );
  return {
    vite: {
      bin: join(vite, "node_modules/create-vite/index.js"),
      args: ["bench-app", "--template", "vanilla-ts", "--no-interactive"],
      tarball: join(vite, filename),
    },
    hygen: {
      bin: join(hygen, "node_modules/hygen/dist/bin.js"),
      args: ["generator", "new", "bench"],
      templates: join(hygen, "_templates"),
    },
  };
}

/**
 * What an installation weighs, from a warm npm cache.
 *
 * @returns {Promise<{ name: string, packages: number, megabytes: number, ms: number }>}
 */
export async function weigh(name, spec, folder) {
  const home = newProject(join(folder, "weight", name));
  const flags = [
    "--no-audit",
    "--no-fund",
    "--prefer-offline",
    "--ignore-scripts",
  ];
  const { ms } = await run("npm", ["install", ...flags, spec], { cwd: home });
  const { packages } = JSON.parse(
    readFileSync(join(home, "node_modules/.package-lock.json"), "utf8"),
  );
  return {
    name,
    packages: Object.keys(packages).length,
    megabytes: bytesBelow(join(home, "node_modules")) / 1e6,
    ms,
  };
}

/** Installs the frameworks that servers are written with by hand; the folder to put these into. */
export function installServers(folder) {
  const specs = Object.entries(SERVERS).map((entry) => entry.join("@"));
  return installPackages("servers", folder, specs);
}

function installPeer(name, folder) {
  return installPackages(name, folder, [`${name}@${VERSIONS[name]}`]);
}

/** Installs packages into a project of their own; its folder. */
export async function installPackages(name, folder, specs) {
  const home = newProject(join(folder, "peers", name));
  const flags = ["--no-audit", "--no-fund", "--ignore-scripts"];
  await run("npm", ["install", ...flags, ...specs], { cwd: home });
  return home;
}

function newProject(path) {
  mkdirSync(path, { recursive: true });
  const manifest = join(path, "package.json");
  if (!existsSync(manifest)) writeFileSync(manifest, '{ "private": true }\n');
  return path;
}

function bytesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sum + bytesBelow(path);
    return entry.isFile() ? sum + lstatSync(path).size : sum;
  }, 0);
}
