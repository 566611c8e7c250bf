/** The files that the generators emit from. */
export interface Assets {
  /** Text of a file below `templates/`, LF. Throws an internal error when there is none: a plan named a wrong asset. */
  read(path: string): string;
}
