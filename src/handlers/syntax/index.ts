/** Everything here draws in TypeScript's parser: to be loaded with `import()`. */
export { findHandlers, type FoundHandler } from "./find-handlers.js";
export { rewriteImports } from "./rewrite-imports.js";
