// Types of many event types: how long they take to make, to compile, and to look up in an editor.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { importTypeScript } from "../build/import-typescript.mjs";
import { nativeServer, tsserver } from "../support/language-servers.mjs";
import { run, time } from "./commands.mjs";
import { installPackages } from "./contestants.mjs";
import { latencies } from "./editor.mjs";
import { eventNames, schemaDocument } from "./schema-documents.mjs";
import { interleaved } from "./statistics.mjs";

/** What else makes types of such documents; the newest versions that run on Node 20. */
export const GENERATORS = {
  "openapi-typescript": "7.13.0",
  "@hey-api/openapi-ts": "0.95.0",
  "json-schema-to-typescript": "16.0.0",
};

const TEMPLATES = new URL("../../templates/", import.meta.url);
const template = (path) => readFileSync(new URL(path, TEMPLATES), "utf8");

/** What an app is given, and what it may have stayed with. */
export const COMPILERS = {
  7: JSON.parse(template("versions.json")).typescript,
  5.9: "5.9.3",
};

const HANDLERS = 20;

/** The faster, the more: what else the machine does weighs more then. */
const ROUNDS = { 7: 15, 5.9: 5 };

/** Installs them, and loads ours from its source. */
export async function prepareTypes(root, folder) {
  const specs = Object.entries(GENERATORS).map((entry) => entry.join("@"));
  const home = await installPackages("types", folder, [
    ...specs,
    `typescript@${COMPILERS["5.9"]}`,
    `typescript7@npm:typescript@${COMPILERS[7]}`,
  ]);
  const resolve = createRequire(join(home, "package.json")).resolve;
  const load = (path) =>
    import(pathToFileURL(join(home, "node_modules", path)).href);
  const openapi = await load("openapi-typescript/dist/index.mjs");
  const heyApi = await load("@hey-api/openapi-ts/dist/index.mjs");
  const json = await load("json-schema-to-typescript/dist/src/index.js");
  const { readDocument } = await importTypeScript(
    root,
    "src/schema/read-document.ts",
  );
  const { emitTypes } = await importTypeScript(
    root,
    "src/schema/emit-types.ts",
  );
  return {
    compilers: {
      5.9: resolve("typescript/bin/tsc"),
      7: join(home, "node_modules/typescript7/bin/tsc"),
    },
    servers: {
      5.9: () => tsserver(resolve("typescript/lib/tsserver.js")),
      7: (root) =>
        nativeServer(join(home, "node_modules/typescript7/bin/tsc"), root),
    },
    /** Each takes a document's text. */
    make: {
      ours: (text) => emitTypes(readDocument(text, "./schemas/bench.json")),
      "openapi-typescript": async (text) =>
        openapi.astToString(await openapi.default(JSON.parse(text))),
      "@hey-api/openapi-ts": (text) => {
        const input = join(home, "document.json");
        writeFileSync(input, text);
        return heyApi.createClient({
          input,
          output: join(home, "hey-api"),
          plugins: ["@hey-api/typescript"],
          logs: { level: "silent" },
        });
      },
      "json-schema-to-typescript": (text) =>
        json.compile(payloadSchemas(JSON.parse(text)), "EventMap"),
    },
  };
}

/**
 * Processor time in milliseconds from a document's text to TypeScript, in a process that has done it before.
 *
 * @param {readonly string[]} names of those in `make` that take part
 */
export function emission({ make }, events, names, rounds) {
  const text = JSON.stringify(schemaDocument(events), null, 2);
  return interleaved(
    rounds,
    Object.fromEntries(
      names.map((name) => [
        name,
        async () => {
          const before = process.cpuUsage();
          await make[name](text);
          const { user, system } = process.cpuUsage(before);
          return (user + system) / 1000;
        },
      ]),
    ),
  );
}

/**
 * Two apps with the same handlers of the first event types of a document: typed as ours are, and by look-up in what openapi-typescript makes.
 *
 * @returns {Promise<{ ours: string, theirs: string, empty: string }>} their folders, and that of an app with nothing in it
 */
