import { customizeCodes } from "./customize-codes.js";
import { environmentCodes } from "./environment-codes.js";
import { schemaCodes } from "./schema-codes.js";

/**
 * Every diagnostic code with the next step that holds when the diagnostic itself names none.
 * Families: 1xx manifest, 2xx event schemas, 3xx reconcile, 4xx workspace, 5xx command line, 6xx app environment, 7xx templates, layers and generators, 9xx internal.
 */
export const codes = {
  FG101: {
    title: "The manifest is not valid JSONC",
    hint: "Correct the syntax at the place shown.",
  },
  FG102: {
    title: "The manifest has an unknown key",
    hint: "Remove the key, or correct its spelling.",
  },
  FG103: {
    title: "A value in the manifest has the wrong type or form",
    hint: "See the key's description in your editor.",
  },
  FG104: {
    title: "Unknown event type",
    hint: "List the event types with `npx frameio-gen events`.",
  },
  FG105: {
    title: "A required key is missing in the manifest",
    hint: "Add the key.",
  },
  FG106: {
    title: "Two entries of the manifest contradict each other",
    hint: "Keep one of them.",
  },
  FG107: {
    title: "No manifest found",
    hint: "Run the command in a folder with `frameio.jsonc`, or create an app with `npm create frameio-app`.",
  },
  FG108: {
    title: "The manifest asks for something that is not available yet",
    hint: "Remove it for now.",
  },
  FG109: {
    title: "The manifest holds unresolved merge conflicts",
    hint: "Resolve the conflict, remove its `<<<<<<<`, `=======` and `>>>>>>>` lines, and run the command again.",
  },
  FG110: {
    title: "Unknown provider",
    hint: "Declare the provider below `providers`, with one of the built-in schemas, such as `frameio@4`.",
  },
  ...schemaCodes,
  FG301: {
    title: "A generated file was edited",
    hint: "See the edit with `npx frameio-gen diff`; `npx frameio-gen generate --force` discards it.",
  },
  FG302: {
    title: "A file of yours stands where a generated one must be",
    hint: "Move or rename your file, then run the command again.",
  },
  FG303: {
    title: "You and the template changed the same thing differently",
    hint: "Make your text agree with the new one, or run the command with `--conflict inline` and choose between the markers.",
  },
  FG304: {
    title: "Conflict markers are left in a file",
    hint: "Choose between the sides, delete the markers, and run the command again.",
  },
  FG305: {
    title: "The merge base of a file is missing or was changed",
    hint: "Restore `.frameio/` from version control, or run the command with `--conflict inline` and choose between the markers.",
  },
  FG320: {
    title: "The app has to be updated first",
    hint: "Run `npx frameio-gen update`; `npx frameio-gen update --dry-run` shows what it would do.",
  },
  FG321: {
    title: "A migration cannot go on",
    hint: "Correct what is named, and run `npx frameio-gen update` again: it goes on where it stopped.",
  },
  FG330: {
    title: "The file of a handler is missing",
    hint: "Restore the file, or handle the event no longer with `npx frameio-gen remove-webhook`.",
  },
  FG331: {
    title: "The file of a handler was moved",
    hint: "The manifest follows it; nothing else is to be done.",
  },
  FG332: {
    title: "There is a handler for the event already",
    hint: "Name the file that shall handle it with `--handler`.",
  },
  FG333: {
    title: "Something of yours stays where the template says otherwise",
    hint: "Take over what you need from the text in `.frameio/base/`.",
  },
  FG334: {
    title: "An edited file stays",
    hint: "Delete it when you need it no longer.",
  },
  FG401: {
    title: "A file changed while the command was at work",
    hint: "Nothing was written. Run the command again.",
  },
  FG402: {
    title: "A path is not allowed",
    hint: "Use a relative path inside the project, with `/` and names that every system accepts.",
  },
  FG403: {
    title: "A symbolic link stands in the way",
    hint: "Replace the link with a real folder or file inside the project.",
  },
  FG404: {
    title: "Two paths collide",
    hint: "Some systems take the two names for one: rename or remove one of them.",
  },
  FG405: {
    title: "A file was expected, and something else is there",
    hint: "Move it out of the way, or remove it.",
  },
  FG406: {
    title: "A file is not UTF-8 text",
    hint: "Save the file as UTF-8 in your editor.",
  },
  FG407: {
    title: "Another command is writing to the project",
    hint: "Wait until it has ended, and run the command again.",
  },
  FG408: {
    title: "The system does not permit the access",
    hint: "Check who owns the folder and whether it is writable; nothing was changed.",
  },
  FG409: {
    title: "There is no space left",
    hint: "Free some space, and run the command again; nothing was changed.",
  },
  FG410: {
    title: "A folder was expected, and something else is there",
    hint: "Move the file out of the way, or choose another folder.",
  },
  FG411: {
    title: "Too many files are open",
    hint: "Close other programs, or raise the limit (`ulimit -n`), and run the command again.",
  },
  FG412: {
    title: "The file system refused an operation",
    hint: "Check the disk and the path; nothing was changed.",
  },
  FG413: {
    title: "An interrupted commit cannot be undone",
    hint: "Compare the files named with your version control, then delete the folder `.frameio/staging` and run the command again.",
  },
  FG420: {
    title: "The lockfile is damaged",
    hint: "Restore `.frameio/lock.json` from your version control and run `npx frameio-gen generate`.",
  },
  FG421: {
    title: "The lockfile holds unresolved merge conflicts",
    hint: "Take either side (`git checkout --ours .frameio/lock.json`), and run `npx frameio-gen generate`: it settles the rest.",
  },
  FG422: {
    title: "The lockfile was made by a newer version of the tool",
    hint: "Update the tool: `npm install -D create-frameio-app@latest`.",
  },
  FG423: {
    title: "The app was generated by a newer version of the tool",
    hint: "Update the tool: `npm install -D create-frameio-app@latest`.",
  },
  FG430: {
    title: "A file was edited after the change that is to be undone",
    hint: "Keep your edit elsewhere, or lose it with `npx frameio-gen undo --force`.",
  },
  FG431: {
    title: "There is nothing to undo",
    hint: "Ten changes at most are remembered, on the machine that made them. Older ones are in your version control.",
  },
  FG432: {
    title: "The app has changed since by other means",
    hint: "Another branch, or a clone, brought the change: take it back with your version control.",
  },
  FG433: {
    title: "The record of an earlier change is damaged",
    hint: "Delete the folder `.frameio/history`: the app does not need it, only `undo` does.",
  },
  FG440: {
    title: "The file is not a plan that can be applied",
    hint: "Make the plan again: `npx frameio-gen generate --out plan.json`.",
  },
  FG441: {
    title: "The plan was made by another build of the tool",
    hint: "Make the plan again with the tool that is to apply it: `npx frameio-gen generate --out plan.json`.",
  },
  FG442: {
    title: "The app has changed since the plan was made",
    hint: "Nothing was written. Make the plan again: `npx frameio-gen generate --out plan.json`.",
  },
  FG443: {
    title: "The plan cannot be saved there",
    hint: "Choose another name for the plan.",
  },
  FG501: {
    title: "Unknown command",
    hint: "List the commands with `npx frameio-gen --help`.",
  },
  FG502: {
    title: "Unknown flag",
    hint: "List the flags with `--help`.",
  },
  FG503: {
    title: "A flag has a wrong value",
    hint: "See the flag's description with `--help`.",
  },
  FG504: {
    title: "An argument is missing, or one too many is given",
    hint: "See the usage with `--help`.",
  },
  FG505: {
    title: "Input is needed, and nobody can be asked",
    hint: "Give the flags named, or take the defaults with `--yes`.",
  },
  FG506: {
    title: "The input ended before every question was answered",
    hint: "Nothing was written. Give the answers as flags: see `--help`.",
  },
  FG510: {
    title: "The folder is not empty",
    hint: "Choose another folder, or add the app to this one with `--existing`: files that are there are never overwritten.",
  },
  FG511: {
    title: "The path is not a folder",
    hint: "Choose another path for the app.",
  },
  FG512: {
    title: "The folder holds an app with another manifest",
    hint: "Change the app with `npx frameio-gen`, or choose another folder.",
  },
  FG513: {
    title: "The dependencies could not be installed",
    hint: "The app is complete. Run the package manager again in its folder.",
  },
  FG514: {
    title: "The file with the payload cannot be used",
    hint: "Name a file that holds one JSON object.",
  },
  FG515: {
    title: "The secret for signing is not known",
    hint: "Set the variable in `.env`, or give the secret with `--secret-value`.",
  },
  FG516: {
    title: "The app does not answer",
    hint: "Start it in another terminal with `npm start`, then run the command again.",
  },
  FG517: {
    title: "The app did not accept the delivery",
    hint: "The app's log names the reason.",
  },
  FG518: {
    title: "The secret cannot sign",
    hint: "Give one that can with `--secret-value`: of the form that the provider gives out, and of a key pair the private key.",
  },
  FG530: {
    title: "A text to merge cannot be used",
    hint: "Name three files of UTF-8 text, of at most 16 MiB: what both sides began with, yours, theirs.",
  },
  FG531: {
    title: "The merge driver cannot be installed",
    hint: "Run the command in an app that lies in a git repository, with git installed.",
  },
  FG540: {
    title: "No webhook has this handler",
    hint: "List the files with `npx frameio-gen status`.",
  },
  FG541: {
    title: "The handler's new name is taken or cannot be used",
    hint: "Choose another name.",
  },
  FG542: {
    title: "The folder has a manifest already",
    hint: "Run `npx frameio-gen generate`.",
  },
  FG560: {
    title: "The provider did not do what was asked",
    hint: "Run the command again; what the provider said is in the message.",
  },
  FG561: {
    title: "What registering a webhook needs is missing",
    hint: "Set the variable that is named.",
  },
  FG562: {
    title: "The secret cannot be put into .env",
    hint: "Correct the file, or leave `--save-secret` out: the secret is shown then.",
  },
  ...environmentCodes,
  ...customizeCodes,
  FG901: {
    title: "Internal error",
    hint: "This is a mistake of the tool. Please report it, with the command that you ran.",
  },
} as const satisfies Record<string, { title: string; hint: string }>;

export type DiagnosticCode = keyof typeof codes;
