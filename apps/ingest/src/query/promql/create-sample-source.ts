import { labelValue } from '../../promql/evaluate/labels.ts'
import type { SampledSeries, SampleSelection, SampleSource } from '../../promql/evaluate/samples.ts'
import type { Matcher } from '../../promql/parse/ast.ts'
import { printMatchers } from '../../promql/parse/print-matchers.ts'
import type { QueryContext } from '../run-query.ts'
import { createCollector } from './collect-samples.ts'
import { timeAt } from './collector.ts'
import { type FoundMetric, findSeries, seriesMax, testsOf } from './find-series.ts'
import { type FoundSeries, joinSeries, senderLabel } from './join-series.ts'
import type { MetricCatalog, PromqlBounds } from './metric-catalog.ts'
import { createAllowance, readPoints, type SampleAllowance, spend } from './read-points.ts'
import { readTargets, targetInfoName, targetSamples } from './target-info.ts'

/**
 * Samples of a project for one question in PromQL: the same selection is read once, and all of them share its limits.
 * @param warn is told what the answer should say about them.
 */
export function createSampleSource(
  context: QueryContext,
  catalog: MetricCatalog,
  warn: (message: string) => void,
): SampleSource {
  const known = new Map<string, Promise<SampledSeries[]>>()
  const allowance = createAllowance()
  return {
    select(selection) {
      const key = `${selection.from} ${selection.to} ${printMatchers(selection.matchers)}`
      const samples = known.get(key) ?? readSelection(context, catalog, selection, { allowance, warn })
      known.set(key, samples)
      return samples
    },
  }
}

interface Reading {
  allowance: SampleAllowance
  warn(message: string): void
}

/** The range of ClickHouse's times, which `@` and `offset` may leave. */
const latestMilliseconds = Date.UTC(2299, 0, 1)

async function readSelection(
  context: QueryContext,
  catalog: MetricCatalog,
  selection: SampleSelection,
  reading: Reading,
): Promise<SampledSeries[]> {
  const bounds = {
    from: Math.max(0, Math.ceil(selection.from)),
    to: Math.min(latestMilliseconds, Math.floor(selection.to)),
  }
  if (bounds.to < bounds.from) return []
  const isOfSender = ({ name }: Matcher) => name === senderLabel
  const matchers = selection.matchers.filter((matcher) => !isOfSender(matcher))
  const found: FoundSeries[] = []
  for (const metric of await findSeries(context, catalog, matchers, bounds)) {
    found.push(...(await readMetric(context, metric, bounds, reading)))
  }
  const tests = testsOf(matchers)
  if (tests.every((test) => test.name !== '__name__' || test.passes(targetInfoName))) {
    const targets = await readTargets(context, bounds, seriesMax)
    for (const [index, target] of targets.entries()) {
      if (!tests.every((test) => test.passes(labelValue(target.labels, test.name)))) continue
      const series = targetSamples(target, bounds)
      spend(reading.allowance, series.times.length)
      found.push({ id: BigInt(index), series })
    }
  }
  // Which senders cannot be told apart is known of all of them alone.
  const senders = testsOf(selection.matchers.filter(isOfSender))
  return joinSeries(found, reading.warn).filter(({ labels }) =>
    senders.every((test) => test.passes(labelValue(labels, senderLabel))),
  )
}

async function readMetric(
  context: QueryContext,
  { metric, wanted }: FoundMetric,
  bounds: PromqlBounds,
  { allowance }: Reading,
): Promise<FoundSeries[]> {
  const parts = { bounds: new Set<number>(), onSamples: (count: number) => spend(allowance, count) }
  const collectors = wanted.map((series) => ({ id: series.id, collector: createCollector(metric.type, series, parts) }))
  const byId = new Map<bigint, typeof collectors>()
  for (const one of collectors) byId.set(one.id, [...(byId.get(one.id) ?? []), one])
  const ids = [...byId.keys()]
  for await (const block of readPoints(context, metric, bounds, { ids, allowance })) {
    const seriesIds = block[0] as bigint[]
    const ended = block[3] as number[]
    for (let index = 0, of = byId.get(0n), last = 0n; index < seriesIds.length; index++) {
      const id = seriesIds[index] ?? 0n
      if (id !== last) {
        of = byId.get(id)
        last = id
      }
      if (!of) continue
      for (const { collector } of of) {
        if (ended[index] === 1) collector.end(timeAt(block, index))
        else collector.add(block, index)
      }
    }
  }
  return collectors.flatMap(({ id, collector }) =>
    [...collector.builders()].map((builder) => ({ id, series: builder.build() })),
  )
}
