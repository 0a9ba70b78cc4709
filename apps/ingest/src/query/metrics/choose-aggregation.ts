import { type Aggregation, aggregationsOf, type MetricType } from '@hanzo/schema/api'
import { InvalidQueryError } from '../query-errors.ts'

/**
 * The aggregation that was asked for, or the first of the type's.
 * @param path the parameter that holds it.
 * @throws {InvalidQueryError} for one that means nothing for the type.
 */
export function chooseAggregation(
  asked: Aggregation | undefined,
  type: MetricType,
  isMonotonic: boolean,
  path: string,
): Aggregation {
  const known = aggregationsOf[type]
  // A sum that may fall is a level, such as requests in flight: its rate says nothing.
  if (asked === undefined) return type === 'sum' && !isMonotonic ? 'sum' : (known[0] ?? 'avg')
  if (known.includes(asked)) return asked
  throw new InvalidQueryError(path, `expected one of ${known.join(', ')} for a ${type}`)
}
