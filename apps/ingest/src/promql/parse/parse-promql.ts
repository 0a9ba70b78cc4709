import { PromqlError } from '../promql-error.ts'
import type {
  AggregateExpression,
  AggregateOperator,
  BinaryExpression,
  BinaryOperator,
  CallExpression,
  Expression,
  TimeShift,
  VectorMatching,
} from './ast.ts'
import { aggregateOperators } from './ast.ts'
import { checkExpression } from './check-expression.ts'
import { isFunctionName } from './function-signatures.ts'
import { parseNumber } from './literals.ts'
import {
  parseAt,
  parseGroupingLabels,
  parseOffset,
  parseRange,
  parseString,
  parseVectorSelector,
} from './parse-selector.ts'
import { parseSyntax } from './parse-syntax.ts'
import { childOf, childrenOf, type Part, refuse, textOf } from './tree.ts'

const lengthMax = 32 * 1024
const depthMax = 200

/**
 * Reads a question in PromQL, of Prometheus 3, and checks the types of its parts.
 * @throws {PromqlSyntaxError} which tells the line and column, and how to mend it.
 */
export function parsePromql(text: string): Expression {
  if (text.length > lengthMax) throw new PromqlError('bad_data', `a query has at most ${lengthMax} characters`)
  const tree = parseSyntax(text, depthMax)
  const top = childrenOf({ text, node: tree.topNode })[0]
  if (!top) throw new PromqlError('bad_data', 'no expression found in input')
  const expression = parseExpression(top, 0)
  checkExpression(text, expression)
  return expression
}

function parseExpression(part: Part, depth: number): Expression {
  if (depth > depthMax) refuse(part, `expressions are nested at most ${depthMax} deep`)
  const from = part.node.from
  const inner = (child: Part | undefined) =>
    child ? parseExpression(child, depth + 1) : refuse(part, 'an expression is missing')
  const [first, second] = childrenOf(part)
  switch (part.node.name) {
    case 'NumberDurationLiteral':
      return { kind: 'number', from, value: parseNumber(textOf(part)) }
    case 'StringLiteral':
      return { kind: 'string', from, value: parseString(part) }
    case 'ParenExpr':
      return { kind: 'parens', from, operand: inner(first) }
    case 'UnaryExpr':
      return { kind: 'unary', from, operator: first && textOf(first) === '-' ? '-' : '+', operand: inner(second) }
    case 'VectorSelector':
      return parseVectorSelector(part)
    case 'BinaryExpr':
    case 'MatrixSelector':
    case 'SubqueryExpr':
    case 'OffsetExpr':
    case 'StepInvariantExpr':
      return joinChain(part, inner)
    case 'FunctionCall':
      return callOf(part, inner)
    case 'AggregateExpr':
      return aggregateOf(part, inner)
    default:
      return refuse(part, `${JSON.stringify(textOf(part))} is not supported`)
  }
}

type Inner = (part: Part | undefined) => Expression

function rangeOf(part: Part, selector: Expression, duration: Part | undefined): Expression {
  if (selector.kind !== 'selector') return refuse(part, 'ranges only allowed for vector selectors')
  if (selector.offset !== 0 || selector.at !== undefined) {
    return refuse(part, 'no offset or @ modifiers allowed before range: write them behind the brackets')
  }
  return { kind: 'range', from: part.node.from, selector, range: duration ? parseRange(duration) : 0 }
}

function subqueryOf(part: Part, operand: Expression): Expression {
  const [range, step] = childrenOf(part).filter(({ node }) => node.name === 'DurationExpr')
  if (!range) return refuse(part, 'a subquery needs a range')
  return {
    kind: 'subquery',
    from: part.node.from,
    operand,
    range: parseRange(range),
    offset: 0,
    ...(step && { step: parseRange(step) }),
  }
}

/** Writes `offset` or `@` into what it stands behind. */
function shifted(part: Part, expression: Expression, which: 'offset' | 'at'): Expression {
  const target: TimeShift | undefined =
    expression.kind === 'range'
      ? expression.selector
      : expression.kind === 'selector' || expression.kind === 'subquery'
        ? expression
        : undefined
  if (!target) {
    const name = which === 'at' ? '@ modifier' : 'offset modifier'
    return refuse(part, `${name} must be preceded by an instant vector selector or range vector selector or a subquery`)
  }
  if (which === 'at') {
    if (target.at !== undefined) refuse(part, '@ <timestamp> may not be set multiple times')
    target.at = parseAt(part)
    return expression
  }
  if (target.offset !== 0) refuse(part, 'offset may not be set multiple times')
  const duration = childOf(part, 'OffsetDurationExpr')
  target.offset = duration ? parseOffset(duration) : 0
  return expression
}

function binaryOf(part: Part, left: Expression, right: Expression): Expression {
  const operator = operatorOf(part)
  if (childOf(part, 'FillModifier')) refuse(part, 'fill modifiers are not supported')
  const from = part.node.from
  const clause = childOf(part, 'MatchingModifierClause')
  const node: BinaryExpression = {
    kind: 'binary',
    from,
    operator: textOf(operator).toLowerCase() as BinaryOperator,
    bool: childOf(part, 'BoolModifier') !== undefined,
    left,
    right,
    ...(clause && { matching: matchingOf(clause) }),
  }
  if (/^Trim/.test(operator.node.name)) refuse(operator, `${textOf(operator)} is not supported`)
  // The grammar takes the sign for a part of the number, but a power binds closer.
  if (node.operator === '^' && left.kind === 'number' && part.text[left.from] === '-') {
    return { kind: 'unary', from, operator: '-', operand: { ...node, left: { ...left, value: -left.value } } }
  }
  return node
}

