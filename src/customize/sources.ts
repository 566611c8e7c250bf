/** A layer's or a generator's folder, as text. */
export interface SourceFolder {
  /** For messages: relative to the project, such as `node_modules/@studio/layer`. */
  readonly path: string;
  /** By path inside the folder, POSIX; LF, without byte order mark. */
  readonly files: ReadonlyMap<string, string>;
}

/** What a project adds to the tool, as far as it lies in files. Errors are FrameioGenErrors. */
export interface CustomSources {
  /**
   * What a layer holds: `layer.json`, `package.json`, `fragments.json`, and everything below `templates/` and `files/`.
   *
   * @param name a package, or a path that begins with `./`
   * @throws FrameioGenError FG706 when there is none, or when it cannot be read
   */
  layer(name: string): SourceFolder;
  /** Paths of the files in a folder of the project, relative to the folder, sorted; empty when there is no such folder. */
  filesIn(folder: string): readonly string[];
}
