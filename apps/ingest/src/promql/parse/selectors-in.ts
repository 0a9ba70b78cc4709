import type { Expression, Matcher } from './ast.ts'

/** The selectors of a question, in the order they stand. */
export function selectorsIn(expression: Expression): Matcher[][] {
  switch (expression.kind) {
    case 'number':
    case 'string':
      return []
    case 'selector':
      return [expression.matchers]
    case 'range':
      return [expression.selector.matchers]
    case 'parens':
    case 'unary':
    case 'subquery':
      return selectorsIn(expression.operand)
    case 'binary':
      return [...selectorsIn(expression.left), ...selectorsIn(expression.right)]
    case 'aggregate':
      return [...(expression.parameter ? selectorsIn(expression.parameter) : []), ...selectorsIn(expression.operand)]
    case 'call':
      return expression.args.flatMap(selectorsIn)
  }
}