function operatorOf(part: Part): Part {
  return childrenOf(part)[1] ?? refuse(part, 'an operator is missing')
}

/** Operands with the binary expressions between them. */
interface Chain {
  operands: Expression[]
  links: Part[]
}

const precedence: Record<string, number> = {
  or: 1,
  and: 2,
  unless: 2,
  '+': 4,
  '-': 4,
  '*': 5,
  '/': 5,
  '%': 5,
  atan2: 5,
  '^': 6,
}

/**
 * Joins operands by the precedence of what stands between them. The grammar takes what stands behind an operand, as `offset`,
 * for a part of everything before it.
 */
function joinChain(part: Part, inner: Inner): Expression {
  const { operands, links } = chainOf(part, inner)
  let at = 0
  const join = (least: number): Expression => {
    let left = operands[at] ?? refuse(part, 'an expression is missing')
    for (let link = links[at]; link; link = links[at]) {
      const operator = textOf(operatorOf(link)).toLowerCase()
      const own = precedence[operator] ?? 3
      if (own < least) break
      at++
      left = binaryOf(link, left, join(operator === '^' ? own : own + 1))
    }
    return left
  }
  return join(0)
}

function chainOf(part: Part, inner: Inner, depth = 0): Chain {
  if (depth > depthMax) refuse(part, `expressions are nested at most ${depthMax} deep`)
  const children = childrenOf(part)
  const [first] = children
  const last = children.at(-1)
  if (part.node.name === 'BinaryExpr' && first && last) {
    const [left, right] = [chainOf(first, inner, depth + 1), chainOf(last, inner, depth + 1)]
    return { operands: [...left.operands, ...right.operands], links: [...left.links, part, ...right.links] }
  }
  if (!isPostfix(part) || !first) return { operands: [inner(part)], links: [] }
  const { operands, links } = chainOf(first, inner, depth + 1)
  const operand = operands.at(-1)
  return operand ? { operands: [...operands.slice(0, -1), postfixed(part, operand)], links } : { operands, links }
}

const isPostfix = ({ node }: Part) => /^(?:MatrixSelector|SubqueryExpr|OffsetExpr|StepInvariantExpr)$/.test(node.name)

/** A sign binds less than what stands behind. */
function postfixed(part: Part, expression: Expression): Expression {
  if (expression.kind === 'unary') return { ...expression, operand: postfixed(part, expression.operand) }
  if (expression.kind === 'binary') return { ...expression, right: postfixed(part, expression.right) }
  switch (part.node.name) {
    case 'MatrixSelector':
      return rangeOf(part, expression, childrenOf(part)[1])
    case 'SubqueryExpr':
      return subqueryOf(part, expression)
    default:
      return shifted(part, expression, part.node.name === 'OffsetExpr' ? 'offset' : 'at')
  }
}

function matchingOf(clause: Part): VectorMatching {
  const [labels, include] = childrenOf(clause).filter(({ node }) => node.name === 'GroupingLabels')
  const isLeft = childOf(clause, 'GroupLeft') !== undefined
  const isRight = childOf(clause, 'GroupRight') !== undefined
  return {
    on: childOf(clause, 'On') !== undefined,
    labels: labels ? parseGroupingLabels(labels) : [],
    cardinality: isLeft ? 'many-to-one' : isRight ? 'one-to-many' : 'one-to-one',
    include: include ? parseGroupingLabels(include) : [],
  }
}

function callOf(part: Part, inner: Inner): CallExpression {
  const [identifier, body] = childrenOf(part)
  const name = identifier ? textOf(identifier) : ''
  if (!isFunctionName(name)) return refuse(part, `the function ${name} is not supported`)
  return { kind: 'call', from: part.node.from, name, args: body ? childrenOf(body).map(inner) : [] }
}

const takesParameter = new Set(['topk', 'bottomk', 'quantile', 'count_values', 'limitk'])

function aggregateOf(part: Part, inner: Inner): AggregateExpression {
  const [operator] = childrenOf(part)
  const name = (operator ? textOf(operator).toLowerCase() : '') as AggregateOperator
  if (!aggregateOperators.includes(name)) refuse(part, `the aggregation ${name} is not supported`)
  const modifier = childOf(part, 'AggregateModifier')
  const labels = modifier && childOf(modifier, 'GroupingLabels')
  const body = childOf(part, 'FunctionCallBody')
  const args = body ? childrenOf(body) : []
  const expected = takesParameter.has(name) ? 2 : 1
  if (args.length !== expected) {
    refuse(
      part,
      `wrong number of arguments for aggregate expression provided, expected ${expected}, got ${args.length}`,
    )
  }
  return {
    kind: 'aggregate',
    from: part.node.from,
    operator: name,
    grouping: {
      without: modifier ? childOf(modifier, 'Without') !== undefined : false,
      labels: labels ? parseGroupingLabels(labels) : [],
    },
    operand: inner(args.at(-1)),
    ...(expected === 2 && { parameter: inner(args[0]) }),
  }
}
