import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { Conflict } from "./change-set.js";
import type { MergeConflict } from "./merge/types.js";

/** A managed file that the user has edited. */
export function driftConflict(
  path: string,
  ours: string,
  theirs: string,
): Conflict {
  return {
    path,
    ours,
    theirs,
    diagnostic: {
      code: "FG301",
      severity: "error",
      message: "This file belongs to frameio-gen and was edited.",
      file: path,
      hint: `See your edit with \`npx frameio-gen diff ${path}\`. Move it to a file of your own, then run \`npx frameio-gen generate --force\` to discard it here.`,
    },
  };
}

/** A file that stands where a managed one must be, and that we did not make. */
export function foreignConflict(
  path: string,
  ours: string,
  theirs: string,
): Conflict {
  return {
    path,
    ours,
    theirs,
    diagnostic: {
      code: "FG302",
      severity: "error",
      message: "A file of yours stands where frameio-gen keeps one of its own.",
      file: path,
      hint: "Move or rename your file, then run the command again.",
    },
  };
}

/** Both sides changed the same thing differently. */
export function mergeConflict(path: string, conflict: MergeConflict): Conflict {
  return {
    path,
    ours: conflict.ours,
    theirs: conflict.theirs,
    diagnostic: {
      code: "FG303",
      severity: "error",
      message: `You and the template changed ${conflict.key} differently.`,
      file: path,
      line: conflict.line,
      sides: { ours: conflict.ours, theirs: conflict.theirs },
      hint: `Make your text agree with the new one (\`npx frameio-gen diff ${path}\` shows both), or keep yours and take the rest by running the command with \`--conflict inline\`.`,
    },
  };
}

/** What the user has where the template says otherwise, and which stays. */
export function keptYours(path: string, conflict: MergeConflict): Diagnostic {
  return {
    code: "FG333",
    severity: "warning",
    message: `Your ${conflict.key.replace(/^the /, "")} stays as it is; the template has another.`,
    file: path,
    line: conflict.line,
    sides: { ours: conflict.ours, theirs: conflict.theirs },
  };
}

/** A file of the user's that stands where one of the app's would be made. */
export function keptWhole(path: string): Diagnostic {
  return {
    code: "FG333",
    severity: "warning",
    message: "Your file stays as it is; the app's own would be another.",
    file: path,
    hint: `What the app's own does is in \`.frameio/base/${path}.base\`: take over what you need.`,
  };
}

/** Markers of an earlier conflict are still in the file. */
export function unresolvedConflict(
  path: string,
  line: number,
  ours: string,
  theirs: string,
): Conflict {
  return {
    path,
    ours,
    theirs,
    diagnostic: {
      code: "FG304",
      severity: "error",
      message: "The file still has conflict markers.",
      file: path,
      line,
    },
  };
}

/** What the file was generated from last time is gone or was changed, so nothing tells the user's edits from ours. */
export function lostBaseConflict(
  path: string,
  ours: string,
  theirs: string,
): Conflict {
  return {
    path,
    ours,
    theirs,
    diagnostic: {
      code: "FG305",
      severity: "error",
      message: "The merge base of this file is missing or was changed.",
      file: path,
    },
  };
}
