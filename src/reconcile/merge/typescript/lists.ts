import ts from "typescript";
import { buildList } from "../structure/build-list.js";
import {
  type Core,
  lazyPart,
  type List,
  type ListShape,
  type Part,
} from "../structure/part.js";
import {
  argumentLabel,
  armName,
  elementName,
  memberName,
  type Name,
  statementName,
} from "./keys.js";
import type { Script } from "./script.js";
import { SHAPES } from "./shapes.js";

/** A node as one thing of a list. */
function core(node: ts.Node, source: Script, name: Name): Core {
  return coreOf(name, partOf(node, source, collectChildren));
}

/** Named one by one: there are very many of them, and copies of whole objects are slow to make. */
function coreOf({ key, label }: Name, part: Part, pinned = false): Core {
  return { key, label, part, pinned };
}

/** @param find puts the lists of a node, in source order, where it is told to */
function partOf<T extends ts.Node>(
  node: T,
  source: Script,
  find: (node: T, source: Script, lists: List[]) => void,
  end = node.end,
): Part {
  return lazyPart(source, node.getStart(source.file), end, () => {
    const lists: List[] = [];
    find(node, source, lists);
    return lists;
  });
}

/** The lists at and below a node, in source order; what lies in their items is not looked into. */
function collect(node: ts.Node, source: Script, lists: List[]): void {
  const list = listOf(node, source, lists);
  if (list) lists.push(list);
  else collectChildren(node, source, lists);
}

function collectChildren(node: ts.Node, source: Script, lists: List[]): void {
  if (ts.isFunctionLike(node)) {
    lists.push(parameters(node, source));
    const { body } = node as { body?: ts.Node };
    if (node.type) collect(node.type, source, lists);
    if (body) collect(body, source, lists);
  } else if (ts.isTypeAliasDeclaration(node) && isLoneArm(node.type)) {
    lists.push(arms(node.type, [node.type], source));
  } else {
    ts.forEachChild(node, (child) => collect(child, source, lists));
  }
}

/** What a union with one arm left, or not yet more, looks like. */
function isLoneArm(type: ts.TypeNode): boolean {
  return ts.isLiteralTypeNode(type) || ts.isTypeReferenceNode(type);
}

function arms(
  node: ts.TypeNode,
  types: readonly ts.TypeNode[],
  source: Script,
): List {
  const shape = ts.isIntersectionTypeNode(node)
    ? SHAPES.intersection
    : SHAPES.union;
  const cores = types.map((type) =>
    element(type, source, armName(type, source)),
  );
  return buildList(source, shape, node.pos, node.end, cores);
}

/** Parameters are known by their place. */
function parameters(node: ts.SignatureDeclaration, source: Script): List {
  const { pos, end } = node.parameters;
  const cores = node.parameters.map((parameter, i) =>
    core(parameter, source, {
      key: `parameter ${i + 1}`,
      label: parameter.name.getText(source.file),
    }),
  );
  return buildList(source, SHAPES.parameters, pos, end, cores);
}

function listOf(
  node: ts.Node,
  source: Script,
  lists: List[],
): List | undefined {
  const inner = (
    nodes: ts.NodeArray<ts.Node>,
    shape: ListShape,
    cores: readonly Core[],
    end = node.end - 1,
  ) => buildList(source, shape, nodes.pos, end, cores);
  if (ts.isObjectLiteralExpression(node)) {
    return inner(
      node.properties,
      SHAPES.object,
      node.properties.map((p) => core(p, source, memberName(p, source))),
    );
  }
  if (ts.isArrayLiteralExpression(node)) {
    return inner(
      node.elements,
      SHAPES.array,
      node.elements.map((e) => element(e, source)),
    );
  }
  if (ts.isBlock(node) || ts.isModuleBlock(node)) {
    return statements(
      source,
      SHAPES.statements,
      node.statements,
      node.statements.pos,
      node.end - 1,
    );
  }
  if (ts.isTypeLiteralNode(node))
    return inner(
      node.members,
      SHAPES.members,
      typeMembers(node.members, source),
    );
  if (ts.isUnionTypeNode(node) || ts.isIntersectionTypeNode(node)) {
    return arms(node, node.types, source);
  }
  if (ts.isNamedExports(node) || ts.isNamedImports(node)) {
    const cores = node.elements.map((e) =>
      core(e, source, { key: e.name.text, label: e.name.text }),
    );
    return inner(node.elements, SHAPES.names, cores);
  }
  if (ts.isObjectBindingPattern(node)) {
    const cores = node.elements.map((e) => {
      const name = (e.propertyName ?? e.name).getText(source.file);
      return core(e, source, { key: name, label: name });
    });
    return inner(node.elements, SHAPES.pattern, cores);
  }
  if (ts.isCaseBlock(node)) {
    return inner(
      node.clauses,
      SHAPES.cases,
      node.clauses.map((clause) => caseCore(clause, source)),
    );
  }
  if (ts.isCallExpression(node)) return chain(node, source, lists);
  return ts.isClassExpression(node) ? members(node, source) : undefined;
}

