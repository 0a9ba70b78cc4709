import type { Matcher } from './ast.ts'

/** Matchers as text: the same for the same ones in the same order. */
export const printMatchers = (matchers: readonly Matcher[]): string =>
  `{${matchers.map(({ name, operator, value }) => `${JSON.stringify(name)}${operator}${JSON.stringify(value)}`).join(',')}}`
