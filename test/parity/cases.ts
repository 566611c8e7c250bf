/**
 * What frameio-kit (Python, version 0.0.10) does, request by request, and what a generated app does.
 * Signatures were made apart from our own code; the clock stands at 1 700 000 000 s. docs/PARITY.md is this file as a table.
 */
export interface ParityCase {
  readonly id: string;
  readonly title: string;
  readonly verdict: "same" | "different" | "later";
  /** Why it is different or later, or which part of it is. */
  readonly because?: string;
  /** A part of a case that is the same otherwise comes later. */
  readonly partLater?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  readonly webhooks?: readonly ParityWebhook[];
  /** What the app says instead of starting. */
  readonly startProblems?: readonly string[];
  readonly steps?: readonly ParityStep[];
}

export interface ParityWebhook {
  readonly event: string;
  readonly secret?: string;
  readonly resolver?:
    { readonly returns: string } | { readonly throws: string };
  readonly throws?: string;
}

export interface ParityStep {
  readonly request: {
    readonly method?: string;
    readonly path?: string;
    readonly timestamp?: string;
    readonly signature?: string;
    readonly body?: string;
  };
  /** Absent where the step is ours alone. */
  readonly theirs?: Expectation;
  /** Absent where it is the same as theirs. */
  readonly ours?: Expectation;
}

export interface Expectation {
  readonly status: number;
  readonly body?: string;
  readonly handlerCalls?: number;
  readonly resolverCalls?: number;
}

const fileReady =
  '{"type":"file.ready","account":{"id":"acc_123"},"project":{"id":"proj_123"},"resource":{"id":"file_123","type":"file"},"user":{"id":"user_123"},"workspace":{"id":"ws_123"}}';
const fileCreated = fileReady.replace("file.ready", "file.created");
const changed = fileReady.replace("file_123", "file_456");
const now = "1700000000";
const secret = "my_app_secret";

/** `file.ready`, signed with `my_app_secret`. */
const good = {
  timestamp: now,
  signature:
    "v0=603c1c91002c7076b57978053db58d396003361b5e3ce4436cf444d444874d50",
  body: fileReady,
};

const done = { status: 200, body: "OK", handlerCalls: 1 };
const refused = { status: 401, body: "Invalid signature.", handlerCalls: 0 };

