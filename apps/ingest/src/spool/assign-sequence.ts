import { type RowBatch, sequenceInstanceShift, sequenceMillisecondShift } from '@hanzo/schema/row'

const counterMax = (1 << Number(sequenceInstanceShift)) - 1

export interface SequenceOptions {
  /** Tells several receivers of one store apart: 0 to 255. */
  instance: number
  now?: () => number
}

/**
 * Numbers rows in their order of arrival.
 * Each number is above the one before, also when the clock steps back, or when a millisecond has more rows than the counter.
 */
export function createSequence({ instance, now = Date.now }: SequenceOptions): (batch: RowBatch) => void {
  let millisecond = 0
  let counter = 0
  let base = 0n

  function next(): bigint {
    if (counter > counterMax) startMillisecond(millisecond + 1)
    return base + BigInt(counter++)
  }
  function startMillisecond(value: number): void {
    millisecond = value
    counter = 0
    base = (BigInt(value) << sequenceMillisecondShift) | (BigInt(instance) << sequenceInstanceShift)
  }
  return (batch) => {
    const time = now()
    if (time > millisecond) startMillisecond(time)
    for (const row of batch.running_spans ?? []) row.sequence = next()
    for (const row of batch.spans ?? []) row.sequence = next()
    for (const row of batch.logs ?? []) row.sequence = next()
  }
}
