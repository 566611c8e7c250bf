import { codes } from "./codes.js";

const families: readonly { digit: string; title: string }[] = [
  { digit: "1", title: "Manifest" },
  { digit: "2", title: "Event schemas" },
  { digit: "3", title: "Reconcile" },
  { digit: "4", title: "Workspace" },
  { digit: "5", title: "Command line" },
  { digit: "6", title: "App environment" },
  { digit: "7", title: "Templates, layers and generators" },
  { digit: "9", title: "Internal" },
];

/** Text of `docs/ERRORS.md`, made from the code table. */
export function renderErrorsPage(): string {
  const sections = families.flatMap(({ digit, title }) => {
    const entries = Object.entries(codes).filter(([code]) =>
      code.startsWith(`FG${digit}`),
    );
    if (entries.length === 0) return [];
    return [
      `## ${title}`,
      ...entries.flatMap(([code, { title: what, hint }]) => [
        `### ${code}: ${what}`,
        hint,
      ]),
    ];
  });
  return [
    "# Errors",
    "Every message of `create-frameio-app` and `frameio-gen` has a code, a place and a next step. `--json` gives the same as data.",
    "This page is made from `src/diagnostics/codes.ts`; `npx vitest run test/unit/diagnostics -u` makes it again.",
    ...sections,
  ]
    .join("\n\n")
    .concat("\n");
}
