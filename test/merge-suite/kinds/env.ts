import { addition, change, type FileKind, sub, together } from "../edit.js";
import { envLayouts } from "../layouts.js";
import { squeezeEnv } from "../squeeze.js";

const base = `# Where the app listens.
PORT=3000
HOST=127.0.0.1

# The secret that signs webhooks. Keep it out of git.
FRAMEIO_SECRET=change-me

# error, warn, info or debug
LOG_LEVEL=info
LOG_FORMAT=json

# Where the inbox is kept.
INBOX_PATH=./data/inbox.sqlite
INBOX_LIMIT=1000
`;

const userVariable = addition(
  "add-end",
  (text) => `${text}\n# Mine.\nMINE=1\n`,
  ["\n# Mine.\nMINE=1\n"],
);
const userPort = change("change-value", sub(["PORT=3000", "PORT=8080"]), {
  facts: { PORT: "8080" },
  has: ["\nPORT=8080\n"],
  hasNot: ["\nPORT=3000\n"],
});
const templateVariable = addition(
  "add-end",
  (text) => `${text}\n# How long deliveries are kept.\nKEEP_DAYS=30\n`,
  ["\n# How long deliveries are kept.\nKEEP_DAYS=30\n"],
);
const templateLevel = change(
  "change-value",
  sub(["LOG_LEVEL=info", "LOG_LEVEL=warn"]),
  {
    facts: { LOG_LEVEL: "warn" },
    has: ["\nLOG_LEVEL=warn\n"],
    hasNot: ["LOG_LEVEL=info"],
  },
);