/** Classes, interfaces and enums: what stands before the braces is one thing. */
function members(
  node: ts.ClassLikeDeclaration | ts.InterfaceDeclaration | ts.EnumDeclaration,
  source: Script,
): List {
  const { members: nodes, end } = node;
  if (ts.isInterfaceDeclaration(node)) {
    return buildList(
      source,
      SHAPES.members,
      nodes.pos,
      end - 1,
      typeMembers(node.members, source),
    );
  }
  const cores = nodes.map((member) =>
    core(
      member,
      source,
      memberName(member as ts.ClassElement | ts.EnumMember, source),
    ),
  );
  const shape = ts.isEnumDeclaration(node) ? SHAPES.enum : SHAPES.class;
  return buildList(source, shape, nodes.pos, end - 1, cores);
}

/** The separator counts as part of the node for the parser, but not for us. */
function typeMembers(nodes: readonly ts.TypeElement[], source: Script): Core[] {
  return nodes.map((node) => {
    const last = source.text[node.end - 1];
    const end = last === ";" || last === "," ? node.end - 1 : node.end;
    const part = partOf(node, source, collectChildren, end);
    return coreOf(memberName(node, source), part);
  });
}

export function statements(
  source: Script,
  shape: ListShape,
  nodes: readonly ts.Statement[],
  start: number,
  end: number,
): List {
  const cores = nodes.map((node): Core => {
    const name = statementName(node, source);
    if (ts.isImportDeclaration(node))
      return coreOf(name, partOf(node, source, collectChildren), true);
    const hasBody =
      ts.isClassDeclaration(node) ||
      ts.isInterfaceDeclaration(node) ||
      ts.isEnumDeclaration(node);
    if (!hasBody) return core(node, source, name);
    const find = (_: ts.Node, __: Script, lists: List[]) =>
      void lists.push(members(node, source));
    return coreOf(name, partOf(node, source, find));
  });
  return buildList(source, shape, start, end, cores);
}

/** An element that is itself an object, an array or a type with members bears that list. */
function element(
  node: ts.Expression | ts.TypeNode,
  source: Script,
  name = elementName(node as ts.Expression, source),
): Core {
  return coreOf(name, partOf(node, source, collect));
}

function caseCore(clause: ts.CaseOrDefaultClause, source: Script): Core {
  const label = ts.isCaseClause(clause)
    ? clause.expression.getText(source.file)
    : "default";
  const { statements: nodes, end } = clause;
  const part = partOf(clause, source, (_, __, lists) => {
    lists.push(statements(source, SHAPES.statements, nodes, nodes.pos, end));
  });
  return coreOf({ key: `case ${label}`, label }, part);
}

/** The links of a chain of calls, such as `new Hono().get("/", …).post("/", …)`. */
function chain(
  node: ts.CallExpression,
  source: Script,
  lists: List[],
): List | undefined {
  const links: {
    access: ts.PropertyAccessExpression;
    call: ts.CallExpression;
  }[] = [];
  let root: ts.Expression = node;
  while (
    ts.isCallExpression(root) &&
    ts.isPropertyAccessExpression(root.expression)
  ) {
    links.unshift({ access: root.expression, call: root });
    root = root.expression.expression;
  }
  if (links.length < (ts.isNewExpression(root) ? 1 : 2)) return undefined;
  collect(root, source, lists);
  const cores = links.map(({ access, call }): Core => {
    const first = call.arguments[0];
    const label = `${access.name.text}(${first ? argumentLabel(first, source) : ""})`;
    const part = lazyPart(source, dotOf(access, source), call.end, () => {
      const inside: List[] = [];
      for (const argument of call.arguments) collect(argument, source, inside);
      return inside;
    });
    return coreOf({ key: label, label }, part);
  });
  return buildList(source, SHAPES.chain, root.end, node.end, cores);
}

function dotOf(access: ts.PropertyAccessExpression, source: Script): number {
  if (access.questionDotToken)
    return access.questionDotToken.getStart(source.file);
  return source.text.lastIndexOf(".", access.name.getStart(source.file));
}
