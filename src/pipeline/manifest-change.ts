import { MANIFEST_PATH } from "../manifest/manifest.js";
import type { Change } from "../reconcile/change-set.js";
import type { GenerateRequest } from "./request.js";

/** The command's edit of the manifest, as a change like the others; none when it is on disk already. */
export function manifestChange({
  manifestText,
  disk,
}: GenerateRequest): Change[] {
  const onDisk = disk.read(MANIFEST_PATH);
  if (onDisk?.text === manifestText) return [];
  const change = {
    path: MANIFEST_PATH,
    text: manifestText,
    executable: false,
  } as const;
  return [
    onDisk === undefined
      ? { ...change, kind: "create", expects: null, reason: "create" }
      : { ...change, kind: "update", expects: onDisk.digest, reason: "edit" },
  ];
}
