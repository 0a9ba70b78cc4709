import { describe, expect, it } from 'vitest'
import { decodeLogs } from './decode-logs.ts'
import { decodeTraces } from './decode-traces.ts'
import { createRemarks } from './remarks.ts'

const receivedAtUnixNano = 1_795_000_000_000_000_000n
const context = { project: { projectId: 'default', retentionDays: 30 }, receivedAtUnixNano }
const second = 1_000_000_000n
const late = { reason: 'arrived more than an hour after the time it has', isToldToSender: false }
const ahead = {
  reason: "has a time more than a minute in the future, and is not in charts up to now; check the sender's clock",
  isToldToSender: true,
}

function logsAged(...seconds: bigint[]) {
  const logRecords = seconds.map((age) => ({ timeUnixNano: String(receivedAtUnixNano - age * second) }))
  const body = JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords }] }] })
  return decodeLogs(Buffer.from(body), 'json', context)
}

describe('records that are stored', () => {
  it('are remarked when they are more than an hour late, or more than a minute ahead', () => {
    expect(logsAged(3_600n, 0n, -60n)).toMatchObject({ acceptedCount: 3, remarks: [] })
    expect(logsAged(3_601n, 7_200n, -61n)).toMatchObject({
      acceptedCount: 3,
      remarks: [
        { ...late, count: 2, serviceName: 'unknown_service' },
        { ...ahead, count: 1 },
      ],
    })
  })

  it('are not remarked when they are rejected', () => {
    expect(logsAged(40n * 86_400n, -2n * 86_400n)).toMatchObject({ rejectedCount: 2, remarks: [] })
  })

  it('are spans by their end: one that ran for hours is not late', () => {
    const span = (start: bigint, end: bigint) => ({
      traceId: 'a'.repeat(32),
      spanId: 'b'.repeat(16),
      startTimeUnixNano: String(receivedAtUnixNano - start * second),
      endTimeUnixNano: end === 0n ? '0' : String(receivedAtUnixNano - end * second),
    })
    const decode = (...spans: unknown[]) =>
      decodeTraces(Buffer.from(JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] })), 'json', context)
    expect(decode(span(9_000n, 10n)).remarks).toEqual([])
    expect(decode(span(9_000n, 8_000n), span(9_000n, 0n)).remarks).toMatchObject([{ ...late, count: 2 }])
  })
})

describe('remarks', () => {
  it('count by reason and service, in at most 51 groups', () => {
    const remarks = createRemarks()
    for (let index = 0; index < 60; index++) remarks.note(late, { serviceName: `s${index}`, sdk: 'js' }, 2)
    remarks.note(late, { serviceName: 's3', sdk: 'js' })
    const list = remarks.list()
    expect(list).toHaveLength(51)
    expect(list.slice(0, 2)).toEqual([
      { reason: 'other remarks', count: 20, serviceName: '', sdk: '', isToldToSender: false },
      { ...late, count: 3, serviceName: 's3', sdk: 'js' },
    ])
  })
})
