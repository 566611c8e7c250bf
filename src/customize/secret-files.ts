/** Names that `.env` files have. `.env.example` is for everybody. */
const SECRET = [".env", ".env.local", ".env.production", ".env.test"];
/** What can match a name in more than one way, and is no name itself. */
const WILD = /[*?[\]\\]/;

/**
 * Whether a line of an ignore file takes a file of secrets out again. Where a pattern is more than names and stars, it is taken to
 * do so: a layer can name what it means.
 */
export function showsSecrets(line: string): boolean {
  if (!line.startsWith("!")) return false;
  const pattern = line.slice(1).replace(/\/+$/, "");
  const name = pattern.slice(pattern.lastIndexOf("/") + 1);
  if (!WILD.test(name)) return SECRET.includes(name.toLowerCase());
  if (/[?[\]\\]/.test(name)) return true;
  const [first = "", ...rest] = name.toLowerCase().split("*");
  const last = rest.at(-1) ?? "";
  return SECRET.some((file) => file.startsWith(first) && file.endsWith(last));
}
