import ts from "typescript";
import { buildList } from "../structure/build-list.js";
import type { Core, List, ListShape, Part } from "../structure/part.js";
import type { Source } from "../structure/source.js";
import {
  argumentLabel,
  armName,
  elementName,
  memberName,
  type Name,
  statementName,
} from "./keys.js";
import { SHAPES } from "./shapes.js";

/** A node as one thing of a list. */
function core(node: ts.Node, source: Source, name: Name): Core {
  const lists: List[] = [];
  collectChildren(node, source, lists);
  return {
    ...name,
    part: { source, start: node.getStart(), end: node.end, lists },
  };
}

/** The lists at and below a node, in source order; what lies in their items is not looked into. */
function collect(node: ts.Node, source: Source, lists: List[]): void {
  const list = listOf(node, source, lists);
  if (list) lists.push(list);
  else collectChildren(node, source, lists);
}

function collectChildren(node: ts.Node, source: Source, lists: List[]): void {
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
  source: Source,
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
function parameters(node: ts.SignatureDeclaration, source: Source): List {
  const { pos, end } = node.parameters;
  const cores = node.parameters.map((parameter, i) =>
    core(parameter, source, {
      key: `parameter ${i + 1}`,
      label: parameter.name.getText(),
    }),
  );
  return buildList(source, SHAPES.parameters, pos, end, cores);
}

function listOf(
  node: ts.Node,
  source: Source,
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
      const name = (e.propertyName ?? e.name).getText();
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
  source: Source,
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
function typeMembers(nodes: readonly ts.TypeElement[], source: Source): Core[] {
  return nodes.map((node) => {
    const { part, ...name } = core(node, source, memberName(node, source));
    const separated = /[;,]$/.test(source.text.slice(part.start, part.end));
    return { ...name, part: { ...part, end: part.end - (separated ? 1 : 0) } };
  });
}

export function statements(
  source: Source,
  shape: ListShape,
  nodes: readonly ts.Statement[],
  start: number,
  end: number,
): List {
  const cores = nodes.map((node): Core => {
    const name = statementName(node, source);
    const whole = core(node, source, name);
    if (ts.isImportDeclaration(node)) {
      return { ...whole, pinned: true };
    }
    const body =
      ts.isClassDeclaration(node) ||
      ts.isInterfaceDeclaration(node) ||
      ts.isEnumDeclaration(node);
    if (!body) return whole;
    return { ...name, part: { ...whole.part, lists: [members(node, source)] } };
  });
  return buildList(source, shape, start, end, cores);
}

/** An element that is itself an object, an array or a type with members bears that list. */
function element(
  node: ts.Expression | ts.TypeNode,
  source: Source,
  name = elementName(node as ts.Expression, source),
): Core {
  const lists: List[] = [];
  collect(node, source, lists);
  return {
    ...name,
    part: { source, start: node.getStart(), end: node.end, lists },
  };
}

function caseCore(clause: ts.CaseOrDefaultClause, source: Source): Core {
  const label = ts.isCaseClause(clause)
    ? clause.expression.getText()
    : "default";
  const list = statements(
    source,
    SHAPES.statements,
    clause.statements,
    clause.statements.pos,
    clause.end,
  );
  const part: Part = {
    source,
    start: clause.getStart(),
    end: clause.end,
    lists: [list],
  };
  return { key: `case ${label}`, label, part };
}

/** The links of a chain of calls, such as `new Hono().get("/", …).post("/", …)`. */
function chain(
  node: ts.CallExpression,
  source: Source,
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
    const inside: List[] = [];
    for (const argument of call.arguments) collect(argument, source, inside);
    const first = call.arguments[0];
    const label = `${access.name.text}(${first ? argumentLabel(first, source) : ""})`;
    const start = dotOf(access, source);
    return {
      key: label,
      label,
      part: { source, start, end: call.end, lists: inside },
    };
  });
  return buildList(source, SHAPES.chain, root.end, node.end, cores);
}

function dotOf(access: ts.PropertyAccessExpression, source: Source): number {
  if (access.questionDotToken) return access.questionDotToken.getStart();
  return source.text.lastIndexOf(".", access.name.getStart());
}
