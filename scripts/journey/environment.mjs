import { delimiter } from "node:path";

/**
 * The environment of somebody who types the command: without what npm or a test runner set for this process.
 *
 * @param {string} [nodeFolder] folder of another Node to run everything with
 * @returns {NodeJS.ProcessEnv}
 */
export function userEnvironment(nodeFolder) {
  const own =
    /^(npm_(?!config_(cache|registry|prefix|userconfig))|VITEST|NODE_ENV$|NODE_OPTIONS$|INIT_CWD$|TEST$|PROD$|DEV$|MODE$|BASE_URL$)/;
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !own.test(name)),
  );
  if (nodeFolder !== undefined) {
    env.PATH = `${nodeFolder}${delimiter}${env.PATH}`;
  }
  return env;
}