export const parityCases: readonly ParityCase[] = [
  {
    id: "P01",
    title: "A signed webhook reaches its handler",
    verdict: "same",
    webhooks: [{ event: "file.ready", secret }],
    steps: [{ request: good, theirs: done }],
  },
  {
    id: "P02",
    title: "The reply of a custom action is a message",
    verdict: "later",
    because: "custom actions are not there yet",
  },
  {
    id: "P03",
    title: "Only POST on the path, and no other path",
    verdict: "same",
    steps: [
      { request: { path: "/invalid-path" }, theirs: { status: 404 } },
      { request: { method: "GET" }, theirs: { status: 405 } },
    ],
  },
  {
    id: "P04",
    title: "A body that is not JSON",
    verdict: "different",
    because:
      "nothing is parsed before the signature holds: unsigned it is 401, signed it is 400 as theirs",
    webhooks: [{ event: "file.ready", secret }],
    steps: [
      {
        request: { body: "not valid json" },
        theirs: { status: 400, handlerCalls: 0 },
        ours: refused,
      },
      {
        request: {
          timestamp: now,
          signature:
            "v0=1fa979807368ba065e6c019306641b9c6ff5bc16cf1da98f4537d6cc2e930409",
          body: "not valid json",
        },
        ours: { status: 400, body: "Invalid JSON.", handlerCalls: 0 },
      },
    ],
  },
  {
    id: "P05",
    title: "A body without a type",
    verdict: "different",
    because:
      "nothing is parsed before the signature holds: unsigned it is 401, signed it is 400 as theirs",
    webhooks: [{ event: "file.ready", secret }],
    steps: [
      {
        request: { body: '{"data":"some_data"}' },
        theirs: {
          status: 400,
          body: "Payload missing 'type' field",
          handlerCalls: 0,
        },
        ours: refused,
      },
      {
        request: {
          timestamp: now,
          signature:
            "v0=773222503acea28559e56356790fda8f32d9927e8cfb2b12ed2ee6761f3781be",
          body: '{"data":"some_data"}',
        },
        ours: { status: 400, body: "Missing event type.", handlerCalls: 0 },
      },
    ],
  },
  {
    id: "P06",
    title: "An event type that nobody handles",
    verdict: "different",
    because:
      "signed it is 200, because anything else makes Frame.io deliver it five times for nothing; unsigned it is 401, so that nobody can ask which events are handled",
    webhooks: [{ event: "file.created", secret }],
    steps: [
      {
        request: good,
        theirs: {
          status: 404,
          body: "No handler registered for event type 'file.ready'.",
          handlerCalls: 0,
        },
        ours: { status: 200, body: "No handler", handlerCalls: 0 },
      },
      { request: { body: fileReady }, ours: refused },
    ],
  },
  {
    id: "P07",
    title: "A signature that is none",
    verdict: "same",
    webhooks: [{ event: "file.ready", secret }],
    steps: [
      {
        request: { ...good, signature: "v0=invalid_signature_string" },
        theirs: refused,
      },
    ],
  },
  {
    id: "P08",
    title: "No timestamp header",
    verdict: "different",
    because:
      "every fault of a signature gets the same 401; what it was is in the log",
    webhooks: [{ event: "file.ready", secret }],
    steps: [
      {
        request: { signature: "v0=dummy_signature", body: fileReady },
        theirs: {
          status: 400,
          body: "Missing X-Frameio-Request-Timestamp header",
          handlerCalls: 0,
        },
        ours: refused,
      },
    ],
  },
  {
    id: "P09",
    title: "The handler fails",
    verdict: "same",
    webhooks: [
      {
        event: "file.ready",
        secret,
        throws: "Something went wrong inside the handler!",
      },
    ],
    steps: [
      {
        request: good,
        theirs: { status: 500, body: "Internal Server Error", handlerCalls: 1 },
      },
    ],
  },
  {
    id: "P10",
    title: "Signed 301 seconds ago",
    verdict: "same",
    webhooks: [{ event: "file.ready", secret }],
    steps: [
      {
        request: {
          timestamp: "1699999699",
          signature:
            "v0=bcc8cfaae26dc7cb46115b688ee0e555de5d7d26bf2ac04e535918c62eaae75c",
          body: fileReady,
        },
        theirs: refused,
      },
    ],
  },
  {
    id: "P11",
    title: "The body was changed after it was signed",
    verdict: "same",
    webhooks: [{ event: "file.ready", secret }],
    steps: [{ request: { ...good, body: changed }, theirs: refused }],
  },
  {
    id: "P12",
    title: "Another secret, or no signature at all",
    verdict: "same",
    webhooks: [{ event: "file.ready", secret }],
    steps: [
      {
        request: {
          ...good,
          signature:
            "v0=213d4fdc7ab8678aca0abea57464d91ea714cb2d3762a28bc3c32ec4802498a1",
        },
        theirs: refused,
      },
      { request: { timestamp: now, body: fileReady }, theirs: refused },
    ],
  },
  {
    id: "P13",
    title: "Secrets from the environment, one for each kind",
    verdict: "same",
    because:
      "`WEBHOOK_SECRET` works; `CUSTOM_ACTION_SECRET` comes with custom actions",
    partLater: true,
    env: {
      WEBHOOK_SECRET: "webhook_secret_123",
      CUSTOM_ACTION_SECRET: "action_secret_456",
    },
    webhooks: [{ event: "file.ready" }],
    steps: [
      {
        request: {
          ...good,
          signature:
            "v0=a4bc10798a68442dbbf5374047f5d0fe498832adf8d49136aab9f92a520fa345",
        },
        theirs: done,
      },
      {
        request: {
          ...good,
          signature:
            "v0=e55db996853ff3be1e6c5256637f2243100fb8ff1ef716dd575cc38086ab1127",
        },
        theirs: refused,
      },
    ],
  },
  {
    id: "P14",
    title: "A secret in code precedes the environment",
    verdict: "same",
    env: { WEBHOOK_SECRET: "env_var_secret" },
    webhooks: [{ event: "file.ready", secret }],
    steps: [
      { request: good, theirs: done },
      {
        request: {
          ...good,
          signature:
            "v0=690456f0ddbef03cbad6c122c3779e195be4403bb48bd6305769e162dccd7ea2",
        },
        theirs: refused,
      },
    ],
  },
  {
    id: "P15",
    title: "An empty secret in code counts as not given",
    verdict: "same",
    env: { WEBHOOK_SECRET: secret },
    webhooks: [{ event: "file.ready", secret: "" }],
    steps: [
      { request: good, theirs: done },
      {
        request: {
          ...good,
          signature:
            "v0=6a9988dd2d2189821e6f6c9feb3da7d7d5a9ab92025e837ff1e22e14490eb591",
        },
        theirs: refused,
      },
    ],
  },
  {
    id: "P16",
    title: "Without any secret the app does not start",
    verdict: "same",
    because:
      "the message names every missing variable, not the first alone; the secret of custom actions comes with them",
    partLater: true,
    webhooks: [{ event: "file.ready" }],
    startProblems: ["environment variable WEBHOOK_SECRET is not set"],
  },
  {
    id: "P17",
    title: "A function finds the secret",
    verdict: "different",
    because:
      "it is asked before anything is verified, so it gets a bounded hint instead of the whole event, and its answer is kept for five minutes instead of asked for every request",
    webhooks: [{ event: "file.ready", resolver: { returns: secret } }],
    steps: [
      { request: good, theirs: { ...done, resolverCalls: 1 } },
      {
        request: good,
        theirs: { ...done, resolverCalls: 1 },
        ours: {
          status: 200,
          body: "Duplicate",
          handlerCalls: 0,
          resolverCalls: 0,
        },
      },
    ],
  },
  {
    id: "P18",
    title: "The function finds nothing, or fails",
    verdict: "same",
    webhooks: [
      { event: "file.ready", resolver: { returns: "" } },
      {
        event: "file.created",
        resolver: { throws: "Database connection failed" },
      },
    ],
    steps: [
      {
        request: {
          ...good,
          signature:
            "v0=cceb7f3000bc95aacf0d79e7db6aa4d8a55b860a939052d5af7761252dbe8a6a",
        },
        theirs: { status: 503, body: "Configuration error.", handlerCalls: 0 },
      },
      {
        request: {
          timestamp: now,
          signature:
            "v0=84426d87114a6294548297ca6d56a27215f820dd222a1d6e5b250b441c86afc0",
          body: fileCreated,
        },
        theirs: { status: 503, body: "Configuration error.", handlerCalls: 0 },
      },
    ],
  },
  {
    id: "P19",
    title: "Middleware wraps handlers, by kind",
    verdict: "later",
    because:
      "neither middleware around handlers nor custom actions are there yet",
  },
  {
    id: "P20",
    title: "A custom action for some resource types only",
    verdict: "later",
    because: "custom actions are not there yet",
  },
];
