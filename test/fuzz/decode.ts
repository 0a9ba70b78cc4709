/**
 * Feeds the two ways of decoding protobuf requests with the same bytes, and fails on the first difference in what they
 * answer or store: requests of a model, requests of the stock SDK, and copies of both that were damaged.
 *   npm run fuzz:decode -- [--cases 100000] [--seconds 120] [--seed 1] [--out fuzz-failure]
 * Ends after so many requests or seconds, whichever comes first. Prints its seed at once, how far it is every 15 seconds,
 * and saves a request that makes a difference as `<out>-<signal>-<seed>.bin`, with what differs beside it.
 */
import { writeFileSync } from 'node:fs'
import { inspect, parseArgs } from 'node:util'
import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import * as messages from '../../apps/ingest/src/decode/protobuf/otlp-messages.ts'
import { createWireDecoder } from '../../apps/ingest/src/decode/wire/wire-decoder.ts'
import { makeSpanBodies } from '../bench/span-bodies.ts'
import { createRandom, damaged } from '../fixtures/damage.ts'
import { toProtobuf } from '../fixtures/encode-otlp-model.ts'
import { metricRequests, receivedAtUnixNano } from '../fixtures/metric-requests.ts'
import { modelReceivedAtUnixNano, requestModels, storableModels } from '../fixtures/otlp-models.ts'
import { differenceOfPaths } from '../fixtures/wire-comparison.ts'

const text = { type: 'string' } as const
const { values } = parseArgs({ options: { cases: text, seconds: text, seed: text, out: text } })
const casesMax = Number(values.cases ?? 100_000)
const secondsMax = Number(values.seconds ?? Number.POSITIVE_INFINITY)
const seed = Number(values.seed ?? Date.now() % 2 ** 31)
const out = values.out ?? 'fuzz-failure'
const progressMs = 15_000
const damagedCopies = 19
const samplesPerRound = 50

const requestsOf = (signal: keyof typeof storableModels) =>
  fc.oneof(requestModels[signal], { weight: 3, arbitrary: storableModels[signal] })
const signals = [
  {
    signal: 'traces',
    model: requestsOf('traces'),
    envelope: messages.traceRequestMessage,
  },
  { signal: 'logs', model: requestsOf('logs'), envelope: messages.logsRequestMessage },
  { signal: 'metrics', model: requestModels.metrics, envelope: messages.metricsRequestMessage },
] as const

const project = { projectId: 'default', retentionDays: 30 }
const random = createRandom(seed)
const decoder = createWireDecoder()
let cases = 0

function check(signal: (typeof signals)[number]['signal'], body: Uint8Array, receivedAtUnixNano: bigint): void {
  cases += 1
  const difference = differenceOfPaths(decoder, signal, body, { project, receivedAtUnixNano })
  if (!difference) return
  const path = `${out}-${signal}-${seed}`
  const told = `seed ${seed}, request ${cases}: ${signal} differ ${inspect(difference, { depth: 8 })}\n`
  writeFileSync(`${path}.bin`, body)
  writeFileSync(`${path}.txt`, told)
  process.stderr.write(`${told}saved as ${path}.bin\n`)
  process.exit(1)
}

function checkWithCopies(
  signal: (typeof signals)[number]['signal'],
  body: Uint8Array,
  receivedAtUnixNano: bigint,
): void {
  check(signal, body, receivedAtUnixNano)
  for (let copy = 0; copy < damagedCopies; copy++) check(signal, damaged(body, random), receivedAtUnixNano)
}

const startedAt = Date.now()
let toldAt = startedAt
const secondsSpent = () => Math.round((Date.now() - startedAt) / 1000)

function tellProgress(): void {
  if (Date.now() - toldAt < progressMs) return
  toldAt = Date.now()
  process.stdout.write(`${cases} requests in ${secondsSpent()} s\n`)
}

process.stdout.write(`seed ${seed}\n`)
for (let round = 0; cases < casesMax && secondsSpent() < secondsMax; round++) {
  for (const { signal, model, envelope } of signals) {
    for (const request of fc.sample(model, { numRuns: samplesPerRound, seed: seed + round })) {
      checkWithCopies(
        signal,
        toProtobuf(envelope, request as Record<string, unknown>, { isOfTomorrow: random() < 0.2 }),
        modelReceivedAtUnixNano,
      )
    }
  }
  // Written field by field, so that some are odd in ways that no encoder is.
  for (const body of fc.sample(metricRequests(), { numRuns: samplesPerRound, seed: seed + round })) {
    checkWithCopies('metrics', body, receivedAtUnixNano)
  }
  for (const body of makeSpanBodies(2, 5)) checkWithCopies('traces', gunzipSync(body), BigInt(Date.now()) * 1_000_000n)
  tellProgress()
}
const { direct, generic, genericRequests } = decoder.counts
process.stdout.write(
  `${cases} requests in ${secondsSpent()} s, seed ${seed}: no difference. Records straight from the wire: ${direct}, alone on the generic path: ${generic}; requests on the generic path: ${genericRequests}\n`,
)
