import { describe, expect, test } from "vitest";
import { ConfigurationError } from "../../../templates/app/src/frameio/kernel/process/configuration.gen.js";
import { fromEnv, handler, provider, testKernel, webhook } from "./support.js";

const created = { event: { type: "file.created", resource: { id: "1" } } };

async function statusFor(
  kernel: ReturnType<typeof testKernel>,
  ...secrets: string[]
): Promise<number[]> {
  const statuses: number[] = [];
  for (const [index, secret] of secrets.entries()) {
    const event = { type: "file.ready", index };
    statuses.push((await kernel.send({ event, secret })).status);
  }
  return statuses;
}

function problemsOf(make: () => unknown): readonly string[] {
  try {
    make();
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
  return [];
}

describe("where secrets come from", () => {
  const env = { WEBHOOK_SECRET: "from env" };

  test("the variable, when nothing precedes it", async () => {
    const kernel = testKernel([webhook("file.ready")], { env });
    expect(await statusFor(kernel, "from env", "")).toEqual([200, 401]);
  });

  test("a secret in code precedes the variable", async () => {
    const options = { secret: "from code" };
    const kernel = testKernel([webhook("file.ready", { options })], { env });
    expect(await statusFor(kernel, "from code", "from env")).toEqual([
      200, 401,
    ]);
  });

  test("several secrets in code all hold", async () => {
    const options = { secret: ["new", "", "old"] };
    const kernel = testKernel([webhook("file.ready", { options })], { env });
    expect(await statusFor(kernel, "new", "old", "")).toEqual([200, 200, 401]);
  });

  test.each(["", "  ", [], ["", " "], undefined])(
    "%j in code counts as not given",
    async (secret) => {
      const options = { secret };
      const kernel = testKernel([webhook("file.ready", { options })], { env });
      expect(await statusFor(kernel, "from env", "")).toEqual([200, 401]);
    },
  );

  test("a secret in code precedes a resolver", async () => {
    const resolve = () => "from resolver";
    const kernel = testKernel([
      webhook("file.ready", {
        options: { secret: "from code" },
        secret: { kind: "resolver", name: "tenant", resolve },
      }),
    ]);
    expect(await statusFor(kernel, "from code", "from resolver")).toEqual([
      200, 401,
    ]);
  });

  test("a resolver in code precedes the one in the manifest and the variable", async () => {
    const secret = () => "from code's resolver";
    const kernel = testKernel(
      [webhook("file.ready", { options: { secret } })],
      { env },
    );
    expect(await statusFor(kernel, "from code's resolver", "from env")).toEqual(
      [200, 401],
    );
  });
});

describe("rotation", () => {
  const env = { WEBHOOK_SECRET: "new", WEBHOOK_SECRET_PREVIOUS: "old" };

  test("both secrets hold, and the log tells when it was the old one", async () => {
    const kernel = testKernel([webhook("file.ready")], { env });
    expect(await statusFor(kernel, "new", "old")).toEqual([200, 200]);
    expect(kernel.log.lines.map((line) => line["previousSecret"])).toEqual([
      undefined,
      "WEBHOOK_SECRET_PREVIOUS",
    ]);
  });

  test("an empty previous secret does not hold", async () => {
    const kernel = testKernel([webhook("file.ready")], {
      env: { ...env, WEBHOOK_SECRET_PREVIOUS: "" },
    });
    expect(await statusFor(kernel, "new", "", "old")).toEqual([200, 401, 401]);
  });

  test("several variables are several live secrets", async () => {
    const kernel = testKernel(
      [webhook("file.ready", { secret: fromEnv("A", "B") })],
      { env: { A: "a", B: "b", B_PREVIOUS: "b0" } },
    );
    expect(await statusFor(kernel, "a", "b", "b0", "c")).toEqual([
      200, 200, 200, 401,
    ]);
  });

  test("the secret that matched last is tried first, and all keep holding", async () => {
    const kernel = testKernel([webhook("file.ready")], { env });
    const order = ["old", "new", "old", "old", "new"];
    for (const [index, secret] of order.entries()) {
      const event = { type: "file.ready", index };
      expect((await kernel.send({ event, secret })).status).toBe(200);
    }
  });
});

describe("one path, a secret per webhook", () => {
  const webhooks = [
    webhook("file.ready", { secret: fromEnv("READY") }),
    webhook("file.created", { secret: fromEnv("CREATED") }),
  ];
  const env = { READY: "for ready", CREATED: "for created" };

  test("each signs for its own webhook", async () => {
    const kernel = testKernel(webhooks, { env });
    expect((await kernel.send({ secret: "for ready" })).status).toBe(200);
    const other = { ...created, secret: "for created" };
    expect((await kernel.send(other)).status).toBe(200);
  });

  test("and never for the other", async () => {
    const kernel = testKernel(webhooks, { env });
    const crossed = await kernel.send({ ...created, secret: "for ready" });
    const forged = await kernel.send({ ...created, secret: "forged" });
    expect(crossed).toEqual(forged);
    expect(crossed.status).toBe(401);
    expect(kernel.log.lines[0]).toMatchObject({
      reason: "signed with the secret of another webhook",
      event: "file.created",
    });
  });

  test("an event that nobody handles may be signed with any of them", async () => {
    const kernel = testKernel(webhooks, { env });
    const event = { type: "project.created" };
    const answer = await kernel.send({ event, secret: "for created" });
    expect(answer.status).toBe(200);
    expect(kernel.log.lines[0]).toMatchObject({ outcome: "unhandled" });
  });

  test("two webhooks of one event are told apart by their secrets", async () => {
    const ran: string[] = [];
    const one = (name: string) =>
      webhook("file.ready", {
        name,
        handle: () => ran.push(name),
        secret: fromEnv(name),
      });
    const kernel = testKernel([one("LEFT"), one("RIGHT")], {
      env: { LEFT: "l", RIGHT: "r" },
    });
    await kernel.send({ secret: "r" });
    await kernel.send({ secret: "l" });
    expect(ran).toEqual(["RIGHT", "LEFT"]);
  });
});

describe("what keeps an app from starting", () => {
  test("every missing variable, all at once", () => {
    const make = () =>
      testKernel(
        [
          webhook("file.ready", { secret: fromEnv("ONE", "TWO") }),
          webhook("file.created", { secret: fromEnv("TWO") }),
          webhook("file.deleted", { secret: fromEnv("BLANK") }),
        ],
        { env: { BLANK: " " } },
      );
    expect(problemsOf(make)).toEqual([
      "environment variable ONE is not set",
      "environment variable TWO is not set",
      "environment variable BLANK is not set",
    ]);
  });

  test("a previous secret alone does not do", () => {
    const env = { WEBHOOK_SECRET_PREVIOUS: "old" };
    const make = () => testKernel([webhook("file.ready")], { env });
    expect(problemsOf(make)).toEqual([
      "environment variable WEBHOOK_SECRET is not set",
    ]);
  });

  test("a handler that says another event than the manifest", () => {
    const make = () =>
      testKernel([
        webhook("file.ready", { handler: handler(["file.raedy", "b"]) }),
      ]);
    expect(problemsOf(make)).toEqual([
      "file-ready: frameio.jsonc says file.ready, the handler says b, file.raedy; make them agree, then run frameio-gen generate",
    ]);
  });

  test("two webhooks that nothing tells apart", () => {
    const make = () =>
      testKernel(
        [
          webhook("file.ready", { name: "a", secret: fromEnv("A") }),
          webhook("file.ready", { name: "b", secret: fromEnv("B") }),
        ],
        { env: { A: "same", B: "same" } },
      );
    expect(problemsOf(make)).toEqual([
      "a and b both handle file.ready with the same secret",
    ]);
  });

  test("more secrets than can be tried on every delivery", () => {
    const names = Array.from({ length: 65 }, (_, index) => `S${index}`);
    const env = Object.fromEntries(names.map((name) => [name, name]));
    const make = () =>
      testKernel([webhook("file.ready", { secret: fromEnv(...names) })], {
        env,
      });
    expect(problemsOf(make)).toEqual([
      "/webhooks/frameio has 65 secrets, 64 at most; use a resolver",
    ]);
  });

  test("providers that contradict themselves or each other", () => {
    const signed = "v0:{timestamp}:{nonce}";
    const { delivery } = provider;
    const signature = { ...delivery.signature, signed };
    const odd = { ...provider, delivery: { ...delivery, signature } };
    const make = () =>
      testKernel([webhook("file.ready", { provider: "nobody" })], {
        routes: { providers: [odd, provider] },
      });
    expect(problemsOf(make)).toEqual([
      "provider frameio is declared twice",
      "path /webhooks/frameio belongs to two providers",
      "provider frameio signs {nonce}, which no header of its deliveries has",
      "provider frameio doesn't sign the body",
      "file-ready: there is no provider nobody",
    ]);
  });
});
