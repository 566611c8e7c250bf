import { FrameioGenError } from "../diagnostics/diagnostic.js";
import { digest } from "../lockfile/digest.js";
import type { ProviderStore } from "../pipeline.js";
import type {
  EventCatalog,
  ProviderArtifact,
  ValidatorCode,
} from "./catalog.js";
import type { MadeOfDocument } from "./make-artifact.js";
import { readDocument } from "./read-document.js";

/** Keeps what was made of a document, for the next run. It may forget, and it may be written to by others: keys are digests. */
export interface ArtifactCache {
  read(key: string): string | undefined;
  write(key: string, text: string): void;
}

export interface PinnedProviders {
  /** Text of a file in the app, by its path from the root; undefined when there is none. */
  readonly read: (path: string) => string | undefined;
  readonly cache: ArtifactCache;
  /** Changes whenever what is made of a document may change. */
  readonly fingerprint: string;
}

interface Pinned {
  readonly artifact: ProviderArtifact;
  readonly text: string;
  readonly made: MadeOfDocument;
}

/** Whether a manifest's `schema` names a document in the app, such as `./schemas/acme.json`, and no built-in provider. */
export function isPinned(schema: string): boolean {
  return schema.startsWith("./");
}

/** `./schemas/acme.json` → `schemas/acme.json` */
export function pinnedPath(schema: string): string {
  return schema.slice("./".length);
}

/**
 * The built-in providers, and those whose documents are pinned in the app. A document is read when it is asked for;
 * types and validators are made by `prepare`, which alone loads what is heavy.
 */
export function withPinned(
  store: ProviderStore,
  { read, cache, fingerprint }: PinnedProviders,
): ProviderStore {
  const loaded = new Map<string, Pinned>();

  function load(id: string): Pinned | undefined {
    const known = loaded.get(id);
    if (known !== undefined) return known;
    const text = read(pinnedPath(id));
    if (text === undefined) return undefined;
    const made: MadeOfDocument = { validators: {}, sharedValidators: {} };
    const catalog = catalogOf(id, text);
    const artifact: ProviderArtifact = {
      catalog,
      get types() {
        if (made.types === undefined) throw new Error(`${id} is not prepared`);
        return made.types;
      },
      validators: made.validators,
      sharedValidators: made.sharedValidators,
    };
    const pinned = { artifact, text, made };
    loaded.set(id, pinned);
    return pinned;
  }

  return {
    ids: () => store.ids(),
    load: (id) => (isPinned(id) ? load(id)?.artifact : store.load(id)),
    async prepare(id, events) {
      const pinned = isPinned(id) ? load(id) : undefined;
      if (pinned === undefined) return;
      const { made, artifact, text } = pinned;
      const key = digest([fingerprint, id, artifact.catalog.digest].join("\0"));
      remember(made, cache.read(key));
      const missing = events.filter(
        (name) => !Object.hasOwn(made.validators, name),
      );
      if (made.types !== undefined && missing.length === 0) return;
      const { makeArtifact } = await import("./make-artifact.js");
      await located(id, () =>
        makeArtifact(text, artifact.catalog, missing, made),
      );
      cache.write(key, JSON.stringify(made));
    },
  };
}

/** Takes over what an earlier run made, where it can be read. */
function remember(made: MadeOfDocument, text: string | undefined): void {
  if (text === undefined) return;
  try {
    const kept = JSON.parse(text) as Partial<MadeOfDocument>;
    const { types, validators = {}, sharedValidators = {} } = kept;
    if (typeof types !== "string") return;
    const all = [validators, sharedValidators].flatMap((each) =>
      Object.values(each),
    );
    if (!all.every(isCode)) return;
    made.types ??= types;
    Object.assign(made.validators, { ...validators, ...made.validators });
    Object.assign(made.sharedValidators, {
      ...sharedValidators,
      ...made.sharedValidators,
    });
  } catch {
    // A damaged cache is no cache.
  }
}

function isCode(value: Partial<ValidatorCode>): boolean {
  return (
    typeof value.text === "string" &&
    Array.isArray(value.helpers) &&
    Array.isArray(value.shared)
  );
}

function catalogOf(id: string, text: string): EventCatalog {
  try {
    return readDocument(text, id);
  } catch (error) {
    if (error instanceof FrameioGenError) throw inFile(id, error);
    // Read without the checks of an import, so a document that was edited since may hold anything.
    throw new FrameioGenError(
      [
        {
          code: "FG203",
          severity: "error",
          file: pinnedPath(id),
          message: "The document cannot be read",
        },
      ],
      { cause: error },
    );
  }
}

async function located(id: string, action: () => Promise<void>): Promise<void> {
  try {
    await action();
  } catch (error) {
    throw error instanceof FrameioGenError ? inFile(id, error) : error;
  }
}

function inFile(id: string, error: FrameioGenError): FrameioGenError {
  const file = pinnedPath(id);
  return new FrameioGenError(
    error.diagnostics.map((diagnostic) => ({ file, ...diagnostic })),
    { cause: error },
  );
}
