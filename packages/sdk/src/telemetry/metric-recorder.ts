import type { Attributes, Meter } from '@opentelemetry/api'
import type { Diagnostics } from './diagnostics.ts'
import type { MetricTags } from './metric-tags.ts'
import { reportFailure } from './safely.ts'
import type { TagSets } from './tag-sets.ts'
import type { MetricDefinition } from './telemetry-internals.ts'

const INSTRUMENTS_MAX = 2000
const METRIC_NAME = /^[a-z][\w.\-/]{0,254}$/i

type Kind = MetricDefinition['kind']
interface Instrument {
  kind: Kind
  unit: string | undefined
  refused: boolean
  record(value: number, attributes: Attributes): void
}

/** Adds, sets and records values, each name with one kind. Never throws. */
export interface MetricRecorder {
  record(metric: MetricDefinition, value: number, tags?: MetricTags): void
}

function createInstrument(meter: Meter, metric: MetricDefinition): Instrument {
  const { name, kind, unit, description } = metric
  const options = { ...(unit !== undefined && { unit }), ...(description !== undefined && { description }) }
  const base = { kind, unit, refused: false }
  if (kind === 'histogram') {
    const histogram = meter.createHistogram(name, options)
    return { ...base, record: (value, attributes) => histogram.record(value, attributes) }
  }
  if (kind === 'gauge') {
    const gauge = meter.createGauge(name, options)
    return { ...base, record: (value, attributes) => gauge.record(value, attributes) }
  }
  const counter = kind === 'counter' ? meter.createCounter(name, options) : meter.createUpDownCounter(name, options)
  return { ...base, record: (value, attributes) => counter.add(value, attributes) }
}

export function createMetricRecorder(meter: Meter, tagSets: TagSets, diagnostics: Diagnostics): MetricRecorder {
  const instruments = new Map<string, Instrument>()

  function refuse(code: string, message: string): undefined {
    diagnostics.report({ level: 'warn', code, message })
  }

  function instrumentOf(metric: MetricDefinition): Instrument | undefined {
    const known = instruments.get(metric.name)
    if (known !== undefined) return known.kind === metric.kind ? known : refuseKind(known, metric)
    if (typeof metric.name !== 'string' || !METRIC_NAME.test(metric.name)) {
      return refuse(
        'invalid_metric_name',
        `a metric name starts with a letter and has at most 255 letters, digits and _ . - /, not ${JSON.stringify(String(metric.name).slice(0, 100))}`,
      )
    }
    if (instruments.size >= INSTRUMENTS_MAX) {
      return refuse(
        'too_many_metrics',
        `more than ${INSTRUMENTS_MAX} metric names: put what changes (an id, a path) into a tag, not into the name ${metric.name}`,
      )
    }
    const created = createInstrument(meter, metric)
    instruments.set(metric.name, created)
    return created
  }

  function refuseKind(known: Instrument, metric: MetricDefinition): undefined {
    if (known.refused) return
    known.refused = true
    refuse(
      'metric_kind_conflict',
      `metric ${metric.name} is a ${known.kind}; its use as a ${metric.kind} is refused: give that one another name`,
    )
  }

  return {
    record(metric, value, tags) {
      if (!Number.isFinite(value)) return
      if (metric.kind === 'counter' && value < 0) {
        return refuse(
          'negative_increment',
          `counter ${metric.name} cannot go down by ${value}: use gauge() for values that do`,
        )
      }
      try {
        instrumentOf(metric)?.record(value, tagSets.attributesOf(tags))
      } catch (error) {
        reportFailure(diagnostics, 'a metric', error)
      }
    },
  }
}
