import {
  addToManifest,
  type WebhookAnswers,
} from "../../generators/webhook/answers.js";
import {
  findHandWritten,
  omitTests,
  useHandWritten,
} from "../../src/handlers/hand-written.js";
import { generateFollowing } from "../../src/handlers/plan-generate.js";
import { planRename } from "../../src/handlers/plan-rename.js";
import { planRemoval } from "../../src/handlers/plan-removal.js";
import type { Lockfile } from "../../src/lockfile/lockfile.js";
import { LOCKFILE_PATH } from "../../src/lockfile/lockfile.js";
import { parseLockfile } from "../../src/lockfile/parse.js";
import { MANIFEST_PATH } from "../../src/manifest/manifest.js";
import { parseManifest } from "../../src/manifest/parse.js";
import {
  type GenerateRequest,
  type GenerateResult,
  modelOf,
  type Tool,
} from "../../src/pipeline.js";
import {
  applyChangeSet,
  memoryDisk,
  type MemoryFiles,
} from "../../src/workspace/memory-disk.js";
import { testTool } from "./generate-app.js";
import { memorySources } from "./memory-sources.js";

export type Outcome = GenerateResult & { readonly files: MemoryFiles };

/** What generating needs to know of an app in memory. */
export function opened(files: MemoryFiles, tool: Tool = testTool) {
  const lockfile = files[LOCKFILE_PATH];
  return {
    manifestText: files[MANIFEST_PATH] ?? "",
    disk: memoryDisk(files),
    lockfile: lockfile === undefined ? undefined : parseLockfile(lockfile),
    tool,
  } satisfies Partial<GenerateRequest> & { lockfile: Lockfile | undefined };
}

/** Generates, as the commands do it, and commits. */
export async function generateApp(
  files: MemoryFiles,
  request: Partial<GenerateRequest> = {},
): Promise<Outcome> {
  const result = await generateFollowing({
    ...opened(files, request.tool),
    sources: memorySources(files),
    ...request,
    disk: memoryDisk(files),
  });
  return { ...result, files: applyChangeSet(files, result.changeSet) };
}

/** `add-webhook` */
export async function addInMemory(
  files: MemoryFiles,
  answers: WebhookAnswers,
): Promise<MemoryFiles> {
  const { manifestText, tool } = opened(files);
  const { manifest } = parseManifest(manifestText, {
    providers: {
      ids: () => tool.providers.ids(),
      events: (id) =>
        tool.providers.load(id)?.catalog.events.map(({ name }) => name),
    },
  });
  if (manifest === undefined) throw new Error(manifestText);
  const { text, added } = addToManifest(manifestText, manifest, answers);
  const own = await findHandWritten(memoryDisk(files), added);
  const registered = new Set(manifest.webhooks.map(({ handler }) => handler));
  const edited = useHandWritten(text, own, registered, answers.provider);
  const { lockfile } = opened(files);
  const { model } = modelOf({ manifestText: edited, lockfile, tool });
  const edits = omitTests(model, own, lockfile);
  return (await generateApp(files, { manifestText: edited, edits })).files;
}

/** `remove-webhook` */
export async function removeInMemory(
  files: MemoryFiles,
  events: readonly string[],
  options: { readonly force?: boolean; readonly provider?: string } = {},
) {
  const { force = false, provider } = options;
  const app = opened(files);
  const plan = await planRemoval({ ...app, events, force, provider, made });
  async function made(path: string): Promise<string | undefined> {
    const { tree } = await generateApp(files, { everyText: true });
    return tree.get(path)?.text;
  }
  const { text: manifestText, edits, remove } = plan;
  const result = await generateApp(files, { manifestText, edits, remove });
  return { ...result, kept: plan.kept, comments: plan.comments };
}

/** `rename-handler` */
export async function renameInMemory(
  files: MemoryFiles,
  from: string,
  to: string,
): Promise<MemoryFiles> {
  const { manifestText, edits } = await planRename({
    ...opened(files),
    from,
    to,
  });
  return (await generateApp(files, { manifestText, edits })).files;
}
