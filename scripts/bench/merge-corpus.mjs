// 200 handlers as people write them, each edited by its user and changed by its template, never at the same place.

/** What the user does to a file, in turn. */
const EDITS = [
  // A statement of their own, and what it imports.
  ({ noun }) => [
    [
      'import { store } from "../store.js";\n',
      `import { store } from "../store.js";\nimport { audit${noun} } from "../audit.js";\n`,
    ],
    [
      "  await store.save(record);\n",
      `  await store.save(record);\n  await audit${noun}(record.id);\n`,
    ],
  ],
  // A function, called where something else was done.
  ({ noun }) => [
    [
      `  ctx.log.info({ ${noun}: record.id }, "saved");\n`,
      `  tell${noun}(record.id, (text) => ctx.log.info(text));\n`,
    ],
    [
      "\nfunction labelOf(",
      `\nfunction tell${noun}(id: string, log: (text: string) => void): void {\n  log(\`${noun} \${id} is safe\`);\n}\n\nfunction labelOf(`,
    ],
  ],
  // Another limit, an option more.
  () => [
    ["const MOST_ATTEMPTS = 3;", "const MOST_ATTEMPTS = 8;"],
    ["attempts: MOST_ATTEMPTS }", "attempts: MOST_ATTEMPTS, urgent: true }"],
  ],
  // Something wrapped, with a comment.
  () => [
    [
      "  await store.save(record);\n",
      '  // The store may be away for a while.\n  try {\n    await store.save(record);\n  } catch (error) {\n    ctx.log.warn({ error }, "not saved");\n    throw error;\n  }\n',
    ],
  ],
  // A condition more, a message of their own.
  ({ noun }) => [
    [
      "  if (!found) {\n    return;\n  }\n",
      `  if (!found || found.deleted) {\n    ctx.log.debug("no such ${noun}");\n    return;\n  }\n`,
    ],
  ],
];

/** What the next version of the template does to it, in turn. */
const UPGRADES = [
  // A step more, with its import.
  () => [
    [
      'import { queue } from "../queue.js";\n',
      'import { queue } from "../queue.js";\nimport { measure } from "../measure.js";\n',
    ],
    [
      "  const found = await store.find(",
      "  measure(event.type);\n  const found = await store.find(",
    ],
  ],
  // Another signature.
  () => [
    [
      "function labelOf(name: string): string {",
      "function labelOf(name: string, most = 60): string {",
    ],
    ["name.trim().slice(0, 40)", "name.trim().slice(0, most)"],
  ],
  // A better comment, a function more.
  ({ noun }) => [
    [
      `/** Keeps what is known of a ${noun}. */`,
      `/** Keeps what is known of a ${noun}; called once for each delivery. */`,
    ],
    [
      "\nfunction labelOf(",
      `\nexport function is${noun}(value: unknown): value is ${noun}Record {\n  return typeof value === "object" && value !== null && "id" in value;\n}\n\nfunction labelOf(`,
    ],
  ],
  // A property more.
  () => [
    [
      "  readonly at: number;\n",
      "  readonly at: number;\n  readonly by?: string;\n",
    ],
    [
      "    at: ctx.receivedAt,\n",
      "    at: ctx.receivedAt,\n    by: event.user?.id,\n",
    ],
  ],
];

const NOUNS = [
  "File",
  "Folder",
  "Comment",
  "Project",
  "Share",
  "Version",
  "Field",
];

/** Text as it was generated: 1.3 kB, 45 lines. */
function generated({ noun, event, fields }) {
  return `import { onWebhook } from "../frameio/index.gen.js";
import { store } from "../store.js";
import { queue } from "../queue.js";

const MOST_ATTEMPTS = 3;

/** What the store has of a ${noun}. */
export interface ${noun}Record {
  readonly id: string;
  readonly label: string;
  readonly at: number;
${fields.map((field) => `  readonly ${field}: string | undefined;\n`).join("")}}

/** Keeps what is known of a ${noun}. */
export default onWebhook("${event}", async (event, ctx) => {
  const found = await store.find("${event}", event.resource.id);
  if (!found) {
    return;
  }
  const record: ${noun}Record = {
    id: event.resource.id,
    label: labelOf(found.name),
    at: ctx.receivedAt,
${fields.map((field) => `    ${field}: found.${field},\n`).join("")}  };
  await store.save(record);
  ctx.log.info({ ${noun}: record.id }, "saved");
  await queue.add("${event}", record, { attempts: MOST_ATTEMPTS });
});

function labelOf(name: string): string {
  const text = name.trim().slice(0, 40);
  return text === "" ? "${noun} without a name" : text;
}
`;
}

/**
 * @param {number} count
 * @returns {{ path: string, base: string, ours: string, theirs: string }[]} no two of them alike
 */
export function mergeCorpus(count) {
  return Array.from({ length: count }, (_, index) => {
    const noun = `${NOUNS[index % NOUNS.length]}${index}`;
    const fields = ["size", "kind", "owner", "color", "stage"]
      .slice(0, 1 + (index % 5))
      .map((field) => `${field}${index}`);
    const event = `${NOUNS[index % NOUNS.length].toLowerCase()}.ready`;
    const words = { noun, event, fields };
    const base = generated(words);
    const edit = EDITS[index % EDITS.length];
    const upgrade = UPGRADES[(index >> 2) % UPGRADES.length];
    return {
      path: `src/webhooks/kept/${noun.toLowerCase()}.ts`,
      base,
      ours: replaced(base, edit(words)),
      theirs: replaced(base, upgrade(words)),
    };
  });
}

function replaced(text, pairs) {
  return pairs.reduce((result, [from, to]) => {
    if (!result.includes(from)) throw new Error(`nothing to replace: ${from}`);
    return result.replace(from, () => to);
  }, text);
}
