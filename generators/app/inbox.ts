import type { InboxEngine } from "../../src/manifest/manifest.js";
import type { AppModel } from "../../src/model/app-model.js";
import { packageManagers } from "../../src/model/package-managers.js";
import type { FilePlan } from "../../src/plan/file-plan.js";
import type { Assets } from "../../src/render/assets.js";
import type { ComposeTemplateData, InboxTemplateData } from "./data.js";

interface Engine {
  /** Folder of its files below `src/frameio`; the kernel has the one without. */
  readonly folder?: string;
  readonly module: string;
  readonly open: string;
  /** Packages that the app needs for it. */
  readonly dependencies: readonly string[];
  readonly devDependencies: readonly string[];
  /** Folder of its file, relative to the app. */
  readonly dataFolder?: string;
  /** Its server, for `compose.yaml`. */
  readonly service?: ComposeTemplateData;
  /** What names its server. */
  readonly variable?: string;
  /** What keeps a tracker's tasks in it. */
  readonly taskStore?: { readonly create: string; readonly at: string };
}

const engines: Readonly<Record<InboxEngine, Engine>> = {
  memory: {
    module: "./kernel/inbox/open-memory-inbox.gen.js",
    open: "openMemoryInbox",
    dependencies: [],
    devDependencies: [],
  },
  sqlite: {
    folder: "sqlite",
    module: "./sqlite/open-sqlite-inbox.gen.js",
    open: "openSqliteInbox",
    // Node 20 has no SQLite of its own.
    dependencies: ["libsql"],
    devDependencies: [],
    dataFolder: "data",
    taskStore: {
      create: "createSqliteTaskStore",
      at: "a file that you name; it may be the inbox's",
    },
  },
  redis: {
    folder: "redis",
    module: "./redis/open-redis-inbox.gen.js",
    open: "openRedisInbox",
    dependencies: ["ioredis"],
    devDependencies: [],
    service: {
      name: "redis",
      image: "redis:8-alpine",
      command:
        "redis-server --appendonly yes --appendfsync always --maxmemory-policy noeviction",
      environment: null,
      port: 6379,
      folder: "/data",
    },
    variable: "REDIS_URL",
    taskStore: {
      create: "createRedisTaskStore",
      at: "the Redis that you name; it may be the inbox's",
    },
  },
  postgres: {
    folder: "postgres",
    module: "./postgres/open-postgres-inbox.gen.js",
    open: "openPostgresInbox",
    dependencies: ["pg"],
    devDependencies: ["@types/pg"],
    service: {
      name: "postgres",
      image: "postgres:17-alpine",
      command: null,
      environment: "POSTGRES_PASSWORD: postgres",
      port: 5432,
      folder: "/var/lib/postgresql/data",
    },
    variable: "DATABASE_URL",
    taskStore: {
      create: "createPostgresTaskStore",
      at: "the database that you name; it may be the inbox's",
    },
  },
};

export function engineOf(model: AppModel): Engine {
  return engines[model.inbox.engine];
}

/** Data of `app/src/frameio/inbox.gen.ts.hbs`. */
export function inboxData({ inbox: { engine } }: AppModel): InboxTemplateData {
  const { module, open } = engines[engine];
  return { engine, module, open };
}

/** The files of the engine that the manifest chose, and of no other. */
export function inboxFiles(model: AppModel, assets: Assets): FilePlan[] {
  const { folder } = engineOf(model);
  if (folder === undefined) return [];
  return assets
    .templatesIn(`app/src/frameio/${folder}`)
    .map((name): FilePlan => {
      const path = `src/frameio/${folder}/${name}`;
      const source = { kind: "asset", asset: `app/${path}` } as const;
      return { path, ownership: "managed", source };
    });
}

/** What the README says of the inbox. */
export function inboxText(model: AppModel): string {
  const { run } = packageManagers[model.packageManager];
  const { engine, attempts, keepDoneHours, keepDeadDays } = model.inbox;
  const shared = "any number of processes on any number of machines share it";
  const inline = model.webhooks.some(({ mode }) => mode === "inline");
  const works = !inline || model.webhooks.some(({ mode }) => mode === "inbox");
  const kept = works ? "Deliveries are" : "What it remembers is";
  const place: Readonly<Record<InboxEngine, string>> = {
    memory: `${kept} kept in the memory of the process, and lost when it ends. That is for tests; choose another \`inbox.engine\` in \`frameio.jsonc\` for anything else.`,
    sqlite: `${kept} kept in the SQLite file that \`INBOX_FILE\` names. Put it on a disk that outlives the process; processes on the same machine can share it.`,
    redis: `${kept} kept in the Redis or Valkey that \`REDIS_URL\` names: ${shared}. It must not evict keys (\`maxmemory-policy noeviction\`), and what it has accepted is as durable as its append-only file: with \`appendfsync always\` it is on the disk before the answer, with \`everysec\` a power cut may take a second with it.`,
    postgres: `${kept} kept in the Postgres that \`DATABASE_URL\` names: ${shared}. Its tables begin with \`inbox_\` and are made when the app first needs them.`,
  };
  const remembers =
    'Handlers in `"mode": "inline"` run before the answer, and the provider tries again what failed: of those, the inbox only remembers what is done, and tells duplicates.';
  if (!works) return `${remembers} ${place[engine]}`;
  const worker = `\`${run} worker\` works deliveries off in a process of its own; set \`INBOX_WORKER=separate\` for the server then.`;
  const commands = `\`${run} inbox -- list\` shows what was accepted, \`show\` one delivery with every attempt; \`retry-dead\` and \`replay\` run deliveries again, \`purge\` removes them. \`${run} inbox -- --help\` tells how to choose them. Like the worker, it runs what \`${run} build\` made.`;
  return [
    `A delivery is recorded before it is answered, and worked off afterwards, once. ${place[engine]}${inline ? ` ${remembers}` : ""}`,
    "",
    `A handler that throws is run again, after 5 seconds first and then after longer and longer times, ${attempts} times in all; \`throw new Fatal("…")\` puts the delivery aside at once. Of several events in a delivery, each ends by itself: what is done or put aside is not run again for the others, and \`retry-dead\` runs what was put aside. Done deliveries are kept for ${keepDoneHours} hours, dead ones for ${keepDeadDays} days.${engine === "memory" ? "" : ` ${worker}`}`,
    ...(engine === "memory" ? [] : ["", commands]),
  ].join("\n");
}

/** What the README says of where a tracker's tasks are. */
export function tasksText(model: AppModel): string {
  const { folder, taskStore } = engineOf(model);
  if (!taskStore) {
    return "Tasks are in memory, and forgotten when the process ends, unless you give it a `store`.";
  }
  return `Tasks are in memory, or, with \`${taskStore.create}\` from \`src/frameio/${folder}/\` as its \`store\`, in ${taskStore.at}.`;
}
