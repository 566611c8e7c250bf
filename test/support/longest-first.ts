import { basename } from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files of twenty seconds and more, the longest first, by their names; a run that knows no earlier one cannot know them. */
const LONG = [
  "provider-urls",
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
  "interrupted",
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
  if (project.name === "source") return LONG.length + 1;
  return long === -1 ? LONG.length : long;
}
