/** Options of Vitest for an app's own tests, which run beside many others here: as long as a busy machine needs. */
export const patience = [
  "--testTimeout=60000",
  "--expect.poll.timeout=30000",
] as const;
