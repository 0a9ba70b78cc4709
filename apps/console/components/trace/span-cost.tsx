import type { CostPart, SpanDetail } from '@hanzo/schema/api'
import { formatExactCost } from '@/lib/format-cost.ts'
import { formatCount } from '@/lib/format-number.ts'

const partNames: Readonly<Record<CostPart['kind'], string>> = {
  input: 'Input',
  cache_read: 'Read from cache',
  cache_write: 'Written to cache',
  output: 'Output',
  reasoning: 'Reasoning',
  request: 'Per request',
}

/** What a call cost, with the arithmetic where the price is known. Nothing where there was nothing to pay for. */
export function SpanCost({ detail }: { detail: SpanDetail }) {
  const { genAi, costParts } = detail
  if (!genAi || genAi.costSource === '') return null
  return (
    <div className="border-border border-t px-3 py-2 text-sm">
      <p className="flex gap-3">
        <span className="text-subtle">Cost</span>
        {genAi.costSource === 'unpriced' ? (
          <span>not known: no price of {genAi.responseModel || detail.genAiRequestModel || 'this model'}</span>
        ) : (
          <strong className="font-semibold">{formatExactCost(genAi.cost)}</strong>
        )}
        <span className="ml-auto text-subtle">{sourceText(genAi.costSource)}</span>
      </p>
      {costParts && <CostParts parts={costParts} />}
    </div>
  )
}

function CostParts({ parts }: { parts: readonly CostPart[] }) {
  return (
    <table className="mt-1 w-full text-muted tabular-nums">
      <caption className="sr-only">How the cost comes about</caption>
      <tbody>
        {parts.map(({ kind, count, rate }) => (
          <tr key={kind}>
            <th scope="row" className="text-left font-normal">
              {partNames[kind]}
            </th>
            <td className="text-right">{formatCount(count)}</td>
            <td className="pl-2 text-subtle">
              × ${rate} {kind === 'request' ? '' : 'per million'}
            </td>
            <td className="text-right">{formatExactCost(kind === 'request' ? count * rate : (count * rate) / 1e6)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function sourceText(source: string): string {
  if (source === 'sender') return 'as the sender tells it'
  return source === 'unpriced' ? '' : source
}
