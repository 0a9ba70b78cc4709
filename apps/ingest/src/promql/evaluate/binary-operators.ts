import type { ArithmeticOperator, ComparisonOperator } from '../parse/ast.ts'

type Operate = (left: number, right: number) => number

const arithmetic: Record<ArithmeticOperator, Operate> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '%': (left, right) => left % right,
  '^': power,
  atan2: Math.atan2,
}

const comparison: Record<ComparisonOperator, (left: number, right: number) => boolean> = {
  '==': (left, right) => left === right,
  '!=': (left, right) => left !== right,
  '>': (left, right) => left > right,
  '<': (left, right) => left < right,
  '>=': (left, right) => left >= right,
  '<=': (left, right) => left <= right,
}

/** As IEEE 754 has it: JavaScript says NaN where the base is one and the exponent is no number. */
function power(base: number, exponent: number): number {
  if (base === 1) return 1
  if (base === -1 && Math.abs(exponent) === Number.POSITIVE_INFINITY) return 1
  return base ** exponent
}

/** Adds, subtracts and so on; a comparison gives 1 or 0. */
export function operation(operator: ArithmeticOperator | ComparisonOperator): Operate {
  if (operator in arithmetic) return arithmetic[operator as ArithmeticOperator]
  const compare = comparison[operator as ComparisonOperator]
  return (left, right) => (compare(left, right) ? 1 : 0)
}
