import { addition, change, type FileKind, sub, together } from "../edit.js";
import { codeLayouts } from "../layouts.js";
import { squeezeCode } from "../squeeze.js";

const path = "src/events.ts";

const base = `// Types of the events this app handles.
import type { Base } from "./base.js";

/** Event types. */
export type EventType = "file.created" | "file.ready" | "project.created";

export interface FileEvent extends Base {
  type: "file.ready";
  /** The file's id. */
  id: string;
  size: number;
  name: string;
}

export interface ProjectEvent {
  type: "project.created";
  id: string;
  owner: string;
}

export type AnyEvent = FileEvent | ProjectEvent;

export enum Level {
  Low = 1,
  High = 2,
}

export interface EventMap {
  "file.ready": FileEvent;
  "project.created": ProjectEvent;
}
`;

const userMember = addition(
  "add-member-end",
  sub(["  name: string;\n", "  name: string;\n  mine?: boolean;\n"]),
  ["mine?:boolean"],
);
const templateMember = addition(
  "add-member-end",
  sub(["  name: string;\n", "  name: string;\n  status: string;\n"]),
  ["status:string"],
);
const templateArm = addition(
  "add-arm",
  sub(
    [
      '"project.created";\n\nexport interface FileEvent',
      '"project.created" | "share.made";\n\nexport interface FileEvent',
    ],
    ["FileEvent | ProjectEvent", "FileEvent | ProjectEvent | ShareEvent"],
    [
      "export type AnyEvent",
      'export interface ShareEvent {\n  type: "share.made";\n}\n\nexport type AnyEvent',
    ],
    [
      '  "project.created": ProjectEvent;\n',
      '  "project.created": ProjectEvent;\n  "share.made": ShareEvent;\n',
    ],
  ),
  ["ShareEvent", '"share.made":ShareEvent', '|"share.made"'],
);

export const types: FileKind = {
  kind: "types",
  path,
  base,
  squeeze: squeezeCode,
  edits: [
    userMember,
    addition(
      "add-member-start",
      sub(['  type: "file.ready";', '  first: number;\n  type: "file.ready";']),
      ["first:number"],
    ),
    addition(
      "add-member-middle",
      sub(["  size: number;", "  width: number;\n  size: number;"]),
      ["width:number"],
    ),
    addition(
      "add-arm",
      sub([
        '"project.created";\n\nexport interface FileEvent',
        '"project.created" | "mine.made";\n\nexport interface FileEvent',
      ]),
      ['|"mine.made"'],
    ),
    addition(
      "add-type",
      (text) => `${text}\nexport type Mine = FileEvent["id"];\n`,
      ['exporttypeMine=FileEvent["id"]'],
    ),
    addition(
      "add-enum-member",
      sub(["  High = 2,", "  High = 2,\n  Mine = 9,"]),
      ["Mine=9"],
    ),
    addition(
      "add-import",
      sub(
        ["import type { Base }", "import type { Base, Mine as Own }"],
        ["  owner: string;", "  owner: string;\n  own: Own;"],
      ),
      ["MineasOwn", "own:Own"],
    ),
    addition("same-as-template", templateMember.apply, templateMember.has),
    change("change-member", sub(["size: number", "size: bigint"]), {
      facts: { size: "bigint" },
      has: ["size:bigint"],
      hasNot: ["size:number"],
    }),
    change(
      "change-contested",
      sub(
        ["owner: string", "owner: Owner"],
        [
          "export type AnyEvent",
          "export type Owner = { id: string };\n\nexport type AnyEvent",
        ],
      ),
      {
        facts: { owner: "Owner" },
        has: ["owner:Owner"],
        hasNot: ["owner:string"],
      },
    ),
    change("make-optional", sub(["  name: string", "  name?: string"]), {
      facts: { name: "optional" },
      has: ["name?:string"],
      hasNot: ["name:string"],
    }),
    change("delete-member", sub(["  size: number;\n", ""]), {
      facts: { size: null },
      hasNot: ["size:number"],
    }),
    change("delete-contested", sub(["  High = 2,\n", ""]), {
      facts: { High: null },
      hasNot: ["High="],
    }),
    change(
      "rename-type",
      (text) => text.replace(/\bProjectEvent\b/g, "ProjectMade"),
      {
        facts: { "name of ProjectEvent": "ProjectMade" },
        has: ["interfaceProjectMade{"],
        hasNot: ["interfaceProjectEvent"],
      },
    ),
    change(
      "reorder-members",
      sub([
        "  size: number;\n  name: string;\n",
        "  name: string;\n  size: number;\n",
      ]),
      {},
    ),
    addition(
      "add-comment",
      sub(["  size: number;", "  /** Bytes. */\n  size: number;"]),
      ["/**Bytes.*/"],
    ),
    change("delete-comment", sub(["  /** The file's id. */\n", ""]), {
      facts: { "id comment": null },
      hasNot: ['Thefile"sid'],
    }),
    change(
      "extend",
      sub([
        "interface ProjectEvent {",
        "interface ProjectEvent extends Base {",
      ]),
      {
        facts: { "ProjectEvent extends": "Base" },
        has: ["interfaceProjectEventextendsBase{"],
      },
    ),
    together(
      "several",
      userMember,
      change("", sub(["size: number", "size: bigint"]), {
        facts: { size: "bigint" },
        has: ["size:bigint"],
      }),
      addition("", sub(["  High = 2,", "  High = 2,\n  Mine = 9,"]), [
        "Mine=9",
      ]),
    ),
    ...codeLayouts(path),
  ],
  upgrades: [
    templateMember,
    addition(
      "add-member-start",
      sub([
        '  type: "file.ready";',
        '  version: number;\n  type: "file.ready";',
      ]),
      ["version:number"],
    ),
    addition(
      "add-member-middle",
      sub(["  size: number;", "  mime: string;\n  size: number;"]),
      ["mime:string"],
    ),
    templateArm,
    addition(
      "add-enum-member",
      sub(["  High = 2,", "  High = 2,\n  Urgent = 3,"]),
      ["Urgent=3"],
    ),
    addition(
      "add-import",
      sub(
        ["import type { Base }", "import type { Account, Base }"],
        ["  owner: string;", "  owner: string;\n  account: Account;"],
      ),
      ["account:Account"],
    ),
    change("change-member", sub(["owner: string", "owner: string | null"]), {
      facts: { owner: "null" },
      has: ["owner:string|null"],
    }),
    change("change-enum", sub(["High = 2", "High = 5"]), {
      facts: { High: "5" },
      has: ["High=5"],
      hasNot: ["High=2"],
    }),
    change("remove-member", sub(["  owner: string;\n", ""]), {
      facts: { owner: null },
      hasNot: ["owner:string"],
    }),
    change(
      "change-comment",
      sub(["/** Event types. */", "/** The types of all events. */"]),
      { facts: { "types comment": "all" }, has: ["Thetypesofallevents"] },
    ),
    change(
      "reorder-members",
      sub([
        "  id: string;\n  owner: string;\n",
        "  owner: string;\n  id: string;\n",
      ]),
      {},
    ),
    addition(
      "add-type",
      (text) => `${text}\nexport type Handled = keyof EventMap;\n`,
      ["exporttypeHandled=keyofEventMap"],
    ),
    together(
      "everything",
      templateArm,
      templateMember,
      change("", sub(["High = 2", "High = 5"]), {
        facts: { High: "5" },
        has: ["High=5"],
      }),
    ),
  ],
};
