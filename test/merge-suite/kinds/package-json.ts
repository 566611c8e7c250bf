import { addition, change, type FileKind, sub, together } from "../edit.js";
import { jsonLayouts } from "../layouts.js";
import { squeezeJson } from "../squeeze.js";

const path = "package.json";

const base = `{
  "name": "my-app",
  "version": "1.0.0",
  "private": true,
  "type": "module",
  "scripts": {
    "build": "tsc",
    "start": "node dist/server.js",
    "test": "vitest run"
  },
  "files": ["dist", "schemas"],
  "engines": {
    "node": ">=20"
  },
  "dependencies": {
    "hono": "^4.0.0",
    "pino": "^9.0.0",
    "undici": "^6.0.0"
  },
  "devDependencies": {
    "typescript": "^5.9.0",
    "vitest": "^4.0.0"
  }
}
`;

const userScript = addition(
  "add-script-end",
  sub(['"vitest run"\n', '"vitest run",\n    "typecheck": "tsc --noEmit"\n']),
  ['"typecheck":"tsc--noEmit"'],
);
const userName = change("change-name", sub(['"my-app"', '"their-app"']), {
  facts: { name: "their-app" },
  has: ['"name":"their-app"'],
  hasNot: ["my-app"],
});
const templateScript = addition(
  "add-script-end",
  sub([
    '"vitest run"\n',
    '"vitest run",\n    "trigger": "frameio-gen trigger"\n',
  ]),
  ['"trigger":"frameio-gentrigger"'],
);
const templateBump = change(
  "bump",
  sub(['"hono": "^4.0.0"', '"hono": "^4.5.0"']),
  {
    facts: { hono: "^4.5.0" },
    has: ['"hono":"^4.5.0"'],
    hasNot: ['"hono":"^4.0.0"'],
  },
);

export const packageJson: FileKind = {
  kind: "package.json",
  path,
  base,
  squeeze: squeezeJson,
  edits: [
    userScript,
    addition(
      "add-script-start",
      sub(['"scripts": {\n', '"scripts": {\n    "a11y": "axe",\n']),
      ['"a11y":"axe"'],
    ),
    addition(
      "add-dependency-middle",
      sub(['    "pino"', '    "mine": "^1.0.0",\n    "pino"']),
      ['"mine":"^1.0.0"'],
    ),
    addition(
      "add-dependency-end",
      sub([
        '"undici": "^6.0.0"\n',
        '"undici": "^6.0.0",\n    "zod": "^4.0.0"\n',
      ]),
      ['"zod":"^4.0.0"'],
    ),
    addition(
      "add-key-end",
      sub([
        '"vitest": "^4.0.0"\n  }\n',
        '"vitest": "^4.0.0"\n  },\n  "prettier": {\n    "semi": false\n  }\n',
      ]),
      ['"prettier":{"semi":false}'],
    ),
    addition(
      "add-key-start",
      sub(['  "name"', '  "description": "mine",\n  "name"']),
      ['"description":"mine"'],
    ),
    addition(
      "add-array-element",
      sub(['["dist", "schemas"]', '["dist", "schemas", "mine"]']),
      ['"mine"'],
    ),
    addition("same-as-template", templateScript.apply, templateScript.has),
    userName,
    change(
      "change-script",
      sub(['"node dist/server.js"', '"node --watch dist/server.js"']),
      {
        facts: { start: "watch" },
        has: ['"start":"node--watchdist/server.js"'],
      },
    ),
    change("bump-contested", sub(['"hono": "^4.0.0"', '"hono": "4.4.4"']), {
      facts: { hono: "4.4.4" },
      has: ['"hono":"4.4.4"'],
      hasNot: ['"hono":"^4.0.0"'],
    }),
    change("bump", sub(['"pino": "^9.0.0"', '"pino": "^10.0.0"']), {
      facts: { pino: "^10.0.0" },
      has: ['"pino":"^10.0.0"'],
      hasNot: ['"pino":"^9.0.0"'],
    }),
    change("delete-script", sub(['    "build": "tsc",\n', ""]), {
      facts: { build: null },
      hasNot: ['"build"'],
    }),
    change("delete-contested", sub(['    "typescript": "^5.9.0",\n', ""]), {
      facts: { typescript: null },
      hasNot: ['"typescript"'],
    }),
    change(
      "delete-block",
      sub(['  "engines": {\n    "node": ">=20"\n  },\n', ""]),
      { facts: { engines: null }, hasNot: ['"engines"'] },
    ),
    change(
      "rename-key",
      sub(['"test": "vitest run"', '"check": "vitest run"']),
      {
        facts: { test: null, check: "vitest" },
        has: ['"check":"vitestrun"'],
        hasNot: ['"test"'],
      },
    ),
    change(
      "sort-keys",
      sub(
        ['    "build": "tsc",\n', ""],
        [
          '"node dist/server.js",\n',
          '"node dist/server.js",\n    "build": "tsc",\n',
        ],
      ),
      {},
    ),
    change("delete-array-element", sub(['["dist", "schemas"]', '["dist"]']), {
      facts: { schemas: null },
      hasNot: ['"schemas"'],
    }),
    together(
      "several",
      userScript,
      userName,
      change("", sub(['    "build": "tsc",\n', ""]), {
        facts: { build: null },
        hasNot: ['"build"'],
      }),
    ),
    ...jsonLayouts(path),
  ],
  upgrades: [
    templateScript,
    addition(
      "add-script-start",
      sub([
        '"scripts": {\n',
        '"scripts": {\n    "adopt": "frameio-gen adopt",\n',
      ]),
      ['"adopt":"frameio-genadopt"'],
    ),
    addition(
      "add-dependency-middle",
      sub(['    "pino"', '    "ioredis": "^5.0.0",\n    "pino"']),
      ['"ioredis":"^5.0.0"'],
    ),
    addition(
      "add-dependency-end",
      sub([
        '"undici": "^6.0.0"\n',
        '"undici": "^6.0.0",\n    "yaml": "^2.0.0"\n',
      ]),
      ['"yaml":"^2.0.0"'],
    ),
    addition(
      "add-key-end",
      sub([
        '"vitest": "^4.0.0"\n  }\n',
        '"vitest": "^4.0.0"\n  },\n  "imports": {\n    "#app": "./dist/app.js"\n  }\n',
      ]),
      ['"imports":{"#app"'],
    ),
    addition(
      "add-array-element",
      sub(['"schemas"]', '"schemas", "templates"]']),
      ['"templates"'],
    ),
    templateBump,
    change(
      "bump-dev",
      sub(['"typescript": "^5.9.0"', '"typescript": "^5.9.3"']),
      { facts: { typescript: "^5.9.3" }, has: ['"typescript":"^5.9.3"'] },
    ),
    change("change-script", sub(['"vitest run"', '"vitest run --coverage"']), {
      facts: { test: "coverage" },
      has: ['"vitestrun--coverage"'],
    }),
    change("remove-dependency", sub([',\n    "undici": "^6.0.0"', ""]), {
      facts: { undici: null },
      hasNot: ['"undici"'],
    }),
    change("change-engines", sub(['">=20"', '">=22"']), {
      facts: { engines: ">=22" },
      has: ['"node":">=22"'],
    }),
    change(
      "reorder",
      sub([
        '  "private": true,\n  "type": "module",\n',
        '  "type": "module",\n  "private": true,\n',
      ]),
      {},
    ),
    together(
      "everything",
      templateScript,
      templateBump,
      change("", sub([',\n    "undici": "^6.0.0"', ""]), {
        facts: { undici: null },
        hasNot: ['"undici"'],
      }),
    ),
  ],
};