export async function typedApps({ make }, events, folder) {
  const text = JSON.stringify(schemaDocument(events));
  const app = (name, files) => {
    const root = join(folder, `typed-${events}-${name}`);
    const write = (path, content) => {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), content);
    };
    write("package.json", '{ "type": "module" }\n');
    write(
      "tsconfig.json",
      JSON.stringify({ compilerOptions, include: ["src"] }),
    );
    for (const [path, content] of Object.entries(files))
      write(`src/${path}`, content);
    const names = eventNames(events);
    for (let index = 0; index < HANDLERS; index++) {
      const event = names[Math.floor((index * events) / HANDLERS)];
      write(`src/webhooks/handler-${index}.ts`, handlerOf(event));
    }
    return root;
  };
  const empty = join(folder, "typed-empty");
  mkdirSync(join(empty, "src"), { recursive: true });
  writeFileSync(
    join(empty, "tsconfig.json"),
    JSON.stringify({ compilerOptions, include: ["src"] }),
  );
  writeFileSync(join(empty, "src/empty.ts"), "export {};\n");
  return {
    empty,
    ours: app("ours", {
      // As it stands in an app.
      "events.gen.ts": `// @ts-nocheck\n\n${await make.ours(text)}`,
      "on.ts": emitted,
      ...kernel(),
    }),
    theirs: app("look-up", {
      "events.gen.ts": await make["openapi-typescript"](text),
      "on.ts": plain,
    }),
  };
}

/**
 * `tsc --noEmit` of each, as a command; and the time that it says it took itself, without the start of its process and of Node's.
 *
 * @returns {Promise<{ whole: Record<string, number[]>, own: Record<string, number[]> }>} milliseconds by app and round
 */
export async function compilation({ compilers }, apps, version) {
  const args = (root) => [compilers[version], "--project", root];
  const each = (measure) =>
    interleaved(
      ROUNDS[version],
      Object.fromEntries(
        Object.entries(apps).map(([name, root]) => [name, () => measure(root)]),
      ),
    );
  return {
    whole: await each((root) => time(process.execPath, args(root), root)),
    own: await each((root) => {
      const told = [...args(root), "--extendedDiagnostics"];
      const { stdout } = run(process.execPath, told, root);
      return Number(/^Total time:\s+([\d.]+)s$/m.exec(stdout)[1]) * 1000;
    }),
  };
}

/** Milliseconds until the editor shows what it was asked for, after a change of the handler. */
export async function lookUps({ servers }, apps, version) {
  const asked = (root) =>
    latencies(servers[version](root), join(root, "src/webhooks/handler-0.ts"));
  return { ours: await asked(apps.ours), theirs: await asked(apps.theirs) };
}

const compilerOptions = {
  target: "es2023",
  lib: ["es2023"],
  module: "nodenext",
  types: [],
  strict: true,
  noUncheckedIndexedAccess: true,
  verbatimModuleSyntax: true,
  skipLibCheck: true,
  noEmit: true,
};

/** As a person would write it. */
const plain = `import type { webhooks } from "./events.gen.js";

type EventMap = {
  [Name in keyof webhooks]: webhooks[Name]["post"]["requestBody"]["content"]["application/json"];
};

export interface OnWebhook<Events> {
  <Name extends keyof Events & string>(
    events: Name | readonly Name[],
    handler: (event: Events[Name]) => unknown,
  ): { readonly run: (event: Events[Name]) => unknown };
}

export declare const onWebhook: OnWebhook<EventMap>;
`;

/** As `index.gen.ts` has it. */
const emitted = `import type { EventMap } from "./events.gen.js";
import { createOnWebhook, type OnWebhook } from "./kernel/handlers/webhook.gen.js";

interface ProviderMap {
  acme: EventMap;
}

export const onWebhook: OnWebhook<EventMap, ProviderMap> = createOnWebhook<EventMap, ProviderMap>();
`;

/** The file of the kernel that says what `onWebhook` takes. What it refers to is here in name alone, for the app has no packages. */
function kernel() {
  const file = "kernel/handlers/webhook.gen.ts";
  return {
    [file]: template(`app/src/frameio/${file}`),
    "kernel/observation/log.gen.ts": "export type Logger = Console;\n",
    "kernel/verification/secret-resolver.gen.ts":
      "export type SecretResolver = () => string;\n",
    "globals.d.ts": "interface AbortSignal {}\ninterface Console {}\n",
  };
}

function handlerOf(event) {
  return `import { onWebhook } from "../on.js";

export default onWebhook("${event}", async (event) => {
  const { object, payment, context } = event.data;
  const paid = payment?.method === "card" ? payment.last4 : payment?.iban;
  return [event.type, event.actor.id, object.title, context.request.id, paid];
});
// 0
`;
}

/** The payloads as one JSON Schema with a member for each event type. */
function payloadSchemas({ webhooks, components }) {
  const schema = {
    type: "object",
    properties: Object.fromEntries(
      Object.entries(webhooks).map(([name, { post }]) => [
        name,
        post.requestBody.content["application/json"].schema,
      ]),
    ),
    $defs: components.schemas,
  };
  return JSON.parse(
    JSON.stringify(schema).replaceAll("#/components/schemas/", "#/$defs/"),
  );
}
