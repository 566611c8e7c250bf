/** Deliveries with their signatures, made apart from our own code. */
export interface SignatureVector {
  readonly id: string;
  readonly title: string;
  readonly secret: string;
  readonly timestamp: string;
  readonly body: string;
  readonly signature: string;
  /** What our clock says, seconds since 1970. */
  readonly clock: number;
  readonly valid: boolean;
}

export const signatureVectors: readonly SignatureVector[] = [
  {
    id: "A",
    title: "published by Frame.io: empty secret, body ends with a line feed",
    secret: "",
    timestamp: "1570826343",
    body: '{"id":"123","name":"ping","resource":null}\n',
    signature:
      "v0=9aab38e9622907c1683429ea491ce6f291c4fb7404c4b55089eeca824465a454",
    valid: true,
    clock: 1570826343,
  },
  {
    id: "B",
    title: "the documented example, minified",
    secret: "test_secret",
    timestamp: "1700000000",
    body: '{"account":{"id":"6f70f1bd-7e89-4a7e-b4d3-7e576585a181"},"project":{"id":"7e46e495-4444-4555-8649-bee4d391a997"},"resource":{"id":"d3075547-4e64-45f0-ad12-d075660eddd2","type":"file"},"type":"file.ready","user":{"id":"56556a3f-859f-4b38-b6c6-e8625b5da8a5"},"workspace":{"id":"378fcbf7-6f88-4224-8139-6a743ed940b2"}}',
    signature:
      "v0=4c13ff3b161097b74de35552f7e02a530c3f5a25dbc644a6323d1f91434297aa",
    valid: true,
    clock: 1700000000,
  },
  {
    id: "C",
    title: "characters beyond ASCII",
    secret: "test_secret",
    timestamp: "1700000000",
    body: '{"data":{"title":"Größe 🎬"}}',
    signature:
      "v0=456fe98e73525a5b6281711e0b572663412fc447e79962e71f1d368f74389b0d",
    valid: true,
    clock: 1700000000,
  },
  {
    id: "V01",
    title: "a minimal body",
    secret: "my_super_secret_string_for_testing",
    timestamp: "1700000000",
    body: '{"type":"file.ready","resource":{"id":"file_id_123"}}',
    signature:
      "v0=9f9de8ecd47f9e518390f4776ad9e4455e441d859ea485d7717e0008461c47bf",
    valid: true,
    clock: 1700000000,
  },
  {
    id: "V02",
    title: "a webhook",
    secret: "my_app_secret",
    timestamp: "1700000000",
    body: '{"type":"file.ready","account":{"id":"acc_123"},"project":{"id":"proj_123"},"resource":{"id":"file_123","type":"file"},"user":{"id":"user_123"},"workspace":{"id":"ws_123"}}',
    signature:
      "v0=603c1c91002c7076b57978053db58d396003361b5e3ce4436cf444d444874d50",
    valid: true,
    clock: 1700000000,
  },
  {
    id: "V03",
    title: "a custom action",
    secret: "my_app_secret",
    timestamp: "1700000000",
    body: '{"type":"transcribe.file","project":{"id":"proj_123"},"resource":{"id":"file_123","type":"file"},"user":{"id":"user_123"},"workspace":{"id":"ws_123"},"account_id":"acc_123","action_id":"act_123","interaction_id":"int_123","data":{"language":"en-US"}}',
    signature:
      "v0=62b1d5658451653a10aeae0fd0df1cbf824a554614934042e34e2839e92723ff",
    valid: true,
    clock: 1700000000,
  },
  {
    id: "V04",
    title: "the documented example, compact",
    secret: "my_app_secret",
    timestamp: "1700000000",
    body: '{"account":{"id":"6f70f1bd-7e89-4a7e-b4d3-7e576585a181"},"project":{"id":"7e46e495-4444-4555-8649-bee4d391a997"},"resource":{"id":"d3075547-4e64-45f0-ad12-d075660eddd2","type":"file"},"type":"file.ready","user":{"id":"56556a3f-859f-4b38-b6c6-e8625b5da8a5"},"workspace":{"id":"378fcbf7-6f88-4224-8139-6a743ed940b2"}}',
    signature:
      "v0=b954125b03782a7597c2e4822896681c0300f064c7c16bb6b91fb35129414bc7",
    valid: true,
    clock: 1700000000,
  },
  {
    id: "V05",
    title: "an empty body",
    secret: "my_super_secret_string_for_testing",
    timestamp: "1700000000",
    body: "",
    signature:
      "v0=282f4278a8406b5e0efc89d6394e317709e44ee66a7731a3d79af229fd6c8dd7",
    valid: true,
    clock: 1700000000,
  },
  {
    id: "V06",
    title: "characters beyond ASCII in an id",
    secret: "my_app_secret",
    timestamp: "1700000000",
    body: '{"type":"file.ready","account":{"id":"acc_123"},"project":{"id":"proj_123"},"resource":{"id":"file_123","type":"file"},"user":{"id":"usér_🎬"},"workspace":{"id":"ws_123"}}',
    signature:
      "v0=36f5606fba636412712d4a0ba9bd50ebf69a974b88ffa671614d3e30cd0b0611",
    valid: true,
    clock: 1700000000,
  },
  {
    id: "V07",
    title: "a body over several lines",
    secret: "my_app_secret",
    timestamp: "1700000000",
    body: '{\n  "type": "file.ready",\n  "account": {\n    "id": "acc_123"\n  },\n  "project": {\n    "id": "proj_123"\n  },\n  "resource": {\n    "id": "file_123",\n    "type": "file"\n  },\n  "user": {\n    "id": "user_123"\n  },\n  "workspace": {\n    "id": "ws_123"\n  }\n}',
    signature:
      "v0=cf2f74a6ddb7b8a4918934103b1a89836f1f5d4807a99d17e10d908c66727a76",
    valid: true,
    clock: 1700000000,
  },
  {
    id: "V08",
    title: "301 s old",
    secret: "my_super_secret_string_for_testing",
    timestamp: "1699999699",
    body: '{"type":"file.ready","resource":{"id":"file_id_123"}}',
    signature:
      "v0=a8855a613a5efd68dd72a3c872b09aa0061b997c95afc9813e1c76dd2e79b843",
    valid: false,
    clock: 1700000000,
  },
  {
    id: "V09",
    title: "301 s in the future",
    secret: "my_super_secret_string_for_testing",
    timestamp: "1700000301",
    body: '{"type":"file.ready","resource":{"id":"file_id_123"}}',
    signature:
      "v0=3ce1a1255c9500f9c0fc8e32af642700821bb49035d14c2401b61f61b922ebe1",
    valid: false,
    clock: 1700000000,
  },
  {
    id: "V10",
    title: "300 s in the future",
    secret: "my_super_secret_string_for_testing",
    timestamp: "1700000300",
    body: '{"type":"file.ready","resource":{"id":"file_id_123"}}',
    signature:
      "v0=ca890b5968d84256d163a4d8f54b42d23f0b6ac65679afadecba40cf21d99b22",
    valid: true,
    clock: 1700000000,
  },
  {
    id: "V11",
    title: "signature of another body",
    secret: "my_super_secret_string_for_testing",
    timestamp: "1700000000",
    body: '{"type":"file.ready","resource":{"id":"file_id_456"}}',
    signature:
      "v0=9f9de8ecd47f9e518390f4776ad9e4455e441d859ea485d7717e0008461c47bf",
    valid: false,
    clock: 1700000000,
  },
  {
    id: "V12",
    title: "signature by another secret",
    secret: "my_super_secret_string_for_testing",
    timestamp: "1700000000",
    body: '{"type":"file.ready","resource":{"id":"file_id_123"}}',
    signature:
      "v0=29288109afdb20bb81088a9a71337c1fa63a43cab6568ea28a409041e42479c2",
    valid: false,
    clock: 1700000000,
  },
];
