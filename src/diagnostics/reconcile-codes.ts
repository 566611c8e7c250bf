/** The family 3xx: what is generated meets what the user has. */
export const reconcileCodes = {
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
  FG335: {
    title: "A comment goes with its webhook",
    hint: "To keep it, take the change back with `npx frameio-gen undo`, and write the comment where it stands for itself.",
  },
  FG336: {
    title: "A setting of the project does not suit the generated code",
    hint: "Write what is named into the file that is named, or give the webhooks a package of their own.",
  },
  FG337: {
    title: "A file that is yours now imports what goes",
    hint: "Delete the file when you need it no longer; otherwise put back what it imports, packages with your package manager.",
  },
} as const;
