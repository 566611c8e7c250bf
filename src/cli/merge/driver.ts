/** A merge driver in git's configuration: `merge.<name>`. */
export interface MergeDriver {
  readonly name: string;
  /** As git's messages call it. */
  readonly title: string;
  /** The command line for git's shell. */
  readonly command: string;
}

/** Which of the app's files which driver merges; of two lines that fit, git takes the later one. */
export const attributes = [
  "*.ts merge=frameio",
  "*.json merge=frameio",
  "*.jsonc merge=frameio",
  "*.md merge=frameio",
  ".env.example merge=frameio",
  ".gitignore merge=frameio",
  ".dockerignore merge=frameio",
  ".gitattributes merge=frameio",
  // Made by other programs, which bring them in order again.
  "package-lock.json merge",
  // What is generated is made anew by the next generate: one side, whole, and the lockfile that goes with it.
  "*.gen.ts merge=frameio-generated",
  ".frameio/** merge=frameio-generated",
  ".frameio/lock.json merge=frameio-lock",
] as const;

/** @param bin absolute path of frameio-gen's program */
export function mergeDrivers(bin: string): readonly MergeDriver[] {
  return [
    {
      name: "frameio",
      title: "frameio-gen: merge by structure",
      command: mergeFile(bin, "--write"),
    },
    {
      name: "frameio-lock",
      title: "frameio-gen: merge its lockfile",
      command: mergeFile(bin, "--write --ours"),
    },
    {
      name: "frameio-generated",
      title: "frameio-gen: keep this side, generate follows",
      command: "true",
    },
  ];
}

/** Git's own merge where the tool cannot be run, such as before the dependencies are installed, or cannot use the texts. */
function mergeFile(bin: string, flags: string): string {
  const file =
    `'${bin.replaceAll("\\", "/").replaceAll("'", `'\\''`)}'`.replaceAll(
      "%",
      "%%",
    );
  return (
    `if command -v node >/dev/null && [ -f ${file} ]; then ` +
    `node ${file} merge-file ${flags} --path=%P --marker-size=%L -L %X -L %S -L %Y %O %A %B; s=$?; ` +
    `[ $s -lt 128 ] && exit $s; fi; git merge-file --marker-size=%L %A %O %B`
  );
}
