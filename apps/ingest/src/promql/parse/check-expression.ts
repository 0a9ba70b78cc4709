import { PromqlSyntaxError } from '../promql-error.ts'
import type { AggregateExpression, BinaryExpression, CallExpression, Expression, Subquery, ValueType } from './ast.ts'
import { isComparison, isSetOperator } from './ast.ts'
import { signatureOf } from './function-signatures.ts'

const spoken: Record<ValueType, string> = {
  scalar: 'scalar',
  vector: 'instant vector',
  matrix: 'range vector',
  string: 'string',
}

/** What an expression's value is. */
export function valueType(expression: Expression): ValueType {
  switch (expression.kind) {
    case 'number':
      return 'scalar'
    case 'string':
      return 'string'
    case 'selector':
    case 'aggregate':
      return 'vector'
    case 'range':
    case 'subquery':
      return 'matrix'
    case 'parens':
    case 'unary':
      return valueType(expression.operand)
    case 'binary':
      return valueType(expression.left) === 'scalar' && valueType(expression.right) === 'scalar' ? 'scalar' : 'vector'
    case 'call':
      return signatureOf(expression.name).returns
  }
}

/**
 * Checks what the grammar cannot: types, numbers of arguments, and what may stand with what.
 * @throws {PromqlSyntaxError}
 */
export function checkExpression(text: string, expression: Expression): void {
  const check = (part: Expression) => checkExpression(text, part)
  const refuse = (message: string, at: Expression = expression): never => {
    throw new PromqlSyntaxError(text, at.from, message)
  }
  switch (expression.kind) {
    case 'parens':
      check(expression.operand)
      break
    case 'unary':
      check(expression.operand)
      if (!isOneOf(expression.operand, 'scalar', 'vector')) {
        refuse(
          `unary expression only allowed on expressions of type scalar or instant vector, got ${typeName(expression.operand)}`,
        )
      }
      break
    case 'subquery':
      checkSubquery(expression, check, refuse)
      break
    case 'binary':
      checkBinary(expression, check, refuse)
      break
    case 'aggregate':
      checkAggregate(expression, check, refuse)
      break
    case 'call':
      checkCall(expression, check, refuse)
      break
    default:
      break
  }
}

type Check = (part: Expression) => void
type Refuse = (message: string, at?: Expression) => never

const typeName = (expression: Expression) => spoken[valueType(expression)]
const isOneOf = (expression: Expression, ...types: ValueType[]) => types.includes(valueType(expression))

function expectType(expression: Expression, type: ValueType, where: string, refuse: Refuse): void {
  if (valueType(expression) !== type) {
    refuse(`expected type ${spoken[type]} in ${where}, got ${typeName(expression)}`, expression)
  }
}

function checkSubquery({ operand }: Subquery, check: Check, refuse: Refuse): void {
  check(operand)
  if (!isOneOf(operand, 'vector'))
    refuse(`subquery is only allowed on instant vector, got ${typeName(operand)} instead`)
}

function checkBinary({ left, right, operator, bool, matching }: BinaryExpression, check: Check, refuse: Refuse): void {
  check(left)
  check(right)
  if (bool && !isComparison(operator)) refuse('bool modifier can only be used on comparison operators')
  for (const side of [left, right]) {
    if (!isOneOf(side, 'scalar', 'vector'))
      refuse('binary expression must contain only scalar and instant vector types', side)
  }
  const areScalars = isOneOf(left, 'scalar') && isOneOf(right, 'scalar')
  if (areScalars && isComparison(operator) && !bool) refuse('comparisons between scalars must use BOOL modifier')
  const areVectors = isOneOf(left, 'vector') && isOneOf(right, 'vector')
  if (isSetOperator(operator) && !areVectors)
    refuse(`set operator ${JSON.stringify(operator)} not allowed in binary scalar expression`)
  if (!matching) return
  if (!areVectors && matching.labels.length > 0) refuse('vector matching only allowed between instant vectors')
  if (matching.cardinality !== 'one-to-one' && isSetOperator(operator)) {
    refuse(`no grouping allowed for ${JSON.stringify(operator)} operation`)
  }
  const twice = matching.on ? matching.labels.find((label) => matching.include.includes(label)) : undefined
  if (twice !== undefined) refuse(`label ${JSON.stringify(twice)} must not occur in ON and GROUP clause at once`)
}

function checkAggregate({ operator, operand, parameter }: AggregateExpression, check: Check, refuse: Refuse): void {
  check(operand)
  expectType(operand, 'vector', 'aggregation expression', refuse)
  if (!parameter) return
  check(parameter)
  expectType(parameter, operator === 'count_values' ? 'string' : 'scalar', 'aggregation parameter', refuse)
}

function checkCall({ name, args }: CallExpression, check: Check, refuse: Refuse): void {
  const { args: types, optional } = signatureOf(name)
  const least = optional === 'many' ? types.length - 1 : types.length - optional
  if (args.length < least || (optional !== 'many' && args.length > types.length)) {
    const expected =
      optional === 0 ? `${least}` : optional === 'many' ? `at least ${least}` : `${least} to ${types.length}`
    refuse(`expected ${expected} argument(s) in call to ${JSON.stringify(name)}, got ${args.length}`)
  }
  for (const [index, arg] of args.entries()) {
    check(arg)
    const type = types[Math.min(index, types.length - 1)]
    if (type) expectType(arg, type, `call to function ${JSON.stringify(name)}`, refuse)
  }
}
