import { builtinModules } from "node:module";
import { describe, expect, it } from "vitest";

import {
  readSources,
  type SourceFile,
  type SourceImport,
} from "./support/source-imports.js";

const SOURCES = readSources("src", "generators", "templates");
const BY_PATH = new Map(SOURCES.map((file) => [file.path, file]));

/** Pure and synchronous: data in, data out. */
const CORE = SOURCES.filter(
  ({ path }) =>
    /^src\/(diagnostics|manifest|schema|model|plan|render|reconcile|lockfile|customize|handlers|history|impact|migrations|saved-plan|pipeline)\//.test(
      path,
    ) ||
    path === "src/pipeline.ts" ||
    /^generators\/[^/]+\/(plan|data|paths)\.ts$/.test(path),
);

/** Loaded with `import()` where they are needed: each costs more than a whole command may take. */
const HEAVY =
  /^(typescript|ts-morph|openapi-typescript|prettier|ajv|ajv-formats|yaml|json-schema-faker|handlebars|yeoman-environment|yeoman-generator|@yeoman\/.*|@clack\/prompts)(\/|$)/;

const FILE_SYSTEM = /^(node:)?fs(\/|$)/;

/** What the kernel may name beside Node's own modules, file by file; the app has it as a dependency. */
const KERNEL_DEPENDENCIES = new Map([
  ["templates/app/src/frameio/kernel/observation/log.gen.ts", "pino"],
  ["templates/app/src/frameio/kernel/observation/log-output.gen.ts", "pino"],
  [
    "templates/app/src/frameio/kernel/process/serve.gen.ts",
    "@hono/node-server",
  ],
  [
    "templates/app/src/frameio/kernel/http/source-limit.gen.ts",
    "rate-limiter-flexible",
  ],
]);

/** Each exception says why. */
const EXCEPTIONS = {
  fileSystem: new Set([
    "src/render/assets.ts",
    // Runs before anything else is loaded, and touches the tool's own cache alone.
    "src/cli/code-cache.ts",
  ]),
  process: new Set([
    // Tells whether the process that holds the lock still runs.
    "src/workspace/holder.ts",
    // The emitted app's entries: the kernel's own edge.
    "templates/app/src/frameio/kernel/process/run-process.gen.ts",
    "templates/app/src/frameio/kernel/process/run-server.gen.ts",
    "templates/app/src/frameio/kernel/inbox/run-inbox.gen.ts",
    "templates/app/src/frameio/kernel/process/run-worker.gen.ts",
    // Asks whether this Node has SQLite.
    "templates/app/src/frameio/sqlite/driver.gen.ts",
    // Writes what is gathered when the process exits.
    "templates/app/src/frameio/kernel/observation/log-output.gen.ts",
  ]),
};

