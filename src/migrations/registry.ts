import { keepInline } from "./keep-inline.js";
import type { Migration } from "./migration.js";

/** Every migration, oldest first. An entry is never changed or removed once it was released: docs/UPGRADING.md says how to add one. */
export const migrations: readonly Migration[] = [keepInline];
