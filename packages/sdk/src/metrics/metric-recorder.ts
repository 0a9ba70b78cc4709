import type { MetricData } from '@opentelemetry/sdk-metrics'
import type { Redactor } from '../redaction/redactor.ts'
import type { Diagnostics } from '../telemetry/diagnostics.ts'
import type { MetricTags } from '../telemetry/metric-tags.ts'
import { reportFailure } from '../telemetry/safely.ts'
import type { MetricDefinition } from '../telemetry/telemetry-internals.ts'
import { createInstrument, type Instrument, type TemporalityOf } from './instrument.ts'
import { hrTimeOf } from './series.ts'
import { createTagSets } from './tag-sets.ts'

const INSTRUMENTS_MAX = 2000
const METRIC_NAME = /^[a-z][\w.\-/]{0,254}$/i

/**
 * Adds, sets and records values, each name with one kind. Aggregates by itself: OpenTelemetry's SDK sorts and prints the attributes of every value, which
 * costs more than all else of it.
 */
export interface MetricRecorder {
  /** Never throws. */
  record(metric: MetricDefinition, value: number, tags?: MetricTags): void
  /** Everything recorded, or what is new since the last call, by the temporality of its kind: for one reader. */
  collect(temporalityOf: TemporalityOf): MetricData[]
}

interface Known extends Instrument {
  refused: boolean
}

export function createMetricRecorder(redactor: Redactor, diagnostics: Diagnostics): MetricRecorder {
  const instruments = new Map<string, Known>()
  const tagSetOf = createTagSets(redactor)

  function refuse(code: string, message: string): undefined {
    diagnostics.report({ level: 'warn', code, message })
  }

  function instrumentOf(metric: MetricDefinition): Known | undefined {
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
    const created = { ...createInstrument(metric), refused: false }
    instruments.set(metric.name, created)
    return created
  }

  function refuseKind(known: Known, metric: MetricDefinition): undefined {
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
        const instrument = instrumentOf(metric)
        // A distribution of OpenTelemetry has no place for what is below zero.
        if (instrument && (value >= 0 || metric.kind !== 'histogram')) instrument.record(value, tagSetOf(tags))
      } catch (error) {
        reportFailure(diagnostics, 'a metric', error)
      }
    },
    collect(temporalityOf) {
      const at = hrTimeOf(Date.now())
      return [...instruments.values()].flatMap((instrument) => instrument.collect(at, temporalityOf) ?? [])
    },
  }
}
