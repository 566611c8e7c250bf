interface Version {
  readonly numbers: readonly number[];
  /** Identifiers of a pre-release; empty for a release. */
  readonly pre: readonly string[];
}

/** Negative when `a` is older than `b`, by the rules of semantic versioning; 0 also where one of them is no version. */
export function compareVersions(a: string, b: string): number {
  const [one, other] = [parse(a), parse(b)];
  if (one === undefined || other === undefined) return 0;
  for (const index of [0, 1, 2]) {
    const order = (one.numbers[index] ?? 0) - (other.numbers[index] ?? 0);
    if (order !== 0) return order;
  }
  if (one.pre.length === 0 || other.pre.length === 0)
    return other.pre.length - one.pre.length;
  for (let index = 0; ; index++) {
    const [left, right] = [one.pre[index], other.pre[index]];
    if (left === right && left === undefined) return 0;
    if (left === undefined) return -1;
    if (right === undefined) return 1;
    const order = compareIdentifiers(left, right);
    if (order !== 0) return order;
  }
}

/** Whether a text is one version, without a range. */
export function isVersion(text: string): boolean {
  return parse(text) !== undefined;
}

function parse(text: string): Version | undefined {
  const match =
    /^(\d+)\.(\d+)\.(\d+)(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?$/.exec(
      text,
    );
  if (match === null) return undefined;
  return {
    numbers: match.slice(1, 4).map(Number),
    pre: match[4]?.split(".") ?? [],
  };
}

function compareIdentifiers(a: string, b: string): number {
  const [left, right] = [/^\d+$/.test(a), /^\d+$/.test(b)];
  if (left && right) return Number(a) - Number(b);
  if (left !== right) return left ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}
