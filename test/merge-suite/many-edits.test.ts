import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import {
  loadTypeScriptMerge,
  merge,
  type TypeScriptMerge,
} from "../../src/reconcile/merge/index.js";
import { compile } from "./compile.js";
import { conflicting, type Edit, type FileKind, together } from "./edit.js";
import { FILE_KINDS, missing } from "./run-suite.js";
import { draws } from "../support/draws.js";

let typescript: TypeScriptMerge;

beforeAll(async () => {
  typescript = await loadTypeScriptMerge();
});

interface Handful {
  readonly file: FileKind;
  readonly edits: readonly Edit[];
  readonly upgrades: readonly Edit[];
}

const single = (edit: Edit) =>
  !["several", "everything", "same-as-template"].includes(edit.kind);

/** Up to three edits and a layout on the one side, up to three upgrades on the other. */
const handfuls: fc.Arbitrary<Handful> = fc
  .constantFrom(...FILE_KINDS)
  .chain((file) =>
    fc
      .tuple(
        fc.uniqueArray(
          fc.constantFrom(
            ...file.edits.filter((edit) => single(edit) && !edit.layout),
          ),
          { minLength: 1, maxLength: 3 },
        ),
        fc.option(
          fc.constantFrom(...file.edits.filter((edit) => edit.layout)),
          { nil: undefined },
        ),
        fc.uniqueArray(fc.constantFrom(...file.upgrades.filter(single)), {
          minLength: 1,
          maxLength: 3,
        }),
      )
      .map(([edits, layout, upgrades]) => ({
        file,
        edits: layout ? [...edits, layout] : edits,
        upgrades,
      })),
  );

/** Some edits exclude each other: then the handful is no case. */
async function applied({
  file,
  edits,
  upgrades,
}: Handful): Promise<{ ours: string; theirs: string } | undefined> {
  try {
    const ours = await together("", ...edits).apply(file.base);
    const theirs = await together("", ...upgrades).apply(file.base);
    const whole =
      edits.every((edit) => missing(file, edit, ours).length === 0) &&
      upgrades.every((upgrade) => missing(file, upgrade, theirs).length === 0);
    return whole ? { ours, theirs } : undefined;
  } catch {
    return undefined;
  }
}

describe("a handful of edits against a handful of upgrades", () => {
  it("conflicts when two of them do, and else has all of both, and compiles", async () => {
    const programs: string[] = [];
    await fc.assert(
      fc.asyncProperty(handfuls, async (handful) => {
        const texts = await applied(handful);
        fc.pre(texts !== undefined);
        const { file, edits, upgrades } = handful;
        const { text, conflicts } = merge(
          { path: file.path, base: file.base, ...texts },
          { typescript },
        );
        const real = edits.some((edit) =>
          upgrades.some((upgrade) => conflicting(edit, upgrade)),
        );
        expect(conflicts.length > 0).toBe(real);
        if (real) return;
        for (const edit of edits) expect(missing(file, edit, text)).toEqual([]);
        for (const upgrade of upgrades)
          expect(missing(file, upgrade, text)).toEqual([]);
        if (file.path.endsWith(".ts")) programs.push(text);
      }),
      draws(20_26, 500),
    );
    expect(compile(programs).flat()).toEqual([]);
  });
});

describe("ten upgrades with edits in between", () => {
  it("lose nothing and bring no conflict back", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...FILE_KINDS),
        fc.infiniteStream(fc.nat(1000)),
        async (file, stream) => {
          const next = (list: Edit[]) =>
            list.splice((stream.next().value ?? 0) % list.length, 1)[0];
          const upgrades = file.upgrades.filter(single);
          const edits = file.edits.filter(
            (edit) => single(edit) && !edit.layout,
          );
          const made: Edit[] = [];
          const come: Edit[] = [];
          let generated = file.base;
          let disk = file.base;
          for (let round = 0; round < 10; round++) {
            const edit = next(edits);
            const upgrade = next(upgrades);
            const fits = (
              one: Edit | undefined,
              others: readonly Edit[],
            ): one is Edit =>
              one !== undefined &&
              !others.some((other) => conflicting(one, other));
            const edited = fits(edit, come)
              ? await attempt(edit, disk)
              : undefined;
            if (
              edit &&
              edited !== undefined &&
              missing(file, edit, edited).length === 0
            ) {
              disk = edited;
              made.push(edit);
            }
            const newer = fits(upgrade, made)
              ? await attempt(upgrade, generated)
              : undefined;
            if (!upgrade || newer === undefined) continue;
            const merged = merge(
              { path: file.path, base: generated, ours: disk, theirs: newer },
              { typescript },
            );
            expect(merged.conflicts).toEqual([]);
            [generated, disk] = [newer, merged.text];
            come.push(upgrade);
          }
          for (const upgrade of come) {
            if (missing(file, upgrade, generated).length === 0)
              expect(missing(file, upgrade, disk)).toEqual([]);
          }
        },
      ),
      draws(20_26, 40),
    );
  });
});

async function attempt(edit: Edit, text: string): Promise<string | undefined> {
  try {
    return await edit.apply(text);
  } catch {
    return undefined;
  }
}
