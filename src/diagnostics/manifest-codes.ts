/** The family 1xx: the manifest. */
export const manifestCodes = {
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
    hint: "Run the command in a folder with `frameio.jsonc`, create an app with `npm create frameio-app`, or make one of the project that is here with `npx frameio-gen adopt`.",
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
} as const;