describe("the core", () => {
  it("is there to be checked", () => {
    expect(CORE.length).toBeGreaterThan(50);
  });

  it.each([
    ["the file system", FILE_SYSTEM, EXCEPTIONS.fileSystem],
    [
      "the process",
      /^(node:)?(process|child_process|os|worker_threads)$/,
      none(),
    ],
    ["the network", /^(node:)?(https?|http2|net|tls|dns|dgram)(\/|$)/, none()],
    ["Yeoman", /^(yeoman-|@yeoman\/)/, none()],
    ["prompts", /^@clack\//, none()],
  ])("does not know %s", (_, forbidden, allowed) => {
    expect(
      importsWhere(CORE, ({ specifier }, { path }) => {
        return forbidden.test(specifier) && !allowed.has(path);
      }),
    ).toEqual([]);
  });

  it("does not know the edges", () => {
    const touchesDisk = (path: string) =>
      staticClosure(path).some(({ imports }) =>
        imports.some(
          ({ specifier, kind }) =>
            kind === "value" && FILE_SYSTEM.test(specifier),
        ),
      );
    expect(
      importsWhere(
        CORE,
        ({ file = "", kind }) =>
          /^src\/(cli|yeoman)\//.test(file) ||
          (file.startsWith("src/workspace/") &&
            kind !== "type" &&
            touchesDisk(file)),
      ),
    ).toEqual([]);
  });

  it("does not know clock, chance or environment", () => {
    const forbidden =
      /^(process\.|performance\.now|Date\.now|new Date\(\)|Math\.random|crypto\.random)/;
    expect(globalsWhere(CORE, forbidden)).toEqual([]);
  });
});

describe("the edges", () => {
  it("keep Yeoman's packages to src/yeoman and the generators' classes", () => {
    expect(
      importsWhere(
        SOURCES,
        ({ specifier }, { path }) =>
          /^(yeoman-|@yeoman\/)/.test(specifier) &&
          !/^(src\/yeoman\/|generators\/[^/]+\/index\.ts$)/.test(path),
      ),
    ).toEqual([]);
  });

  it("keep the process to src/cli", () => {
    const outside = SOURCES.filter(
      ({ path }) =>
        !path.startsWith("src/cli/") && !EXCEPTIONS.process.has(path),
    );
    expect(globalsWhere(outside, /^process\./)).toEqual([]);
    expect(
      importsWhere(outside, ({ specifier }) =>
        /^(node:)?process$/.test(specifier),
      ),
    ).toEqual([]);
  });

  it("end the process in one file", () => {
    const files = SOURCES.filter(
      ({ path, globals }) =>
        !path.startsWith("templates/") &&
        ["process.exit", "process.exitCode"].some((name) => globals.has(name)),
    );
    expect(files.map(({ path }) => path)).toEqual(["src/cli/process.ts"]);
  });

  it("keep the file system to src/workspace and the assets", () => {
    const outside = SOURCES.filter(
      ({ path }) =>
        !path.startsWith("src/workspace/") &&
        !path.startsWith("templates/") &&
        !EXCEPTIONS.fileSystem.has(path),
    );
    expect(
      importsWhere(outside, ({ specifier }) => FILE_SYSTEM.test(specifier)),
    ).toEqual([]);
  });
});

describe("start-up", () => {
  it.each(["src/cli/create-main.ts", "src/cli/gen-main.ts"])(
    "of %s loads nothing heavy",
    (entry) => {
      const loaded = staticClosure(entry);
      expect(loaded.length).toBeGreaterThan(1);
      expect(
        importsWhere(
          loaded,
          ({ specifier, kind }) => kind === "value" && HEAVY.test(specifier),
        ),
      ).toEqual([]);
    },
  );
});

describe("the kernel that is emitted", () => {
  const kernel = SOURCES.filter(({ path }) =>
    path.startsWith("templates/app/src/frameio/kernel/"),
  );

  it("needs nothing but itself, Node and what is named here", () => {
    expect(kernel.length).toBeGreaterThan(10);
    expect(
      importsWhere(kernel, ({ specifier, file }, { path }) =>
        file === undefined
          ? !builtinModules.includes(specifier.replace(/^node:/, "")) &&
            KERNEL_DEPENDENCIES.get(path) !== specifier
          : !file.startsWith("templates/app/src/frameio/kernel/"),
      ),
    ).toEqual([]);
  });
});

describe("every module", () => {
  it("is imported by a path that exists", () => {
    expect(
      importsWhere(
        SOURCES.filter(({ path }) => !path.startsWith("templates/")),
        ({ file }) => file !== undefined && !BY_PATH.has(file),
      ),
    ).toEqual([]);
  });

  it("is in no import cycle, not even of types", () => {
    expect(cycles()).toEqual([]);
  });

  it("has at most 400 lines, and rarely more than 250", () => {
    const written = SOURCES.filter(({ path }) => !path.endsWith(".d.ts"));
    const tooLong = written.filter(({ lines }) => lines > 400);
    const long = written.filter(({ lines }) => lines > 250);
    expect(tooLong.map(({ path }) => path)).toEqual([]);
    expect(
      long.length,
      `over 250 lines: ${long.map(({ path }) => path).join(", ")}`,
    ).toBeLessThanOrEqual(written.length * 0.03);
  });
});

function none(): ReadonlySet<string> {
  return new Set();
}

/** `path -> specifier` of the imports that the rule catches. */
function importsWhere(
  files: readonly SourceFile[],
  rule: (imported: SourceImport, file: SourceFile) => boolean,
): string[] {
  return files.flatMap((file) =>
    file.imports
      .filter((imported) => rule(imported, file))
      .map(({ specifier }) => `${file.path} -> ${specifier}`),
  );
}

function globalsWhere(files: readonly SourceFile[], rule: RegExp): string[] {
  return files.flatMap(({ path, globals }) =>
    [...globals]
      .filter((name) => rule.test(name))
      .map((name) => `${path}: ${name}`),
  );
}

/** What is loaded before the entry's first line runs. */
function staticClosure(entry: string): SourceFile[] {
  const seen = new Set<string>();
  const visit = (path: string): void => {
    if (seen.has(path)) return;
    seen.add(path);
    for (const { file } of valueImports(path)) visit(file);
  };
  visit(entry);
  return [...seen].flatMap((path) => BY_PATH.get(path) ?? []);
}

function cycles(): string[] {
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) found.push([...trail.slice(start), path].join(" -> "));
    if (start >= 0 || done.has(path)) return;
    for (const { file, kind } of BY_PATH.get(path)?.imports ?? [])
      if (file !== undefined && kind !== "dynamic")
        visit(file, [...trail, path]);
    done.add(path);
  };
  for (const { path } of SOURCES) visit(path, []);
  return found;
}

function valueImports(path: string): { file: string }[] {
  return (BY_PATH.get(path)?.imports ?? []).flatMap(({ kind, file }) =>
    kind === "value" && file !== undefined ? [{ file }] : [],
  );
}
