// How the start-up chunk gets at Node's own modules.

/**
 * A rolldown plugin that turns `import { hash } from "node:crypto"` of the named chunks into a look-up. An ES import of a built-in
 * reads every export that there is, and with it loads what hangs on them (of `node:crypto`: all of WebCrypto); together that
 * is a tenth of the time that a command takes. Node >= 20.16 has the look-up.
 *
 * @param {(chunk: import("rolldown").RenderedChunk) => boolean} wanted
 * @returns {import("rolldown").Plugin}
 */
export function builtinsByLookUp(wanted) {
  return {
    name: "builtins-by-look-up",
    renderChunk(code, chunk) {
      if (!wanted(chunk)) return null;
      return code.replaceAll(IMPORT, (_, names, module) => {
        const members = names.replaceAll(/\bas\b/g, ":");
        return `const {${members}} = process.getBuiltinModule("${module}");`;
      });
    },
  };
}

/** Named imports only: a default or a namespace is another object than the module's exports. */
const IMPORT = /^import \{([^}]*)\} from "(node:[\w/]+)";$/gm;
