/** New paths of files, by their old ones. */
export type Moves = ReadonlyMap<string, string>;
