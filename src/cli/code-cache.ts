import { hash } from "node:crypto";
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import Module from "node:module";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Script } from "node:vm";

/** Node's own cache, from 22.1 on. */
interface CachingModule {
  readonly enableCompileCache?: (folder: string) => unknown;
}

/** What Node calls for each CommonJS module: it has been the same from the first releases to the last of Node 20. */
interface CompilingModule {
  exports: object;
  require(id: string): unknown;
  _compile(code: string, file: string): unknown;
}

/**
 * What most commands load, below `dist`, and what a merge of code does: of the parser that is a third of a second.
 * What is compiled here has no `import()`: the build sees to it that these need none.
 */
const KEPT = [
  "chunks/core.js",
  "chunks/make.js",
  "chunks/seldom.js",
  "chunks/customize.js",
  "chunks/parse.js",
  "chunks/merge-typescript.js",
  "chunks/typescript.js",
  "templates.js",
];
const DIGEST_LENGTH = 40;

/**
 * Keeps what V8 makes of our code for the next run: that is a tenth to a fifth of the time that a command takes.
 * It is kept among the installed packages, where tools keep such things, and where nobody can write who cannot change our code as
 * well. What the file system refuses only costs time.
 *
 * @param entry URL of the program's own module, `dist/<name>.js`
 */
export function keepCompiled(entry: string): void {
  if (process.env["NODE_DISABLE_COMPILE_CACHE"] !== undefined) return;
  const built = dirname(fileURLToPath(entry));
  const folder = folderFor(dirname(built));
  const { enableCompileCache } = Module as CachingModule;
  if (enableCompileCache !== undefined) enableCompileCache(folder);
  else cacheCode(built, folder, commandOf(basename(entry, ".js")));
}

/** What is run: commands need different parts of the same chunks. */
function commandOf(program: string): string {
  const [, , word = ""] = process.argv;
  return program === "frameio-gen" && /^[a-z]+(?:-[a-z]+)*$/.test(word)
    ? word
    : program;
}

/** @param root absolute path of our package */
function folderFor(root: string): string {
  const parent = dirname(root);
  const modules =
    basename(parent) === "node_modules" ? parent : join(root, "node_modules");
  return join(modules, ".cache", "create-frameio-app", "code");
}

/** Node's own loader, but that it hands V8 what was kept. */
function cacheCode(built: string, folder: string, command: string): void {
  const wanted = new Set(KEPT.map((path) => join(built, path)));
  const prototype = Module.prototype as unknown as CompilingModule;
  const { _compile: compile } = prototype;
  // oxlint-disable-next-line no-underscore-dangle -- Node's name
  prototype._compile = function (code, file) {
    if (!wanted.has(file)) return compile.call(this, code, file);
    const name = `${process.version}-${process.arch}-${basename(file, ".js")}-`;
    const kept = join(folder, `${name}${hash("sha1", code).slice(0, 16)}`);
    const { commands, data: cachedData } = read(kept);
    const script = new Script(Module.wrap(code), {
      filename: file,
      ...(cachedData && { cachedData }),
    });
    const known = script.cachedDataRejected === true ? [] : commands;
    if (!known.includes(command))
      // When the program ends, and with what it ran by then compiled as well.
      process.once("exit", (exitCode) => {
        if (exitCode === 0)
          write(folder, name, kept, [...known, command], script);
      });
    const run = script.runInThisContext() as (...given: unknown[]) => unknown;
    const require = (id: string) => this.require(id);
    return run.call(
      this.exports,
      this.exports,
      require,
      this,
      file,
      dirname(file),
    );
  };
}

/** What was kept of a chunk. */
interface Kept {
  /** Those that ran with it: what they need of the chunk is compiled. */
  readonly commands: readonly string[];
  readonly data?: Buffer;
}

/** V8 believes what it is given, so that what was damaged must not reach it. */
function read(file: string): Kept {
  try {
    const bytes = readFileSync(file);
    const rest = bytes.subarray(DIGEST_LENGTH);
    const digest = bytes.toString("latin1", 0, DIGEST_LENGTH);
    if (hash("sha1", rest) !== digest) return { commands: [] };
    const end = rest.indexOf("\n");
    return {
      commands: rest.toString("latin1", 0, end).trim().split(" "),
      data: rest.subarray(end + 1),
    };
  } catch {
    return { commands: [] };
  }
}

/** @param name what the names of the chunk's files begin with: one of them is enough */
function write(
  folder: string,
  name: string,
  file: string,
  commands: readonly string[],
  script: Script,
): void {
  try {
    const words = commands.join(" ");
    // V8 copies what does not begin at a multiple of eight bytes.
    const line = words.padEnd(Math.ceil((words.length + 1) / 8) * 8 - 1);
    const data = Buffer.concat([
      Buffer.from(`${line}\n`),
      script.createCachedData(),
    ]);
    mkdirSync(folder, { recursive: true });
    for (const older of readdirSync(folder))
      if (older.startsWith(name)) rmSync(join(folder, older), { force: true });
    const draft = `${file}.${process.pid}`;
    writeFileSync(
      draft,
      Buffer.concat([Buffer.from(hash("sha1", data)), data]),
    );
    renameSync(draft, file);
  } catch {
    // It is made again next time.
  }
}
