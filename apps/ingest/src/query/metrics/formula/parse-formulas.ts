import type { MetricFormula, MetricQuery } from '@hanzo/schema/api'
import { InvalidFormulaError, InvalidQueryError } from '../../query-errors.ts'
import { FormulaError, type FormulaNode, type FormulaPlace, parseFormula } from './parse-formula.ts'

/** A formula that can be computed. */
export interface ParsedFormula {
  formula: MetricFormula
  node: FormulaNode
  /** The queries that it names. */
  uses: ReadonlySet<string>
  /** What its series are grouped by. */
  groupBy: readonly string[]
}

/**
 * Reads the formulas of a request.
 * @throws {InvalidQueryError} for an id that is given twice, {@link InvalidFormulaError} for what cannot be read or joined.
 */
export function parseFormulas(request: {
  queries: readonly MetricQuery[]
  formulas: readonly MetricFormula[]
}): ParsedFormula[] {
  const { queries, formulas } = request
  assertIds(queries, formulas)
  const byId = new Map(queries.map((query) => [query.id, query]))
  return formulas.map((formula, index) => {
    try {
      const node = parseFormula(formula.expression)
      const names = [...namesIn(node)]
      const groupBy = joinedBy(names, formula.expression, byId)
      return { formula, node, uses: new Set(names.map(({ name }) => name)), groupBy }
    } catch (error) {
      throw error instanceof FormulaError ? new InvalidFormulaError(`formulas.${index}.expression`, error) : error
    }
  })
}

function assertIds(queries: readonly MetricQuery[], formulas: readonly MetricFormula[]): void {
  const seen = new Set<string>()
  const all = [
    ...queries.map(({ id }, index) => ({ id, path: `queries.${index}.id` })),
    ...formulas.map(({ id }, index) => ({ id, path: `formulas.${index}.id` })),
  ]
  for (const { id, path } of all) {
    if (seen.has(id)) throw new InvalidQueryError(path, `${id} is the id of another one: expected a different one`)
    seen.add(id)
  }
}

interface Name {
  name: string
  place: FormulaPlace
}

function* namesIn(node: FormulaNode): Generator<Name> {
  if (node.type === 'name') yield node
  else if (node.type === 'negated') yield* namesIn(node.of)
  else if (node.type === 'joined') {
    yield* namesIn(node.left)
    yield* namesIn(node.right)
  } else if (node.type === 'called') for (const value of node.of) yield* namesIn(value)
}

/** The most labels that one of the queries has; those of all others must be among them. */
function joinedBy(
  names: readonly Name[],
  expression: string,
  queries: ReadonlyMap<string, MetricQuery>,
): readonly string[] {
  const whole = { from: 0, to: expression.length }
  if (names.length === 0) throw new FormulaError('it names no query', 'write the id of a query, such as A', whole)
  const used = names.map(({ name, place }) => {
    const query = queries.get(name)
    if (query) return { name, place, groupBy: query.groupBy }
    const known = [...queries.keys()].join(', ')
    throw new FormulaError(`there is no query ${name}`, `the queries are ${known}`, place)
  })
  const widest = used.reduce((most, one) => (one.groupBy.length > most.groupBy.length ? one : most))
  for (const { name, place, groupBy } of used) {
    if (groupBy.every((key) => widest.groupBy.includes(key))) continue
    throw new FormulaError(
      `${name} is grouped by ${groupBy.join(', ')}, ${widest.name} by ${widest.groupBy.join(', ')}`,
      'group both by the same keys, or one of them by fewer',
      place,
    )
  }
  return widest.groupBy
}
