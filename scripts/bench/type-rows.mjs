// Rows of the page about providers with many event types.
import { step } from "../journey/story.mjs";
import {
  compilation,
  COMPILERS,
  emission,
  GENERATORS,
  lookUps,
  prepareTypes,
  typedApps,
} from "./event-types.mjs";
import { growthRows } from "./growth.mjs";

const [OPENAPI, ...OTHERS] = Object.keys(GENERATORS);
const many = (count) => count.toLocaleString("en-US");

/** @returns {Promise<import("./report.mjs").Row[]>} */
export async function typeRows({ root, ours, folder }) {
  const types = await step("install what else makes types", () =>
    prepareTypes(root, folder),
  );
  const rows = [];
  for (const [events, names, rounds] of [
    [10, [OPENAPI], 5],
    [100, [OPENAPI], 5],
    [500, [OPENAPI], 5],
    [2000, [OPENAPI], 2],
    [500, OTHERS, 1],
  ]) {
    const times = await step(`types of ${many(events)} event types`, () =>
      emission(types, events, ["ours", ...names], rounds),
    );
    for (const name of names)
      rows.push({
        what: `Types of ${many(events)} event types`,
        yardstick: `${name} ${GENERATORS[name]}`,
        ours: times.ours,
        theirs: times[name],
        unit: "ms",
        ...(name === OPENAPI && { aim: 1.2 }),
      });
  }
  const apps = {
    500: await typedApps(types, 500, folder),
    2000: await typedApps(types, 2000, folder),
  };
  // The app's own compiler first.
  for (const version of ["7", "5.9"]) {
    const { whole, own } = await step(`tsc ${version}`, () =>
      compilation(types, apps[500], version),
    );
    const row = (what, { ours, theirs }) => ({
      what: `\`tsc ${COMPILERS[version]}\`, 500 event types${what}`,
      yardstick: "look-up in openapi-typescript's",
      ours,
      theirs,
      unit: "ms",
      aim: 0.5,
    });
    const beyondEmpty = ({ empty, ...apps }) =>
      Object.fromEntries(
        Object.entries(apps).map(([name, times]) => [
          name,
          times.map((ms, round) => ms - empty[round]),
        ]),
      );
    rows.push(
      row("", whole),
      row(", its own time", own),
      row(", beyond an empty app", beyondEmpty(whole)),
    );
  }
  for (const [version, events] of [
    ["7", 500],
    ["7", 2000],
    ["5.9", 500],
    ["5.9", 2000],
  ]) {
    const title = `editor with ${COMPILERS[version]}, ${many(events)} event types`;
    const found = await step(title, () =>
      lookUps(types, apps[events], version),
    );
    for (const [question, what] of [
      ["hover", "hover"],
      ["members", "members of `event`"],
      ["names", "event types"],
    ])
      rows.push({
        what: `E${title.slice(1)}: ${what}`,
        yardstick: "look-up in openapi-typescript's",
        ours: found.ours[question],
        theirs: found.theirs[question],
        unit: "ms",
        limit: 100,
      });
  }
  rows.push(
    ...(await step("commands, 500 and 2,000 event types", () =>
      growthRows(ours, folder),
    )),
  );
  return rows;
}
