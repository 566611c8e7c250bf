import { afterAll } from "vitest";
import { removeFolders } from "../cli/support/folders.js";

// Here and not beside the folders: a module is loaded once for many test files, this one is run for each of them.
afterAll(removeFolders);
