import type { Tree, TreeFile } from "../render/tree.js";

/** The project's own code style. What we emit is in Prettier's default form; where the project has a style of its own, it is used instead. */
export interface Formatter {
  /** Changes whenever formatting may give another text. */
  readonly fingerprint: string;
  /** The text in the project's style; as it is, when the style does not cover the file. */
  format(path: string, text: string): Promise<string>;
}

/** Every file in the project's style. */
export async function formatTree(
  tree: Tree,
  formatter: Formatter,
): Promise<Tree> {
  const files = await Promise.all(
    [...tree.values()].map(async (file): Promise<[string, TreeFile]> => {
      const text = await formatter.format(file.path, file.text);
      return [file.path, { ...file, text }];
    }),
  );
  return new Map(files);
}
