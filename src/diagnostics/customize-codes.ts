/** The family 7xx: templates, layers and generators. */
export const customizeCodes = {
  FG701: {
    title: "There is no such template",
    hint: "List the templates with `npx frameio-gen templates list`.",
  },
  FG702: {
    title: "The template cannot be read as Handlebars",
    hint: "Correct the template at the place shown.",
  },
  FG703: {
    title: "The template uses something that it does not have",
    hint: "See what it has with `npx frameio-gen templates list <name>`.",
  },
  FG704: {
    title: "The template failed while it was rendered",
    hint: "Correct the template, or delete your copy of it to use the tool's again.",
  },
  FG705: {
    title: "The text that was made does not parse",
    hint: "Correct the template or layer that makes it.",
  },
  FG706: {
    title: "The layer cannot be found or read",
    hint: "Install the layer's package, or correct `layers` in `frameio.jsonc`.",
  },
  FG707: {
    title: "The layer says something that is not understood",
    hint: "Correct the layer; `node_modules/create-frameio-app/docs/TEMPLATES.md` says what it may hold.",
  },
  FG708: {
    title: "Two writers want the same key or file differently",
    hint: 'Remove it from one of them. A layer that means to replace a key of a JSON file says so: below "override" of its fragments.json.',
  },
  FG709: {
    title: "The layer may not write there",
    hint: "Choose another path in the layer.",
  },
  FG710: {
    title: "The generator is code that you have not allowed to run",
    hint: "Read it, then run the command again with `--trust`, or name it in `generators` of `frameio.jsonc`.",
  },
  FG711: {
    title: "There is no such generator",
    hint: "Name a folder or an installed package whose name begins with `generator-`.",
  },
  FG712: {
    title: "The generator failed",
    hint: "Correct the generator; nothing was written.",
  },
  FG713: {
    title: "There is nothing to override",
    hint: 'Take the key out of "override" of the fragments.json: it is gone, or has another name. Keys that are new stand beside "override".',
  },
} as const satisfies Record<string, { title: string; hint: string }>;
