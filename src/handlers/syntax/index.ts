/** Everything here draws in TypeScript's parser: to be loaded with `import()`. */
export { findHandlers, type FoundHandler } from "./find-handlers.js";
export { type Moves, rewriteImports } from "./rewrite-imports.js";
