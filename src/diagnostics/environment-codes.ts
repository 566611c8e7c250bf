/** The family 6xx: what the app needs around it. */
export const environmentCodes = {
  FG601: {
    title: "The version of Node.js is too old",
    hint: "Install Node.js 20.19 or newer.",
  },
  FG602: {
    title: "A required environment variable is missing",
    hint: "Set it in `.env`; `.env.example` explains it.",
  },
  FG603: {
    title: "The generated files are not up to date",
    hint: "See what differs with `npx frameio-gen diff`, then run `npx frameio-gen generate`.",
  },
  FG604: {
    title: "The app's port is in use",
    hint: "Stop the program that uses it, or choose another port with `PORT`.",
  },
  FG605: {
    title: "The dependencies are not installed",
    hint: "Install them with the app's package manager.",
  },
  FG606: {
    title: "The package manager is not available",
    hint: "Install it, or choose another one with `packageManager` in `frameio.jsonc`.",
  },
  FG607: {
    title: "The app has never been generated",
    hint: "Run `npx frameio-gen generate`.",
  },
  FG608: {
    title: "Secrets may end up in version control",
    hint: "Add `.env` to `.gitignore`.",
  },
  FG609: {
    title: "The app is not built",
    hint: "Build it with `npm run build`, then run the command again.",
  },
  FG610: {
    title: "The inbox does not outlive the app",
    hint: 'Choose another `inbox.engine` in `frameio.jsonc`, such as `"sqlite"`, and run `npx frameio-gen generate`.',
  },
  FG611: {
    title: "A signing secret is not of the form that its provider gives out",
    hint: "Copy it again from the provider, whole and without quotation marks. Of a key pair, the public key.",
  },
} as const satisfies Record<string, { title: string; hint: string }>;
