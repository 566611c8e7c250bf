import { type Diagnostic, FrameioGenError } from "../diagnostics/diagnostic.js";
import { quote } from "../diagnostics/printable.js";
import { collisions } from "../workspace/collisions.js";
import { isReserved, refusal, unsafePath } from "../workspace/path-guard.js";
import { isDigest } from "./digest.js";
import {
  type Digest,
  LOCKFILE_PATH,
  type LockedFile,
  type LockedProvider,
  type Lockfile,
  type MigrationStates,
} from "./lockfile.js";

type Report = (message: string) => void;
type Members = Record<string, unknown>;

/**
 * Reads the lockfile's text. It is untrusted: people edit it, merge it, and clone it from elsewhere.
 *
 * @throws {FrameioGenError} FG420 with every fault of form, FG402 and FG404 for paths that may not be used,
 *   FG421 for unresolved merge conflicts, FG422 when a newer version of the tool wrote it.
 */
export function parseLockfile(text: string): Lockfile {
  refuseMergeMarkers(text);
  const value = parseJson(text);
  const found: Diagnostic[] = [];
  const report: Report = (message) => void found.push(damaged(message));
  if (!isMembers(value)) throw fail(damaged("It is not a JSON object"));
  if (value.lockfileVersion !== 1) throw fail(otherVersion(value));
  const lockfile: Lockfile = {
    lockfileVersion: 1,
    toolVersion: textOf(value, "toolVersion", report),
    toolSpec: textOf(value, "toolSpec", report),
    inputs: textOf(value, "inputs", report),
    ...(value.templates !== undefined && {
      templates: digestOf(value, "templates", report),
    }),
    providers: record(value, "providers", report, provider),
    files: record(value, "files", report, lockedFile),
    ...(value.migrations !== undefined && {
      migrations: migrationStates(value.migrations, report),
    }),
  };
  const paths = Object.keys(lockfile.files);
  found.push(...paths.flatMap(forbidden), ...collisions(paths).map(located));
  if (found.length > 0) throw new FrameioGenError(found);
  return lockfile;
}

function refuseMergeMarkers(text: string): void {
  const marker = /^(?:<{7}|>{7}|\|{7})(?: |\r?$)/m.exec(text);
  if (marker === null) return;
  throw fail({
    code: "FG421",
    severity: "error",
    file: LOCKFILE_PATH,
    line: text.slice(0, marker.index).split("\n").length,
    message: "The lockfile holds an unresolved merge conflict",
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    throw fail(damaged("It is not valid JSON"));
  }
}

function otherVersion({ lockfileVersion: version }: Members): Diagnostic {
  if (typeof version !== "number" || !(version > 1))
    return damaged('"lockfileVersion" must be 1');
  return {
    code: "FG422",
    severity: "error",
    file: LOCKFILE_PATH,
    message: `The lockfile has version ${version}; this version of the tool knows version 1`,
  };
}

function textOf(members: Members, key: string, report: Report): string {
  const value = members[key];
  if (typeof value === "string" && value !== "") return value;
  report(`${quote(key)} must be a text that is not empty`);
  return "";
}

function digestOf(members: Members, key: string, report: Report): Digest {
  const value = members[key];
  if (isDigest(value)) return value;
  report(`${quote(key)} must be "sha256-" and 64 hexadecimal digits`);
  return "sha256-";
}

function record<T>(
  members: Members,
  key: string,
  report: Report,
  read: (value: Members, report: Report) => T,
): Record<string, T> {
  // Without a prototype: a file may be called `constructor`, and a look-up must not find what is inherited.
  const result: Record<string, T> = Object.create(null);
  const value = members[key];
  if (!isMembers(value)) {
    report(`${quote(key)} must be an object`);
    return result;
  }
  for (const name of Object.keys(value).sort()) {
    const entry = value[name];
    const reportEntry: Report = (message) =>
      report(`${quote(key)}, entry ${quote(name)}: ${message}`);
    if (isMembers(entry)) result[name] = read(entry, reportEntry);
    else reportEntry("must be an object");
  }
  return result;
}

function provider(value: Members, report: Report): LockedProvider {
  const { digest } = value;
  if (typeof digest !== "string") report('"digest" must be a text');
  const optional = (key: "source" | "version" | "date" | "pinned") =>
    value[key] === undefined ? {} : { [key]: textOf(value, key, report) };
  return {
    schema: textOf(value, "schema", report),
    digest: String(digest),
    ...optional("source"),
    ...optional("version"),
    ...optional("date"),
    ...optional("pinned"),
  };
}

function lockedFile(value: Members, report: Report): LockedFile {
  const { ownership, digest, by } = value;
  if (by !== undefined && (typeof by !== "string" || by === ""))
    report('"by" must be a text that is not empty');
  const known =
    ownership === "managed" ||
    ownership === "scaffolded" ||
    ownership === "merged";
  if (!known) report('"ownership" must be "managed", "scaffolded" or "merged"');
  if (!isDigest(digest))
    report('"digest" must be "sha256-" and 64 hexadecimal digits');
  return {
    ownership: known ? ownership : "scaffolded",
    digest: isDigest(digest) ? digest : "sha256-",
    ...(typeof by === "string" && { by }),
  };
}

function migrationStates(value: unknown, report: Report): MigrationStates {
  const states: Record<string, "done" | "failed"> = Object.create(null);
  if (!isMembers(value)) report('"migrations" must be an object');
  else
    for (const [id, state] of Object.entries(value)) {
      if (state === "done" || state === "failed") states[id] = state;
      else
        report(`"migrations", entry ${quote(id)}: must be "done" or "failed"`);
    }
  return states;
}

function forbidden(path: string): Diagnostic[] {
  const unsafe = unsafePath(path);
  if (unsafe !== undefined) return [located(unsafe)];
  return isReserved(path) || path.startsWith(".frameio/base/")
    ? [located(refusal(path, "belongs to the tool's own bookkeeping"))]
    : [];
}

function located(diagnostic: Diagnostic): Diagnostic {
  return { ...diagnostic, file: LOCKFILE_PATH };
}

function damaged(message: string): Diagnostic {
  return { code: "FG420", severity: "error", file: LOCKFILE_PATH, message };
}

function fail(diagnostic: Diagnostic): FrameioGenError {
  return new FrameioGenError([diagnostic]);
}

function isMembers(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
