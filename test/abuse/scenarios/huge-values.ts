import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { brotliCompressSync, constants, deflateSync, gzipSync } from 'node:zlib'
import { describeLatencies, describeStatuses, send, startLoad } from '../load.ts'
import type { Scenario } from '../scenario.ts'

const megabyte = 1_000_000
const json = { 'content-type': 'application/json' }

function body(change: Record<string, unknown>, spans = 1): Buffer {
  const span = () => ({
    traceId: randomBytes(16).toString('hex'),
    spanId: randomBytes(8).toString('hex'),
    name: 'huge',
    startTimeUnixNano: `${Date.now()}000000`,
    endTimeUnixNano: `${Date.now()}000001`,
    ...change,
  })
  return Buffer.from(
    JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: Array.from({ length: spans }, span) }] }] }),
  )
}

const text = (length: number) => 'x'.repeat(length)
const attribute = (key: string, value: unknown) => ({ key, value })

/** Written by hand: what is nested so deeply cannot be made into text by JSON.stringify either. */
function nested(levels: number): Buffer {
  const marker = '"NESTED"'
  const value = `${'{"kvlistValue":{"values":[{"key":"a","value":'.repeat(levels)}{"intValue":"1"}${'}]}}'.repeat(levels)}`
  const whole = body({ attributes: [attribute('deep', 'NESTED')] }).toString()
  return Buffer.from(whole.replace(marker, value))
}

/** `name → [body, statuses that are a clear answer]`. */
const cases: Record<string, () => [Buffer, number[]]> = {
  'one attribute of 10 MB': () => [body({ attributes: [attribute('a', { stringValue: text(10 * megabyte) })] }), [200]],
  'an attribute key of 10 MB': () => [body({ attributes: [attribute(text(10 * megabyte), { intValue: '1' })] }), [200]],
  'a name of 10 MB': () => [body({ name: text(10 * megabyte) }), [200]],
  '100,000 attributes of one span': () => [
    body({ attributes: Array.from({ length: 100_000 }, (_, index) => attribute(`key.${index}`, { intValue: '1' })) }),
    [200],
  ],
  'an array of a million numbers': () => [
    body({ attributes: [attribute('a', { arrayValue: { values: Array(1_000_000).fill({ intValue: '1' }) } })] }),
    [200, 413],
  ],
  '1,000 levels of nesting': () => [nested(1_000), [200, 400]],
  '100,000 levels of nesting': () => [nested(100_000), [200, 400]],
  '50,000 spans in one request': () => [body({}, 50_000), [200]],
  '25 MB in one request': () => [body({ name: text(25 * megabyte) }), [413]],
  'ids of zeros': () => [body({ traceId: '0'.repeat(32), spanId: '0'.repeat(16) }), [200]],
  'text that is not UTF-8': () => [Buffer.concat([body({}).subarray(0, -30), Buffer.from([0xff, 0xfe, 0xc0])]), [400]],
}

export const hugeValues: Scenario = {
  name: 'attributes of 10 MB, deep nesting, zero ids',
  promise: 'are stored within the limits or rejected with a reason; honest senders are served or asked to come again',
  secondsMax: 180,
  async run(platform) {
    await platform.addProject('honest')
    const load = startLoad(platform, { connections: 2, projectId: 'honest' })
    const answers: Record<string, string> = {}
    let highest = platform.residentMebibytes()
    try {
      for (const [name, make] of Object.entries(cases)) {
        const [sent, expected] = make()
        const { status, milliseconds } = await send(platform.url, sent, { headers: json })
        assert.ok(expected.includes(status), `${name}: ${status}`)
        answers[name] = `${status} in ${milliseconds.toFixed(0)} ms`
        highest = Math.max(highest, platform.residentMebibytes())
      }
    } finally {
      await load.stop()
    }
    // A request of another project is not decoded behind these, but the machine may be busy with them.
    assert.deepEqual(load.unclear, [])
    return {
      ...answers,
      'memory, highest MiB': highest,
      'honest senders': describeStatuses(load.statuses),
      'honest senders, p50 / p99 ms': describeLatencies(load.latencies),
    }
  },
}

const bombBytes = 200 * megabyte

export const decompressionBombs: Scenario = {
  name: 'bodies that unfold to 200 MB',
  promise: 'are stopped with 413 at the limit, or at a thousand times what was sent, at little cost',
  secondsMax: 120,
  async run(platform) {
    const zeros = Buffer.alloc(bombBytes)
    const bombs: Record<string, Buffer> = {
      gzip: gzipSync(zeros),
      deflate: deflateSync(zeros),
      br: brotliCompressSync(zeros, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }),
    }
    await platform.addProject('honest')
    const load = startLoad(platform, { connections: 2, projectId: 'honest' })
    const before = platform.residentMebibytes()
    const answers: Record<string, string> = {}
    for (const [encoding, bomb] of Object.entries(bombs)) {
      const sending = Array.from({ length: 20 }, () =>
        send(platform.url, bomb, { headers: { 'content-encoding': encoding } }),
      )
      const times: number[] = []
      for (const { status, milliseconds } of await Promise.all(sending)) {
        // Twenty at once may fill the memory for bodies, which is told too.
        assert.ok(status === 413 || status === 503, `${encoding}: ${status}`)
        times.push(milliseconds)
      }
      answers[`${encoding}, 20 at once of ${bomb.length} bytes, p50 / p99 ms`] = describeLatencies(times)
    }
    await load.stop()
    assert.deepEqual([...load.statuses.keys()], [200])
    const grown = platform.residentMebibytes() - before
    assert.ok(grown < 500, `memory grew by ${grown} MiB`)
    const honest = { 'honest senders, p50 / p99 ms': describeLatencies(load.latencies) }
    return { ...answers, ...honest, 'memory grew by, MiB': grown }
  },
}
