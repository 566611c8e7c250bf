import { describe, expect, it } from "vitest";

import { applies, askable } from "../../../src/yeoman/any-question.js";

/** What a generator gets for what somebody wrote on the command line. */
async function answered(question: object, text: string): Promise<unknown> {
  const { read, finish } = await askable({ name: "x", ...question }, {});
  return finish(read(text));
}

describe("a question of somebody's generator", () => {
  it.each<[object, string, unknown]>([
    [{}, "a", "a"],
    [{ type: "editor" }, "a", "a"],
    [{ type: "number" }, "12", 12],
    [{ type: "confirm" }, "yes", true],
    [{ type: "confirm" }, "false", false],
    [{ type: "list", choices: ["a", "b"] }, "b", "b"],
    [{ type: "rawlist", choices: [{ name: "Two", value: 2 }] }, "2", 2],
    [
      { type: "select", choices: () => [{ name: "only a name" }] },
      "only a name",
      "only a name",
    ],
    [
      {
        type: "checkbox",
        choices: async () => [
          "a",
          { type: "separator" },
          { value: false, name: "no" },
        ],
      },
      "false,a",
      [false, "a"],
    ],
    [{ filter: (text: string) => text.toUpperCase() }, "a", "A"],
  ])("%j takes %j for %j", async (question, text, value) => {
    expect(await answered(question, text)).toEqual(value);
  });

  it.each<[object, string, string]>([
    [{ type: "number" }, "many", "cannot be the answer"],
    [{ type: "confirm" }, "perhaps", "true or false"],
    [{ type: "list", choices: ["a", "b"] }, "c", "there are a, b"],
    [{ validate: () => false }, "a", "cannot be the answer"],
    [{ validate: async (text: string) => `not ${text}` }, "a", "not a"],
    [{ type: "table" }, "a", 'of the type "table"'],
  ])("%j does not take %j", async (question, text, message) => {
    await expect(answered(question, text)).rejects.toThrow(message);
  });

  it("may have functions for its text, its default and whether it is asked", async () => {
    const answers = { before: "me" };
    const { question } = await askable(
      {
        name: "x",
        message: ({ before }: typeof answers) => `After ${before}?`,
        default: async () => 3,
      },
      answers,
    );
    expect(question).toMatchObject({ message: "After me?", default: "3" });
    expect(await applies({}, answers)).toBe(true);
    expect(await applies({ when: false }, answers)).toBe(false);
    expect(await applies({ when: async () => undefined }, answers)).toBe(false);
  });
});
