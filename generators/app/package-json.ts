import type { AppModel } from "../../src/model/app-model.js";
import { engineOf } from "./inbox.js";
import type { Json } from "../../src/schema/catalog.js";

/** The app's package.json as a value. Versions are pinned to what this tool was tested with. */
export function packageJson(
  model: AppModel,
  versions: Readonly<Record<string, string>>,
): Json {
  const pinned = (...names: string[]) =>
    Object.fromEntries(
      names.sort().map((name) => [name, versionOf(name, model, versions)]),
    );
  const engine = engineOf(model);
  const telemetry = model.telemetry === "opentelemetry";
  // Errors name the lines that people wrote: in the log, and in the inbox.
  const node = `node --enable-source-maps --env-file-if-exists=.env${telemetry ? " --import ./dist/telemetry.js" : ""}`;
  return {
    name: model.name,
    version: "0.0.0",
    private: true,
    type: "module",
    engines: { node: ">=20.19" },
    scripts: {
      build: "tsc -p tsconfig.build.json",
      "build:watch": "tsc -p tsconfig.build.json --watch --preserveWatchOutput",
      ...startScripts(model, `${node} dist/server.js`),
      ...(model.inbox.engine === "memory"
        ? {}
        : {
            worker: `${node} dist/worker.js`,
            inbox:
              "node --env-file-if-exists=.env dist/frameio/inbox-commands.gen.js",
          }),
      "start:watch": `${node.replace(" ", " --watch ")} dist/server.js`,
      // Built before, so that there is something to start.
      dev: "tsc -p tsconfig.build.json && run-p build:watch start:watch",
      test: "vitest run",
      typecheck: "tsc -p tsconfig.json",
      lint: "oxlint --deny-warnings",
      generate: "frameio-gen generate",
      check: "frameio-gen check",
    },
    dependencies: pinned(
      "@hono/node-server",
      "hono",
      "pino",
      "rate-limiter-flexible",
      ...(model.metrics === "prometheus" ? ["prom-client"] : []),
      ...(telemetry ? telemetryPackages : []),
      ...engine.dependencies,
    ),
    devDependencies: pinned(
      "@types/node",
      "create-frameio-app",
      "npm-run-all2",
      "oxlint",
      "typescript",
      "vitest",
      ...engine.devDependencies,
    ),
  };
}

/** Builds, then starts. Yarn runs no `prestart` since its second major version. */
function startScripts(
  { packageManager }: AppModel,
  server: string,
): Record<string, string> {
  return packageManager === "yarn"
    ? { start: `yarn run build && ${server}` }
    : { prestart: "tsc -p tsconfig.build.json", start: server };
}

/** The API is what the kernel and handlers use; the rest is the SDK that `src/telemetry.ts` starts. */
const telemetryPackages = [
  "@opentelemetry/api",
  "@opentelemetry/exporter-metrics-otlp-http",
  "@opentelemetry/exporter-trace-otlp-http",
  "@opentelemetry/resources",
  "@opentelemetry/sdk-metrics",
  "@opentelemetry/sdk-trace-node",
];

function versionOf(
  name: string,
  model: AppModel,
  versions: Readonly<Record<string, string>>,
): string {
  if (name === "create-frameio-app") return model.toolSpec;
  const version = versions[name];
  if (version === undefined)
    throw new Error(`templates/versions.json lacks ${name}`);
  return version;
}
