// Takes licence texts apart, so that one text need not be printed once for each package that is under it.

/** Between the packages of a document that describes several, as Prettier's notices do. */
const RULE = /^-{10,}\n+(?=## )/m;

/** A paragraph that only names the licence, which the section's heading does as well. */
const TITLE =
  /^(#+ )?\(?(the )?(mit|isc|bsd|bsd-[23]-clause|[23]-clause bsd|blue ?oak model)( license)?( \((mit|isc)\))?\)?[.:]?$/i;

const COPYRIGHT = /^(copyright\b|\(c\)|©|all rights reserved)/i;

/**
 * @typedef {object} Licensed
 * @property {string} name with its version
 * @property {string} [about] licence, and where the package is from
 * @property {string} text of the licence
 */

/**
 * The packages that a notice describes whose sections look like `## name@1.2.3`, with the licence quoted.
 *
 * @param {string} notice
 * @returns {Licensed[]} empty for a document of another form
 */
export function readNotice(notice) {
  if (!RULE.test(notice)) return [];
  const start = notice.indexOf("\n## ") + 1;
  return notice
    .slice(start)
    .split(new RegExp(RULE, "gm"))
    .map((section) => {
      const [heading, ...lines] = section.trim().split("\n");
      // The first quotation is the description, the last the licence.
      const field = (name) =>
        lines
          .find((line) => line.startsWith(`${name}: `))
          ?.slice(name.length + 2)
          .trim();
      const fields = lines.findLastIndex((line) => /^[A-Z]\w+: /.test(line));
      const text = lines
        .slice(fields + 1)
        .filter((line) => !/^-{10,}$/.test(line))
        .map((line) => line.replace(/^> ?/, ""))
        .join("\n")
        .trim();
      const about = [
        field("License"),
        field("Homepage") ?? field("Repository"),
      ].filter(Boolean);
      const author = field("Author");
      return {
        name: heading.replace(/^## /, "").replace(/(?<=.)@(?=v?\d)/, " "),
        about: about.join(", "),
        // Some have no text: then the author is all there is to name.
        text: text === "" && author !== undefined ? `By ${author}` : text,
      };
    });
}

/**
 * What a text says apart from who wrote it.
 *
 * @param {string} text
 * @returns {{ key: string, body: string, holders: string[] }} texts with one `key` differ in white space, title and copyright lines only
 */
export function partLicence(text) {
  const holders = [];
  const body = [];
  for (const paragraph of text.split(/\n\s*\n/)) {
    const lines = paragraph.split("\n").map((line) => line.trim());
    if (body.length === 0 && TITLE.test(lines.join(" ").trim())) continue;
    if (body.length === 0 && lines.every((line) => COPYRIGHT.test(line)))
      holders.push(...lines);
    else body.push(paragraph.trimEnd());
  }
  const joined = body.join("\n\n").trim();
  return {
    key: joined.replaceAll(/\s+/g, " "),
    body: joined,
    holders: [...new Set(holders)],
  };
}
