import { decodeMetrics } from '../../decode-metrics.ts'
import type { WireSignal } from '../decode-request.ts'
import { MetricMemory } from './metric-memory.ts'
import { MetricVisitor } from './metric-visitor.ts'

/** Metrics, straight from the wire into their columns. */
export function createMetricSignal(): WireSignal {
  const metrics = new MetricMemory()
  return {
    decode: decodeMetrics,
    visitor: (memory, state, sink) => new MetricVisitor(metrics, memory, state, sink),
  }
}
