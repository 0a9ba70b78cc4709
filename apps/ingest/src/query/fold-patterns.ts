import { LineMasker } from '../patterns/line-masker.ts'
import { createPatternBudget } from '../patterns/pattern-budget.ts'
import { maskTemplate } from '../patterns/pattern-miner.ts'
import { type Pattern, ServicePatterns } from '../patterns/service-patterns.ts'

/**
 * Puts templates together that are one to the platform by now: those that were given before it was known that a word varies, by a
 * process that had not seen enough of them, or of services that have it in common.
 * @param templates the most frequent first.
 * @returns groups in the order of their most frequent template, each with the template that stands for all of it.
 */
export function foldPatterns<T extends { template: string }>(
  templates: readonly T[],
): { template: string; members: T[] }[] {
  const masker = new LineMasker()
  const patterns = new ServicePatterns(createPatternBudget(Number.POSITIVE_INFINITY))
  const find = ({ template }: T) => patterns.find(maskTemplate(masker, template))
  for (const item of templates) find(item)
  // What varies was learned above, also from templates that came last.
  patterns.forget()
  const groups = new Map<Pattern, T[]>()
  for (const item of templates) {
    const pattern = find(item)
    const members = groups.get(pattern)
    if (members) members.push(item)
    else groups.set(pattern, [item])
  }
  return [...groups].map(([{ template }, members]) => ({ template, members }))
}
