import { expect, test } from "vitest";
import { variableProblem } from "../../../src/manifest/names.js";
import { DEFAULT_INBOX } from "../../../src/manifest/defaults.js";
import { INBOX_ENGINES } from "../../../src/manifest/read-inbox.js";
import {
  metricsVariables,
  telemetryVariables,
  variablesOf,
} from "../../../src/model/variables.js";

test("what an app reads for itself cannot be named for a secret", () => {
  const names = INBOX_ENGINES.flatMap((engine) => {
    const inbox = { ...DEFAULT_INBOX, engine };
    return [
      ...variablesOf([], [], inbox),
      ...metricsVariables(inbox),
      ...telemetryVariables("app"),
    ].map(({ name }) => name);
  });
  expect(names).toContain("DATABASE_URL");
  expect(names.filter((name) => variableProblem(name) === undefined)).toEqual(
    [],
  );
});
