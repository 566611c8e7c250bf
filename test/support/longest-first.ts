import { basename } from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files of fifteen seconds and more, by their names: those that mostly wait come first, then the longest. A first run cannot know them. */
const LONG = [
  "provider-urls",
  "tracker-kills",
  "batch-kills",
  "chaos",
  "package",
  "kills",
  "crash",
  "compiled",
  "types",
  "registry-packages",
  "hostile-documents",
  "shipped-providers",
  "run-generator",
  "trap-providers",
  "event-names",
  "types-providers",
  "types-schema",
  "telemetry",
  "dev",
];

/**
 * What takes long begins first, so that at the end no worker is left alone with it; then all that starts processes, then the fast
 * tests of the sources, which fill the gaps.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(
    files: TestSpecification[],
  ): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => rank(a) - rank(b));
  }
}

function rank({ moduleId, project }: TestSpecification): number {
  const long = LONG.indexOf(basename(moduleId, ".test.ts"));
  if (long !== -1) return long;
  return project.name === "source" ? LONG.length + 1 : LONG.length;
}
