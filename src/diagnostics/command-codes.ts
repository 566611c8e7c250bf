/** The family 5xx: the command line. */
export const commandCodes = {
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
  FG507: {
    title:
      "A variable of the environment would be sent, and nobody said that it may be",
    hint: "Add `--allow-env NAME@host` if that is right.",
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
} as const;
