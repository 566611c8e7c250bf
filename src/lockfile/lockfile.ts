import type { Ownership } from "../plan/file-plan.js";

/** What the tool remembers between runs: `.frameio/lock.json`. Untrusted when read: people edit and merge it. */
export interface Lockfile {
  readonly lockfileVersion: 1;
  /** Version of the tool that generated last, for migrations. */
  readonly toolVersion: string;
  /** What the app's package.json names for the tool: a version, or `file:…` where the tool was installed from a file. */
  readonly toolSpec: string;
  /** Digest of everything that the generated text depends on (manifest, schemas, templates, tool); equal means nothing to render. */
  readonly inputs: string;
  /** Digest of the layers and of the project's own templates; absent where there are none. Tells why `inputs` differ. */
  readonly templates?: Digest | undefined;
  /** Schema documents that the event types were made from, by provider id. */
  readonly providers: Readonly<Record<string, LockedProvider>>;
  /** By path, sorted. */
  readonly files: Readonly<Record<string, LockedFile>>;
  /** Migrations that `update` ran or tried on this app, by id; absent where there were none. */
  readonly migrations?: MigrationStates | undefined;
}

export type MigrationStates = Readonly<Record<string, "done" | "failed">>;

export interface LockedProvider extends Partial<Pin> {
  /** A built-in provider such as `frameio@4`, or the path of a document such as `./schemas/acme.json`. */
  readonly schema: string;
  /** Of the document. */
  readonly digest: string;
}

/** Where a document that is pinned in the app came from. */
export interface Pin {
  /** URL, path or package, as it was given; secrets in a URL are `${VARIABLE}`. */
  readonly source: string;
  /** Of the package that it came from. */
  readonly version?: string;
  /** Day on which it was read, such as `2026-03-01`. */
  readonly date: string;
  /** Of what was written of its events then: a document that says something else was edited by hand. Absent in apps of older versions. */
  readonly pinned?: string;
}

export interface LockedFile {
  readonly ownership: Ownership;
  /** Digest of the text that was generated last: the merge base. For `merged` files the text itself is in `.frameio/base/<path>.base`. */
  readonly digest: Digest;
  /** The generator of the user's that made it: `generate` leaves the file to it. */
  readonly by?: string;
}

/** `sha256-<64 hex>` of a file's bytes. */
export type Digest = `sha256-${string}`;

export const LOCKFILE_PATH = ".frameio/lock.json";

/** Where the base text of a merged file is kept. The suffix hides it from tools that look for file names such as package.json. */
export function basePath(path: string): string {
  return `.frameio/base/${path}.base`;
}
