import { afterEach, beforeEach, expect, it } from 'vitest'
import { toProtobuf } from '../../../../test/fixtures/encode-otlp-model.ts'
import { traceRequestMessage } from '../decode/protobuf/otlp-messages.ts'
import type { Intake, TakeRequest } from '../intake.ts'
import { SlowRequestError } from '../slow-request-error.ts'
import { type LargeJson, openLargeJson } from './take-large-json.ts'

let largeJson: LargeJson
let taken: TakeRequest[]
const warnings: object[] = []
const project = { projectId: 'default', retentionDays: 30 }
const nothing = { rejectedCount: 0, rejections: [], warnings: [], remarks: [] }
const intake: Intake = {
  async take(request) {
    taken.push(request)
    return { acceptedCount: 7, ...nothing }
  },
}

beforeEach(() => {
  taken = []
  largeJson = openLargeJson({ bodyBytesMax: 1024 ** 2, logger: { warn: (fields) => void warnings.push(fields) } })
})
afterEach(() => largeJson.close())

const span = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331', startTimeUnixNano: '1' }

function requestOf(spans: object[], encoding: TakeRequest['encoding'] = 'json'): TakeRequest {
  const body = Buffer.from(JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] }))
  return { signal: 'traces', encoding, project, body, receivedAtUnixNano: 1n }
}

it('leaves small requests, and those in protobuf that are quickly read, as they are', async () => {
  const requests = [requestOf([span]), requestOf(Array(5_000).fill(span), 'protobuf')]
  for (const request of requests) await largeJson.take(intake).take(request)
  expect(taken).toMatchObject(requests)
  expect(taken.map(({ slowBytesMax }) => slowBytesMax)).toEqual([undefined, 262_144])
})

it('hands a large one on as protobuf, and tells what was rejected before with what became of the rest', async () => {
  const spans = [...Array(5_000).fill(span), ...Array(3).fill({ ...span, traceId: 'zz' })]
  const answer = await largeJson.take(intake).take(requestOf(spans))
  expect(taken).toMatchObject([{ encoding: 'protobuf', signal: 'traces', project }])
  expect(answer).toMatchObject({ acceptedCount: 7, rejectedCount: 3, rejections: [{ count: 3 }] })
  expect(warnings).toMatchObject([{ projectId: 'default', rejectedCount: 3 }])
})

it('hands one in protobuf that takes long on as one that is quickly read', async () => {
  const slow: Intake = {
    async take(request) {
      if (request.slowBytesMax !== undefined) throw new SlowRequestError(request.body)
      return intake.take(request)
    },
  }
  const spans = Array.from({ length: 5_000 }, () => ({
    traceId: Buffer.from(span.traceId, 'hex'),
    spanId: Buffer.from(span.spanId, 'hex'),
    startTimeUnixNano: 1n,
    name: 'a span in protobuf of unusual records',
  }))
  const body = toProtobuf(traceRequestMessage, { resourceSpans: [{ scopeSpans: [{ spans }] }] })
  const answer = await largeJson.take(slow).take({ ...requestOf([], 'protobuf'), body })
  expect(answer).toMatchObject({ acceptedCount: 7, rejectedCount: 0 })
  expect(taken).toMatchObject([{ encoding: 'protobuf', project }])
  expect(taken[0]?.body.length).toBeGreaterThan(5_000 * 60)
})

it('refuses a large one that cannot be read, and takes nothing of it', async () => {
  const request = requestOf(Array(5_000).fill(span))
  const body = request.body.subarray(0, -1)
  await expect(largeJson.take(intake).take({ ...request, body })).rejects.toMatchObject({ code: 'UNDECODABLE' })
  expect(taken).toEqual([])
})

it('takes those of several projects at one time, whole each', async () => {
  const limited = largeJson.take(intake)
  const answers = await Promise.all(
    ['a', 'b', 'a', 'c'].map((projectId) =>
      limited.take({ ...requestOf(Array(3_000).fill(span)), project: { ...project, projectId } }),
    ),
  )
  expect(answers.map(({ acceptedCount }) => acceptedCount)).toEqual([7, 7, 7, 7])
  expect(taken.map(({ project: { projectId } }) => projectId).sort()).toEqual(['a', 'a', 'b', 'c'])
})
