import type { DiagnosticCode } from "../diagnostics/codes.js";
import { type Diagnostic, FrameioGenError } from "../diagnostics/diagnostic.js";
import { quote } from "../diagnostics/printable.js";

type SystemError = NodeJS.ErrnoException & { readonly code: string };

const meanings: Readonly<
  Record<string, readonly [DiagnosticCode, string, string?]>
> = {
  EACCES: ["FG408", "No permission"],
  EPERM: ["FG408", "No permission"],
  EROFS: ["FG408", "The file system is read-only"],
  ENOSPC: ["FG409", "No space left on the device"],
  EDQUOT: ["FG409", "The disk quota is used up"],
  EFBIG: ["FG409", "The limit for the size of a file is reached"],
  EISDIR: ["FG405", "A folder is where a file should be"],
  ENOTDIR: ["FG410", "A file is where a folder should be"],
  EEXIST: ["FG401", "Something appeared meanwhile"],
  ENOTEMPTY: ["FG401", "Something appeared meanwhile"],
  ENOENT: ["FG401", "Something vanished meanwhile"],
  ELOOP: ["FG403", "Symbolic links lead in a circle"],
  ENAMETOOLONG: ["FG402", "The path is too long", "Use a shorter path."],
  EMFILE: ["FG411", "Too many files are open"],
  ENFILE: ["FG411", "Too many files are open"],
  EBUSY: [
    "FG412",
    "Another program uses it",
    "Close that program, and run the command again; nothing was changed.",
  ],
};

/** What the system said about a path of the project, for people. `root` is told, for the cause may lie above the project. */
export function systemDiagnostic(
  { code }: SystemError,
  path: string,
  root: string,
): Diagnostic {
  const [diagnosticCode, meaning, hint] = meanings[code] ?? [
    "FG412",
    "The system refused",
  ];
  const place =
    path === "." ? quote(root, 200) : `${quote(path)} in ${quote(root, 200)}`;
  return {
    code: diagnosticCode,
    severity: "error",
    file: path,
    message: `${meaning}: ${place} (${code})`,
    ...(hint === undefined ? {} : { hint }),
  };
}

/** Runs an action of the file system on a path of the project. Throws its system errors as FrameioGenError. */
export function guarded<T>(path: string, root: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw inWords(error, path, root);
  }
}

/** The error as it is, but for those of the system, which become diagnostics. */
export function inWords(error: unknown, path: string, root: string): unknown {
  if (!isSystemError(error)) return error;
  return new FrameioGenError([systemDiagnostic(error, path, root)], {
    cause: error,
  });
}

export function isSystemError(error: unknown): error is SystemError {
  return (
    error instanceof Error &&
    "code" in error &&
    typeof error.code === "string" &&
    /^E[A-Z0-9]+$/.test(error.code)
  );
}
