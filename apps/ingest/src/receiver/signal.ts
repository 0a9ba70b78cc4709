import type { SignalName } from '../intake.ts'

/** What differs between the three signals of OTLP, seen from the receiver. */
export interface Signal {
  name: SignalName
  /** The name of the count of rejected records in the signal's partial success. */
  rejectedField: 'rejectedSpans' | 'rejectedDataPoints' | 'rejectedLogRecords'
}

export const signals: readonly Signal[] = [
  { name: 'traces', rejectedField: 'rejectedSpans' },
  { name: 'metrics', rejectedField: 'rejectedDataPoints' },
  { name: 'logs', rejectedField: 'rejectedLogRecords' },
]
