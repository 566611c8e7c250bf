import { addition, change, type FileKind, sub, together } from "../edit.js";
import { proseLayouts } from "../layouts.js";
import { squeezeProse } from "../squeeze.js";

const base = `# My app

Receives webhooks and does **something** with each of them, once.

## Commands

| Command | What it does    |
| ------- | --------------- |
| dev     | starts the app  |
| test    | runs the tests  |
| check   | checks the code |

## Handlers

- \`file.created\`: says hello
- \`file.ready\`: tells the log

Every handler is a file of its own in src/webhooks, and is created once.

## Deploy

Build the image and run it:

\`\`\`sh
docker build -t app .
docker run -p 3000:3000 app
\`\`\`

## License

MIT
`;

const userSection = addition(
  "add-section-end",
  (text) => `${text}\n## Team\n\nAsk Ada.\n`,
  ["## Team\n\nAsk Ada."],
);
const userTitle = change("change-title", sub(["# My app", "# Robot"]), {
  facts: { title: "Robot" },
  has: ["# Robot\n"],
  hasNot: ["# My app"],
});
const templateSection = addition(
  "add-section-end",
  (text) => `${text}\n## Upgrading\n\nRun the update.\n`,
  ["## Upgrading\n\nRun the update."],
);

export const readme: FileKind = {
  kind: "README.md",
  path: "README.md",
  base,
  squeeze: squeezeProse,
  edits: [
    userSection,
    addition(
      "add-section-middle",
      sub(["## Deploy", "## Mine\n\nMy notes.\n\n## Deploy"]),
      ["## Mine\n\nMy notes."],
    ),
    addition(
      "add-section-start",
      sub(["## Commands", "## Why\n\nBecause.\n\n## Commands"]),
      ["## Why\n\nBecause."],
    ),
    addition(
      "add-bullet-end",
      sub(["tells the log\n", "tells the log\n- `mine.made`: mine\n"]),
      ["- `mine.made`: mine\n"],
    ),
    addition(
      "add-bullet-start",
      sub(["- `file.created`", "- `asset.mine`: mine\n- `file.created`"]),
      ["- `asset.mine`: mine\n"],
    ),
    addition(
      "add-row",
      sub([
        "| checks the code |\n",
        "| checks the code |\n| mine    | is mine         |\n",
      ]),
      ["| mine | is mine |"],
    ),
    addition(
      "add-line-of-code",
      sub(["docker run", "docker tag app me/app\ndocker run"]),
      ["docker tag app me/app\n"],
    ),
    addition("same-as-template", templateSection.apply, templateSection.has),
    userTitle,
    change("change-sentence", sub(["does **something** with", "uploads"]), {
      facts: { intro: "uploads" },
      has: ["uploads each of them"],
    }),
    change(
      "change-contested",
      sub(["- `file.ready`: tells the log", "- `file.ready`: tells me"]),
      { facts: { "file.ready": "me" }, has: ["`file.ready`: tells me"] },
    ),
    change(
      "change-code",
      sub(["docker build -t app .", "docker build -t me/app ."]),
      { facts: { build: "me" }, has: ["docker build -t me/app ."] },
    ),
    change("change-license", sub(["MIT\n", "All rights reserved.\n"]), {
      facts: { license: "none" },
      has: ["All rights reserved."],
    }),
    change(
      "delete-section",
      sub(["## License\n\nMIT\n", ""], ["app\n```\n\n", "app\n```\n"]),
      { facts: { license: null }, hasNot: ["## License"] },
    ),
    change("delete-bullet", sub(["- `file.created`: says hello\n", ""]), {
      facts: { "file.created": null },
      hasNot: ["says hello"],
    }),
    change(
      "delete-contested",
      sub([
        "Every handler is a file of its own in src/webhooks, and is created once.\n\n",
        "",
      ]),
      { facts: { "every handler": null }, hasNot: ["Every handler"] },
    ),
    change("rename-heading", sub(["## Handlers", "## What happens"]), {
      facts: { handlers: "What" },
      has: ["## What happens\n"],
      hasNot: ["## Handlers"],
    }),
    change(
      "reorder-bullets",
      sub(
        ["- `file.created`: says hello\n", ""],
        ["tells the log\n", "tells the log\n- `file.created`: says hello\n"],
      ),
      {},
    ),
    addition(
      "badge",
      sub(["# My app\n", "# My app\n\n[![ci](ci.svg)](ci)\n"]),
      ["[![ci](ci.svg)](ci)\n"],
    ),
    together(
      "several",
      userSection,
      userTitle,
      addition(
        "",
        sub(["tells the log\n", "tells the log\n- `mine.made`: mine\n"]),
        ["- `mine.made`: mine\n"],
      ),
    ),
    ...proseLayouts(),
  ],
  upgrades: [
    templateSection,
    addition(
      "add-section-middle",
      sub(["## Deploy", "## Secrets\n\nKeep them.\n\n## Deploy"]),
      ["## Secrets\n\nKeep them."],
    ),
    addition(
      "add-bullet-end",
      sub(["tells the log\n", "tells the log\n- `share.made`: shares\n"]),
      ["- `share.made`: shares\n"],
    ),
    addition(
      "add-bullet-start",
      sub(["- `file.created`", "- `asset.made`: makes\n- `file.created`"]),
      ["- `asset.made`: makes\n"],
    ),
    addition(
      "add-row",
      sub([
        "| checks the code |\n",
        "| checks the code |\n| trigger | sends an event  |\n",
      ]),
      ["| trigger | sends an event |"],
    ),
    addition(
      "add-code-block",
      sub([
        "## License",
        "Or run it bare:\n\n```sh\nnode dist/server.js\n```\n\n## License",
      ]),
      ["node dist/server.js\n"],
    ),
    change(
      "change-bullet",
      sub([
        "- `file.ready`: tells the log",
        "- `file.ready`: writes to the log",
      ]),
      {
        facts: { "file.ready": "writes" },
        has: ["`file.ready`: writes to the log"],
      },
    ),
    change(
      "change-paragraph",
      sub(["and is created once.", "and is yours from then on."]),
      {
        facts: { "every handler": "yours" },
        has: ["and is yours from then on."],
      },
    ),
    change(
      "change-code",
      sub(["docker run -p 3000:3000 app", "docker run -p 8080:8080 app"]),
      { facts: { run: "8080" }, has: ["-p 8080:8080 app"] },
    ),
    change("change-row", sub(["| runs the tests  |", "| tests once      |"]), {
      facts: { "test row": "once" },
      has: ["| tests once |"],
    }),
    change("remove-row", sub(["| check   | checks the code |\n", ""]), {
      facts: { "check row": null },
      hasNot: ["checks the code"],
    }),
    change("rename-heading", sub(["## Deploy", "## Deployment"]), {
      facts: { deploy: "Deployment" },
      has: ["## Deployment\n"],
    }),
    together(
      "everything",
      templateSection,
      change("", sub(["and is created once.", "and is yours from then on."]), {
        facts: { "every handler": "yours" },
        has: ["and is yours from then on."],
      }),
      addition(
        "",
        sub(["tells the log\n", "tells the log\n- `share.made`: shares\n"]),
        ["- `share.made`: shares\n"],
      ),
    ),
  ],
};
