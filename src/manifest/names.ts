import { quote } from "../diagnostics/printable.js";
import { handlerFor } from "./defaults.js";

/** Why a name cannot be used; undefined when it can. */
export interface NameProblem {
  readonly message: string;
  readonly hint?: string;
}

/** The same patterns stand in `schemas/manifest.schema.json`, for editors. */
export const patterns = {
  name: /^(?=.{1,214}$)(?!(?:node_modules|favicon\.ico)$)(?:@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*$/,
  provider: /^[a-z][a-z0-9-]{0,39}$/,
  path: /^(?!\/(?:healthz|readyz)$)(?=.{2,200}$)(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9._~-]+)+$/,
  version: /^(?!\.{1,2}$)[A-Za-z0-9._~-]{1,40}$/,
  handler:
    /^(?=.{8,200}$)src\/(?![Ff][Rr][Aa][Mm][Ee][Ii][Oo]\/)(?!(?:[Aa][Pp][Pp]|[Ss][Ee][Rr][Vv][Ee][Rr]|[Ss][Ee][Cc][Rr][Ee][Tt][Ss]|[Tt][Ee][Ll][Ee][Mm][Ee][Tt][Rr][Yy]|[Ww][Oo][Rr][Kk][Ee][Rr])\.ts$)(?:[A-Za-z0-9_-]+\/)*[A-Za-z0-9_-](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?(?<!\.(?:d|gen|test|spec))\.ts$/,
  variable:
    /^(?=.{1,100}$)(?!(?:PORT|HOST|LOG_LEVEL|NODE_ENV|NODE_OPTIONS|PATH|PUBLIC_URL|REDIS_URL|DATABASE_URL|INBOX_(?:FILE|SYNC|PREFIX|WORKER)|METRICS_(?:HOST|PORT)|WORKER_METRICS_PORT|OTEL_[A-Z0-9_]*)$)(?!.*_PREVIOUS$)[A-Z_][A-Z0-9_]*$/,
  /** The document of a provider, inside the project. */
  document:
    /^(?=.{1,200}$)\.\/(?!\.frameio\/|\.git\/|node_modules\/)(?:(?!\.{1,2}\/)[A-Za-z0-9._-]+\/)*[A-Za-z0-9_-][A-Za-z0-9._-]*\.json$/,
  resolver: /^(?=.{1,100}$)[A-Za-z_$][A-Za-z0-9_$]*$/,
  /** A folder inside the project; of the tool's own there is only `.frameio/templates`. */
  templates:
    /^(?=.{1,200}$)(?:\.\/)?(?!(?:src|test|dist|node_modules)(?:\/|$))(?!\.frameio(?!\/templates(?:\/|$)))(?!(?:[^/]+\/)*\.git(?:\/|$))(?:(?!\.{1,2}(?:\/|$))[A-Za-z0-9._-]*[A-Za-z0-9_-](?:\/(?!$)|\/?$))+$/,
  /** An npm package, or a folder inside the project that begins with a dot and a slash. */
  source:
    /^(?=.{1,214}$)(?:\.(?:\/(?!\.{1,2}(?:\/|$))(?!\.git(?:\/|$))[A-Za-z0-9._-]*[A-Za-z0-9_-])+\/?|(?!(?:node_modules|favicon\.ico)$)(?:@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*)$/,
} as const;

/** What an export cannot be called; the same list stands in `schemas/manifest.schema.json`. */
export const reservedWords = new Set(
  (
    "arguments async await break case catch class const continue debugger default delete do else enum eval export extends false finally for " +
    "function get if implements import in instanceof interface let new null of package private protected public return set static super " +
    "switch this throw true try typeof undefined using var void while with yield __proto__"
  ).split(" "),
);

/** Names that Windows keeps for devices, whatever their ending. */
const device = /^(?:con|prn|aux|nul|com\d|lpt\d)$/i;

/** Name of the app, which is its npm package name as well. */
export function packageNameProblem(name: string): NameProblem | undefined {
  if (patterns.name.test(name)) return undefined;
  return problem(
    `The name ${quote(name)} is not a valid npm package name`,
    packageNameLike(name),
    patterns.name,
    {
      otherwise:
        "Use lower-case letters, digits, hyphens, dots and underscores, at most 214, beginning with a letter or digit.",
    },
  );
}

/** The package name nearest to any text, such as a folder's name; undefined when nothing of it can be kept. */
export function packageNameLike(text: string): string | undefined {
  const words = withoutMarks(text.slice(0, 400)).toLowerCase();
  const scoped = /^@[^/]+\//.test(words);
  const parts = (scoped ? words.slice(1).split("/", 2) : [words]).map((part) =>
    part.replaceAll(/[^a-z0-9._-]+/g, "-").replaceAll(/^[._-]+|[._-]+$/g, ""),
  );
  const name = (scoped ? `@${parts.join("/")}` : parts.join("")).slice(0, 214);
  return patterns.name.test(name) ? name : undefined;
}

/** `é` → `e` */
function withoutMarks(text: string): string {
  // Most text has none. A literal's properties are looked up when V8 so much as reads the code.
  return /^[ -~]*$/.test(text)
    ? text
    : text.normalize("NFKD").replaceAll(new RegExp("\\p{M}", "gu"), "");
}

export function providerProblem(id: string): NameProblem | undefined {
  if (patterns.provider.test(id)) return undefined;
  return {
    message: `The provider's name ${quote(id)} cannot be used`,
    hint: "Use lower-case letters, digits and hyphens, at most 40, beginning with a letter.",
  };
}

/** Path of a document in the app; what does not begin with a dot names a built-in provider. */
export function pinnedProblem(schema: string): NameProblem | undefined {
  if (!/^\.{0,2}[/\\]/.test(schema) || patterns.document.test(schema)) {
    return undefined;
  }
  return {
    message: `The schema ${quote(schema)} is not a path of a JSON file inside the project`,
    hint: 'Write a path such as "./schemas/acme.json": letters, digits, dots, hyphens and underscores.',
  };
}

/** URL path that receives deliveries. */
export function pathProblem(path: string): NameProblem | undefined {
  if (patterns.path.test(path)) return undefined;
  if (path === "/healthz" || path === "/readyz") {
    return {
      message: `The path ${quote(path)} is taken by the app's own health checks`,
      hint: 'Choose another, such as "/webhooks/frameio".',
    };
  }
  const bare = path.replace(/[?#].*$/s, "").replace(/^[a-z]+:\/\/[^/]*/i, "");
  const likely = `/${bare
    .split("/")
    .filter((part) => !/^\.{0,2}$/.test(part))
    .join("/")}`;
  return problem(
    `The path ${quote(path)} is not a plain URL path`,
    likely,
    patterns.path,
    {
      otherwise:
        'Begin with "/", and use letters, digits and . _ ~ - between slashes, without a query and without "..".',
    },
  );
}

/** Version of an API in a URL path. */
export function versionProblem(version: string): NameProblem | undefined {
  if (patterns.version.test(version)) return undefined;
  return {
    message: `The version ${quote(version)} is not a single segment of a URL path`,
    hint: 'Write it like "v1" or "2025-01-01".',
  };
}

/** Path of a handler's file from the app's root. */
export function handlerProblem(path: string): NameProblem | undefined {
  const isDevice = namesDevice(path);
  if (patterns.handler.test(path) && !isDevice) return undefined;
  const likely = handlerLike(path);
  return problem(
    `The handler ${quote(path)} ${handlerFault(path, isDevice)}`,
    namesDevice(likely) ? undefined : likely,
    patterns.handler,
    {
      otherwise:
        'Name a file such as "src/webhooks/comments.ts": letters, digits, hyphens, underscores.',
    },
  );
}

function namesDevice(path: string): boolean {
  return path
    .split("/")
    .some((part) => device.test(part.split(".", 1)[0] ?? ""));
}

function handlerFault(path: string, isDevice: boolean): string {
  if (/^(?:[/\\]|[A-Za-z]:)/.test(path)) return "is an absolute path";
  if (path.split(/[/\\]/).includes("..")) return 'leaves its folder with ".."';
  if (!path.startsWith("src/")) return "is not inside src/";
  if (/^src\/frameio\//i.test(path))
    return "is inside src/frameio/, which belongs to the tool";
  if (/^src\/(?:app|server|secrets|telemetry|worker)\.ts$/i.test(path))
    return "is a file that the tool makes";
  if (/\.(?:d|gen|test|spec)\.ts$/.test(path))
    return "has an ending that means something else";
  if (!path.endsWith(".ts")) return "does not end with .ts";
  if (isDevice) return "has a name that Windows keeps for a device";
  return "is not a plain path";
}

function handlerLike(path: string): string {
  const parts = path
    .slice(0, 200)
    .split(/[/\\]/)
    .filter((part) => !/^(?:\.{0,2}|[A-Za-z]:)$/.test(part));
  if (parts[0] === "src") parts.shift();
  if (parts.length === 1 || parts[0]?.toLowerCase() === "frameio")
    parts.splice(0, parts.length - 1, "webhooks");
  const file = (parts.pop() ?? "").replace(
    /(?:\.(?:d|gen|test|spec))?\.[cm]?[jt]sx?$/i,
    "",
  );
  if (!/[A-Za-z0-9]/.test(file)) return "";
  const name = handlerFor(file).slice("src/webhooks/".length);
  return [
    "src",
    ...parts.map((part) => part.replaceAll(/[^A-Za-z0-9_-]+/g, "-")),
    name,
  ].join("/");
}

/** What the app, its inbox, OpenTelemetry or Node.js reads for another purpose; the same list stands in `patterns.variable`. */
const reservedVariable =
  /^(?:PORT|HOST|LOG_LEVEL|NODE_ENV|NODE_OPTIONS|PATH|PUBLIC_URL|REDIS_URL|DATABASE_URL|INBOX_(?:FILE|SYNC|PREFIX|WORKER)|METRICS_(?:HOST|PORT)|WORKER_METRICS_PORT|OTEL_[A-Z0-9_]*)$/;

/** Undefined for any other name. */
export function reservedVariableProblem(name: string): NameProblem | undefined {
  if (!reservedVariable.test(name)) return undefined;
  return {
    message: `The variable ${quote(name)} has a meaning of its own`,
    hint: `Did you mean "${name}_WEBHOOK_SECRET"? ${name} is read for another purpose, by the app or by Node.js.`,
  };
}

/** Name of an environment variable that holds a secret. */
export function variableProblem(name: string): NameProblem | undefined {
  if (patterns.variable.test(name)) return undefined;
  const reserved = reservedVariableProblem(name);
  if (reserved !== undefined) return reserved;
  if (/^[A-Z_][A-Z0-9_]*_PREVIOUS$/.test(name)) {
    return {
      message: `The variable ${quote(name)} cannot be named here`,
      hint: `Name ${quote(name.replace(/(?:_PREVIOUS)+$/, ""))}: its _PREVIOUS is read by itself while a secret is rotated.`,
    };
  }
  const snake = name
    .slice(0, 200)
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replaceAll(/[^A-Za-z0-9]+/g, "_");
  const likely = snake
    .replaceAll(/^_+|_+$/g, "")
    .toUpperCase()
    .replace(/^(?=\d)/, "_");
  return problem(
    `The variable's name ${quote(name)} is not in capitals`,
    likely,
    patterns.variable,
    {
      otherwise:
        "Use capital letters, digits and underscores, not beginning with a digit.",
    },
  );
}

/** Name of an export of `src/secrets.ts`. */
export function resolverProblem(name: string): NameProblem | undefined {
  if (reservedWords.has(name)) {
    return {
      message: `The resolver's name ${quote(name)} is a reserved word`,
      hint: 'Choose another, such as "resolveSecret".',
    };
  }
  if (patterns.resolver.test(name)) return undefined;
  const camel = name
    .slice(0, 200)
    .replaceAll(/[^A-Za-z0-9_$]+(.?)/g, (_, next: string) =>
      next.toUpperCase(),
    );
  return problem(
    `The resolver's name ${quote(name)} is not an identifier`,
    reservedWords.has(camel) ? "" : camel,
    patterns.resolver,
    {
      otherwise: "Use letters, digits, _ and $, not beginning with a digit.",
    },
  );
}

/** Folder of the project's own templates. */
export function folderProblem(path: string): NameProblem | undefined {
  if (patterns.templates.test(path) && !namesDevice(path)) return undefined;
  return {
    message: `The folder ${quote(path)} cannot hold templates`,
    hint: 'Name a folder inside the project, such as ".frameio/templates": letters, digits, dots, hyphens and underscores.',
  };
}

/** A layer or a generator. */
export function sourceProblem(name: string): NameProblem | undefined {
  if (patterns.source.test(name) && !namesDevice(name)) return undefined;
  return {
    message: `${quote(name)} is neither a package nor a folder inside the project`,
    hint: 'Write the name of an npm package, or a path that begins with "./" and stays inside the project.',
  };
}

function problem(
  message: string,
  likely: string | undefined,
  pattern: RegExp,
  { otherwise }: { otherwise: string },
): NameProblem {
  const hint =
    likely !== undefined && pattern.test(likely)
      ? `Did you mean "${likely}"?`
      : otherwise;
  return { message, hint };
}
