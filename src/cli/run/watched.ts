/**
 * Runs other people's code: what it throws later than it should is its failure, and not the end of the process, and what it
 * prints does not get among the command's own output.
 */
export async function watched<T>(work: () => Promise<T>): Promise<T> {
  const output = globalThis.console;
  const { log, info, debug } = output;
  const toPeople = output.error.bind(output);
  Object.assign(output, { log: toPeople, info: toPeople, debug: toPeople });
  let fail: (error: unknown) => void = () => undefined;
  const failed = new Promise<never>((_, reject) => {
    fail = (error) =>
      reject(error instanceof Error ? error : new Error(String(error)));
  });
  process.on("uncaughtException", fail);
  try {
    return await Promise.race([work(), failed]);
  } finally {
    process.off("uncaughtException", fail);
    Object.assign(output, { log, info, debug });
  }
}
