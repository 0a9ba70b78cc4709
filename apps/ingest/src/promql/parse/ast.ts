import type { FunctionName } from './function-signatures.ts'

export type ValueType = 'scalar' | 'vector' | 'matrix' | 'string'

export interface Matcher {
  name: string
  operator: '=' | '!=' | '=~' | '!~'
  value: string
}

/** The time a selector is evaluated at instead of the step's. */
export type At = 'start' | 'end' | { milliseconds: number }

interface Placed {
  /** Where it begins in the text. */
  from: number
}

/** `offset` and `@` of what reads samples. Milliseconds. */
export interface TimeShift {
  offset: number
  at?: At
}

export interface VectorSelector extends Placed, TimeShift {
  kind: 'selector'
  /** The name is one of them, as `__name__`. */
  matchers: Matcher[]
}

export interface RangeSelector extends Placed {
  kind: 'range'
  selector: VectorSelector
  range: number
}

export interface Subquery extends Placed, TimeShift {
  kind: 'subquery'
  operand: Expression
  range: number
  /** The question's own when absent. */
  step?: number
}

export interface Grouping {
  without: boolean
  labels: string[]
}

export interface VectorMatching {
  on: boolean
  labels: string[]
  cardinality: 'one-to-one' | 'many-to-one' | 'one-to-many'
  /** Labels of the side of one that `group_left` or `group_right` copies. */
  include: string[]
}

export interface AggregateExpression extends Placed {
  kind: 'aggregate'
  operator: AggregateOperator
  grouping: Grouping
  parameter?: Expression
  operand: Expression
}

export interface BinaryExpression extends Placed {
  kind: 'binary'
  operator: BinaryOperator
  bool: boolean
  matching?: VectorMatching
  left: Expression
  right: Expression
}

export interface CallExpression extends Placed {
  kind: 'call'
  name: FunctionName
  args: Expression[]
}

export type Expression =
  | (Placed & { kind: 'number'; value: number })
  | (Placed & { kind: 'string'; value: string })
  | (Placed & { kind: 'parens'; operand: Expression })
  | (Placed & { kind: 'unary'; operator: '+' | '-'; operand: Expression })
  | VectorSelector
  | RangeSelector
  | Subquery
  | AggregateExpression
  | BinaryExpression
  | CallExpression

export const aggregateOperators = [
  'sum',
  'avg',
  'count',
  'min',
  'max',
  'group',
  'stddev',
  'stdvar',
  'topk',
  'bottomk',
  'quantile',
  'count_values',
  'limitk',
] as const
export type AggregateOperator = (typeof aggregateOperators)[number]

export const arithmeticOperators = ['+', '-', '*', '/', '%', '^', 'atan2'] as const
export const comparisonOperators = ['==', '!=', '>', '<', '>=', '<='] as const
export const setOperators = ['and', 'or', 'unless'] as const
export type ArithmeticOperator = (typeof arithmeticOperators)[number]
export type ComparisonOperator = (typeof comparisonOperators)[number]
export type SetOperator = (typeof setOperators)[number]
export type BinaryOperator = ArithmeticOperator | ComparisonOperator | SetOperator

export const isComparison = (operator: BinaryOperator): operator is ComparisonOperator =>
  (comparisonOperators as readonly string[]).includes(operator)
export const isSetOperator = (operator: BinaryOperator): operator is SetOperator =>
  (setOperators as readonly string[]).includes(operator)

/** What an expression is without the parentheses around it. */
export function withoutParens(expression: Expression): Expression {
  return expression.kind === 'parens' ? withoutParens(expression.operand) : expression
}