export const env: FileKind = {
  kind: ".env",
  path: ".env.example",
  base,
  squeeze: squeezeEnv,
  edits: [
    userVariable,
    addition("add-start", (text) => `# Mine.\nMINE=1\n\n${text}`, [
      "\n# Mine.\nMINE=1\n",
    ]),
    addition("add-middle", sub(["LOG_FORMAT", "LOG_MINE=1\nLOG_FORMAT"]), [
      "\nLOG_MINE=1\n",
    ]),
    addition(
      "add-after",
      sub(["HOST=127.0.0.1\n", "HOST=127.0.0.1\nBASE_PATH=/mine\n"]),
      ["\nBASE_PATH=/mine\n"],
    ),
    addition(
      "add-multi-line",
      (text) => `${text}KEY="-----BEGIN\nabc\n-----END"\n`,
      ['KEY="-----BEGIN\nabc\n-----END"\n'],
    ),
    addition("same-as-template", templateVariable.apply, templateVariable.has),
    addition(
      "add-comment",
      sub(["LOG_FORMAT", "# Ada likes json.\nLOG_FORMAT"]),
      ["\n# Ada likes json.\nLOG_FORMAT=json\n"],
    ),
    userPort,
    change("change-contested", sub(["LOG_LEVEL=info", "LOG_LEVEL=debug"]), {
      facts: { LOG_LEVEL: "debug" },
      has: ["\nLOG_LEVEL=debug\n"],
      hasNot: ["LOG_LEVEL=info"],
    }),
    change("set-secret", sub(["=change-me", "=abc123"]), {
      facts: { FRAMEIO_SECRET: "abc123" },
      has: ["\nFRAMEIO_SECRET=abc123\n"],
    }),
    change("change-path", sub(["./data/inbox.sqlite", "/var/inbox.sqlite"]), {
      facts: { INBOX_PATH: "/var" },
      has: ["\nINBOX_PATH=/var/inbox.sqlite\n"],
    }),
    change("delete", sub(["LOG_FORMAT=json\n", ""]), {
      facts: { LOG_FORMAT: null },
      hasNot: ["LOG_FORMAT"],
    }),
    change("delete-contested", sub(["INBOX_LIMIT=1000\n", ""]), {
      facts: { INBOX_LIMIT: null },
      hasNot: ["INBOX_LIMIT"],
    }),
    change(
      "delete-block",
      sub([
        "# The secret that signs webhooks. Keep it out of git.\nFRAMEIO_SECRET=change-me\n\n",
        "",
      ]),
      { facts: { FRAMEIO_SECRET: null }, hasNot: ["FRAMEIO_SECRET"] },
    ),
    change("comment-out", sub(["HOST=", "# HOST="]), {
      facts: { HOST: "off" },
      has: ["\n# HOST=127.0.0.1\n"],
    }),
    change("rename", sub(["LOG_FORMAT=", "LOG_STYLE="]), {
      facts: { LOG_FORMAT: null, LOG_STYLE: "json" },
      has: ["\nLOG_STYLE=json\n"],
      hasNot: ["LOG_FORMAT"],
    }),
    change(
      "change-comment",
      sub(["# Where the app listens.", "# My address."]),
      { facts: { "PORT comment": "mine" }, has: ["\n# My address.\nPORT="] },
    ),
    change("delete-comment", sub(["# error, warn, info or debug\n", ""]), {
      facts: { "LOG_LEVEL comment": null },
      hasNot: ["# error"],
    }),
    change(
      "reorder",
      sub(["PORT=3000\nHOST=127.0.0.1\n", "HOST=127.0.0.1\nPORT=3000\n"]),
      {},
    ),
    together(
      "several",
      userVariable,
      userPort,
      change("", sub(["LOG_FORMAT=json\n", ""]), {
        facts: { LOG_FORMAT: null },
        hasNot: ["LOG_FORMAT"],
      }),
    ),
    ...envLayouts(),
  ],
  upgrades: [
    templateVariable,
    addition(
      "add-start",
      (text) => `# production or test\nMODE=production\n\n${text}`,
      ["\n# production or test\nMODE=production\n"],
    ),
    addition("add-middle", sub(["LOG_FORMAT", "LOG_COLOR=0\nLOG_FORMAT"]), [
      "\nLOG_COLOR=0\n",
    ]),
    addition(
      "add-after",
      sub(["HOST=127.0.0.1\n", "HOST=127.0.0.1\nTRUST_PROXY=0\n"]),
      ["\nTRUST_PROXY=0\n"],
    ),
    addition(
      "add-comment",
      sub(["INBOX_LIMIT", "# Bytes.\nINBOX_LIMIT"]),
      ["\n# Bytes.\nINBOX_LIMIT"],
      {},
      "INBOX_LIMIT",
    ),
    templateLevel,
    change("change-limit", sub(["INBOX_LIMIT=1000", "INBOX_LIMIT=5000"]), {
      facts: { INBOX_LIMIT: "5000" },
      has: ["\nINBOX_LIMIT=5000\n"],
    }),
    change(
      "change-comment",
      sub(["# Where the app listens.", "# Where the app is to listen."]),
      {
        facts: { "PORT comment": "is to" },
        has: ["\n# Where the app is to listen.\n"],
      },
    ),
    change("remove", sub(["HOST=127.0.0.1\n", ""]), {
      facts: { HOST: null },
      hasNot: ["HOST="],
    }),
    change("rename", sub(["FRAMEIO_SECRET=", "FRAMEIO_WEBHOOK_SECRET="]), {
      facts: { FRAMEIO_SECRET: null, FRAMEIO_WEBHOOK_SECRET: "change-me" },
      has: ["\nFRAMEIO_WEBHOOK_SECRET=change-me\n"],
    }),
    change(
      "reorder",
      sub([
        "LOG_LEVEL=info\nLOG_FORMAT=json\n",
        "LOG_FORMAT=json\nLOG_LEVEL=info\n",
      ]),
      {},
    ),
    change(
      "change-path",
      sub(["./data/inbox.sqlite", "./.data/inbox.sqlite"]),
      {
        facts: { INBOX_PATH: ".data" },
        has: ["\nINBOX_PATH=./.data/inbox.sqlite\n"],
      },
    ),
    together(
      "everything",
      templateVariable,
      templateLevel,
      change("", sub(["HOST=127.0.0.1\n", ""]), {
        facts: { HOST: null },
        hasNot: ["HOST="],
      }),
    ),
  ],
};
