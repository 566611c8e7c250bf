import type { AppModel } from "../../src/model/app-model.js";
import { packageManagers } from "../../src/model/package-managers.js";
import type { FilePlan, Ownership } from "../../src/plan/file-plan.js";
import type { Assets } from "../../src/render/assets.js";
import type { SecretsTemplateData } from "./data.js";
import { familiesFile } from "./families.js";
import { engineOf, inboxData, inboxFiles } from "./inbox.js";
import { manifestSchemaFile } from "./manifest-schema.js";
import { packageJson } from "./package-json.js";
import { readmeData } from "./readme.js";
import { registrationFile } from "./registration.js";
import { appTestData, inboxTestData, routesData } from "./routes.js";
import { typeFiles } from "./types.js";

/** Every file of the app that does not belong to a single webhook. */
export function planApp(model: AppModel, assets: Assets): FilePlan[] {
  return [
    ...projectFiles(model, assets),
    ...sourceFiles(model, assets),
    ...kernelFiles(assets),
    ...inboxFiles(model, assets),
    ...typeFiles(model),
    familiesFile(model),
    ...registrationFile(model),
    manifestSchemaFile(model, assets),
  ];
}

function projectFiles(model: AppModel, assets: Assets): FilePlan[] {
  const commands = packageManagers[model.packageManager];
  const versions = JSON.parse(assets.template("versions.json")) as Record<
    string,
    string
  >;
  const commandData = {
    setup: commands.setup,
    install: commands.cleanInstall,
    installProduction: commands.productionInstall,
    run: commands.run,
    exec: commands.exec,
    lockfile: commands.lockfiles,
    dataFolder: engineOf(model).dataFolder ?? null,
    telemetry: model.telemetry === "opentelemetry",
  };
  return [
    {
      path: "package.json",
      ownership: "merged",
      source: { kind: "json", value: packageJson(model, versions) },
    },
    template("README.md", "merged", readmeData(model)),
    template(
      ".env.example",
      "merged",
      {
        variables: model.variables.map((variable) => ({
          ...variable,
          rotates: variable.rotates ?? false,
        })),
      },
      "env.example",
    ),
    template("Dockerfile", "merged", commandData),
    ...composeFile(model),
    template(".github/workflows/ci.yml", "merged", commandData, "ci.yml"),
    // npm leaves files of these names out of packages, so they are stored under others.
    asset(".gitignore", "merged", "_gitignore"),
    asset(".frameio/.gitignore", "managed", "_frameio-gitignore"),
    asset(".dockerignore", "merged", "_dockerignore"),
    asset(".gitattributes", "merged", "_gitattributes"),
    asset(".oxlintrc.json", "merged", "_oxlintrc.json"),
    ...(model.packageManager === "yarn"
      ? [asset(".yarnrc.yml", "merged", "_yarnrc.yml")]
      : []),
    asset("tsconfig.json", "merged"),
    asset("tsconfig.build.json", "merged"),
    asset("vitest.config.ts", "merged"),
  ];
}

function sourceFiles(model: AppModel, assets: Assets): FilePlan[] {
  const secrets: SecretsTemplateData = { resolvers: model.resolvers };
  return [
    asset("src/app.ts", "merged"),
    asset("src/server.ts", "merged"),
    ...(model.inbox.engine === "memory"
      ? []
      : [
          asset("src/worker.ts", "merged"),
          asset("src/frameio/inbox-commands.gen.ts", "managed"),
        ]),
    ...(model.resolvers.length > 0
      ? [template("src/secrets.ts", "merged", secrets)]
      : []),
    asset("src/frameio/index.gen.ts", "managed"),
    asset("src/frameio/testing.gen.ts", "managed"),
    ...(model.metrics === "prometheus"
      ? [asset("src/frameio/prometheus.gen.ts", "managed")]
      : []),
    ...telemetryFiles(model, assets),
    template("src/frameio/routes.gen.ts", "managed", routesData(model)),
    template("src/frameio/inbox.gen.ts", "managed", inboxData(model)),
    template("test/app.test.ts", "merged", appTestData(model)),
    ...inboxTest(model),
  ];
}

/** Shared files that name packages, servers or generated files, which go away with the key of the manifest that asked for them. */
export const companionFiles: ReadonlySet<string> = new Set([
  "compose.yaml",
  "src/telemetry.ts",
  "src/worker.ts",
  "test/inbox.test.ts",
]);

/** Where OpenTelemetry follows deliveries. */
function telemetryFiles(model: AppModel, assets: Assets): FilePlan[] {
  if (model.telemetry === "off") return [];
  const folder = "src/frameio/opentelemetry";
  return [
    template("src/telemetry.ts", "merged", {
      name: model.name,
      nameFits: model.name.length <= 57,
    }),
    ...assets
      .templatesIn(`app/${folder}`)
      .map((name) => asset(`${folder}/${name}`, "managed")),
  ];
}

/** Where the inbox needs a server. */
function composeFile(model: AppModel): FilePlan[] {
  const { service } = engineOf(model);
  return service ? [template("compose.yaml", "merged", service)] : [];
}

/** Where there is a webhook in the background, and an inbox that outlives the process. */
function inboxTest(model: AppModel): FilePlan[] {
  const first = inboxTestData(model);
  if (first === undefined) return [];
  const data = { ...first, variable: engineOf(model).variable ?? null };
  return [template("test/inbox.test.ts", "merged", data)];
}

function kernelFiles(assets: Assets): FilePlan[] {
  const folder = "src/frameio/kernel";
  return assets
    .templatesIn(`app/${folder}`)
    .map((name) => asset(`${folder}/${name}`, "managed"));
}

/** A template of the same name as the file, unless another name is given. */
function template(
  path: string,
  ownership: Ownership,
  data: object,
  name: string = path,
): FilePlan {
  return {
    path,
    ownership,
    source: { kind: "template", template: `app/${name}.hbs`, data },
  };
}

function asset(path: string, ownership: Ownership, name = path): FilePlan {
  return { path, ownership, source: { kind: "asset", asset: `app/${name}` } };
}
