import { findNodeAtLocation, type Node, parse, parseTree } from "jsonc-parser";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { insertMember, removeMember } from "../manifest/splice.js";
import { styleOf } from "../manifest/style.js";
import type { Change, ChangeSet } from "../reconcile/change-set.js";
import type { Tree } from "../render/tree.js";
import type { SourceDisk } from "../workspace/workspace.js";
import { unsuited } from "./unsuited.js";

const PACKAGE = "package.json";
const COMPILER = "tsconfig.json";
const BUILD = "tsconfig.build.json";

/** Members of package.json that change what the user's own code is, or who may have it. */
const OWN_MEMBERS = ["type", "private", "engines"];

/**
 * The change set of an adoption without what would change how the user's own code is compiled, run or published: `tsconfig.json` stays,
 * package.json gets dependencies and scripts alone, and the app's files are compiled with settings of their own. What the generated
 * code needs, and the project does not say, is told.
 *
 * @param tree what is generated, before it is merged
 */
export function gentleAdoption(
  changeSet: ChangeSet,
  tree: Tree,
  disk: SourceDisk,
): ChangeSet {
  const theirs = disk.read(COMPILER)?.text;
  const texts = new Map<string, (text: string) => string>();
  texts.set(PACKAGE, (text) =>
    withoutOwnMembers(text, disk.read(PACKAGE)?.text),
  );
  if (theirs !== undefined) {
    texts.set(COMPILER, () => withNodeTypes(theirs));
    if (!disk.has(BUILD))
      texts.set(BUILD, (text) => standalone(text, tree, changeSet));
  }
  const kept = new Set<string>();
  const changes = changeSet.changes.flatMap((change): Change[] => {
    const edit = texts.get(change.path);
    if (change.kind === "delete" || edit === undefined) return [change];
    const text = edit(change.text);
    if (text !== disk.read(change.path)?.text) return [{ ...change, text }];
    kept.add(change.path);
    return [];
  });
  return {
    ...changeSet,
    changes,
    outcomes: changeSet.outcomes.map((one) =>
      kept.has(one.path) ? { ...one, outcome: "keep" as const } : one,
    ),
    warnings: [
      ...changeSet.warnings.filter(
        (warning) => warning.file !== COMPILER && !isOfVersion(warning),
      ),
      ...unsuited({
        packageText: disk.read(PACKAGE)?.text,
        compilerText: theirs,
        appFiles: createdInSource(createdBy(changeSet), disk),
      }),
    ],
  };
}

/** The version of a new app says nothing to a project that has one. */
function isOfVersion({ file, sides }: Diagnostic): boolean {
  return file === PACKAGE && sides?.theirs.startsWith('"version":') === true;
}

/** What was not there stays away, and so does a script that would run before or after one of theirs. */
function withoutOwnMembers(text: string, theirs: string | undefined): string {
  if (theirs === undefined) return text;
  const before = parseTree(theirs);
  const has = (...path: string[]) =>
    before !== undefined && findNodeAtLocation(before, path) !== undefined;
  const scripts = keysAt(text, "scripts").filter((name) => {
    const hooked = /^(?:pre|post)(.+)$/.exec(name)?.[1];
    return hooked !== undefined && has("scripts", hooked);
  });
  return [
    ...OWN_MEMBERS.map((name) => [name]),
    ...scripts.map((name) => ["scripts", name]),
  ]
    .filter((path) => !has(...path))
    .reduce(withoutMember, text);
}

function withoutMember(text: string, path: readonly string[]): string {
  const root = parseTree(text);
  const value = root && findNodeAtLocation(root, [...path]);
  const container = value?.parent?.parent;
  const index = container?.children?.indexOf(value?.parent as Node) ?? -1;
  return container === undefined ? text : removeMember(text, container, index);
}

function keysAt(text: string, name: string): readonly string[] {
  const value: unknown = (parse(text) as Record<string, unknown> | null)?.[
    name
  ];
  return typeof value === "object" && value !== null ? Object.keys(value) : [];
}

/** A list of types that is there already gets those of Node: nothing else takes them away. */
function withNodeTypes(text: string): string {
  const root = parseTree(text);
  const types = root && findNodeAtLocation(root, ["compilerOptions", "types"]);
  const isComplete =
    types?.type !== "array" ||
    types.children?.some(({ value }) => value === "node" || value === "*");
  return root === undefined || types === undefined || isComplete !== false
    ? text
    : insertMember(text, types, styleOf(text, root), () => '"node"');
}

/** The build's settings with all that the app's own `tsconfig.json` would have said, and for the app's files alone. */
function standalone(text: string, tree: Tree, changeSet: ChangeSet): string {
  const { compilerOptions } = JSON.parse(text) as Settings;
  const own = JSON.parse(tree.get(COMPILER)?.text ?? "{}") as Settings;
  const settings = {
    compilerOptions: { ...own.compilerOptions, ...compilerOptions },
    include: ["src/frameio", ...appFiles(createdBy(changeSet))],
  };
  const lists = /\[\n\s+([^\]]*?)\n\s+\]/g;
  const laidOut = JSON.stringify(settings, null, 2).replace(
    lists,
    (_, items: string) => `[${items.replaceAll(/\n\s+/g, " ")}]`,
  );
  return `${laidOut}\n`;
}

function createdBy({ outcomes }: ChangeSet): ReadonlySet<string> {
  const created = outcomes.filter(({ outcome }) => outcome === "create");
  return new Set(created.map(({ path }) => path));
}

interface Settings {
  readonly compilerOptions?: object;
}

/** Files of the app below `src`, by folder where it has none of the user's. */
function createdInSource(
  created: ReadonlySet<string>,
  disk: SourceDisk,
): readonly string[] {
  const theirs = disk.list("src");
  const tops = [...created]
    .filter((path) => path.startsWith("src/"))
    .map((path) => {
      const folder = path.split("/").slice(0, 2).join("/");
      return theirs.some((each) => each.startsWith(`${folder}/`))
        ? path
        : folder;
    });
  return [...new Set(tops)].sort();
}

function appFiles(created: ReadonlySet<string>): string[] {
  return ["src/app.ts", "src/server.ts", "src/worker.ts"].filter((path) =>
    created.has(path),
  );
}
