import type { ProviderNames } from "../../../src/manifest/read-providers.js";

const events: Readonly<Record<string, readonly string[]>> = {
  "frameio@4": [
    "project.created",
    "file.created",
    "file.upload.completed",
    "file.ready",
    "file.updated",
    "comment.created",
    "comment.updated",
    "comment.completed",
    "metadata.value.updated",
    "share.viewed",
  ],
  loopcanvas: ["canvas.published", "file.ready"],
};

/** Two providers, as the pipeline would inject them. */
export const providers: ProviderNames = {
  ids: () => Object.keys(events),
  events: (id) => (Object.hasOwn(events, id) ? events[id] : undefined),
};
