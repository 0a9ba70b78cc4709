import { once } from 'node:events'
import { parseArgs } from 'node:util'
import { machine, printTable } from './measure.ts'
import { type AgentSubjectName, agentSubjects } from './sdk/agent-subject.ts'
import { median, runChild, startChild } from './sdk/run-child.ts'
import { type SubjectName, subjects } from './sdk/subject.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    spans: { type: 'string', default: '50000' },
    runs: { type: 'string', default: '3000' },
  },
})
const rounds = Number(values.rounds)

/** Rounds over all subjects in turn, so that a slow minute of the machine hurts all of them alike; medians of each field. */
async function interleaved<Name extends string, T extends Record<string, number>>(
  names: readonly Name[],
  measure: (name: Name) => Promise<T>,
): Promise<Record<Name, T>> {
  const seen = new Map<Name, T[]>(names.map((name) => [name, []]))
  for (let round = 0; round < rounds; round++) {
    for (const name of names) seen.get(name)?.push(await measure(name))
  }
  const medians = names.map((name) => {
    const samples = seen.get(name) ?? []
    const fields = Object.keys(samples[0] ?? {}).map((field) => [field, median(samples.map((s) => s[field] ?? 0))])
    return [name, Object.fromEntries(fields)]
  })
  return Object.fromEntries(medians)
}

const micro = (nanoseconds: number) => (nanoseconds / 1000).toFixed(2)

async function spanCost(url: string): Promise<void> {
  type Cost = {
    callNanoseconds: number
    callNanosecondsP99: number
    cpuMicroseconds: number
    eventLoopDelayP99: number
  }
  const cost = await interleaved(subjects, (name) => runChild<Cost>('span-cost', [name, url, values.spans]))
  console.log(
    `\nOne trace() around an async function, 10 attributes; ${values.spans} spans, all sent; medians of ${rounds}\n`,
  )
  printTable(
    ['subject', 'call p50, µs', 'call p99, µs', 'CPU with export, µs', 'CPU : stock', 'event loop delay p99, ms'],
    subjects.map((name) => {
      const { callNanoseconds, callNanosecondsP99, cpuMicroseconds, eventLoopDelayP99 } = cost[name]
      return [
        name,
        micro(callNanoseconds),
        micro(callNanosecondsP99),
        cpuMicroseconds.toFixed(1),
        (cpuMicroseconds / cost.stock.cpuMicroseconds).toFixed(2),
        eventLoopDelayP99.toFixed(1),
      ]
    }),
  )
}

async function flushTime(url: string): Promise<void> {
  const names: SubjectName[] = ['stock', 'ours']
  const flush = await interleaved(names, (name) => runChild<{ milliseconds: number }>('flush-time', [name, url]))
  console.log('\nFlush of 10,000 spans to a local server, 2,000 at a time\n')
  printTable(
    ['subject', 'ms'],
    names.map((name) => [name, (flush[name as 'ours']?.milliseconds ?? 0).toFixed(0)]),
  )
}

async function deadEndpoint(): Promise<void> {
  type Dead = Record<
    | 'callNanoseconds'
    | 'aliveMebibytes'
    | 'extraMebibytes'
    | 'highestExtraMebibytes'
    | 'shutdownMilliseconds'
    | 'unhandled',
    number
  >
  console.log('\n300,000 spans are sent, then the server goes: 1,000,000 spans while every connection is refused\n')
  const rows: (string | number)[][] = []
  for (const name of ['stock', 'ours'] as const) {
    const dead = await runChild<Dead>('dead-endpoint', [name, 1_000_000])
    rows.push([
      name,
      micro(dead.callNanoseconds),
      dead.aliveMebibytes.toFixed(1),
      dead.extraMebibytes.toFixed(1),
      dead.highestExtraMebibytes.toFixed(1),
      dead.shutdownMilliseconds.toFixed(0),
      dead.unhandled,
    ])
  }
  printTable(
    [
      'subject',
      'call p50, µs',
      'memory while it lived, extra MiB',
      'memory after, extra MiB',
      'highest, extra MiB',
      'shutdown, ms',
      'unhandled rejections',
    ],
    rows,
  )
}

async function agentRuns(url: string): Promise<void> {
  console.log(
    `\nOne run of two model calls and a tool, the model answers at once; ${values.runs} runs, CPU with export\n`,
  )
  const rows: (string | number)[][] = []
  for (const characters of [40, 8000]) {
    const cost = await interleaved(agentSubjects, (name) =>
      runChild<{ milliseconds: number }>('agent-run', [name, url, values.runs, characters]),
    )
    for (const name of agentSubjects) {
      const { milliseconds } = cost[name]
      const over = (base: AgentSubjectName) => (milliseconds - cost[base].milliseconds).toFixed(2)
      rows.push([name, characters, milliseconds.toFixed(2), over('AI SDK alone'), over('agent, telemetry off')])
    }
  }
  printTable(
    [
      'subject',
      'characters of a message',
      'CPU a run, ms',
      'over the AI SDK alone, ms',
      'over the agent without telemetry, ms',
    ],
    rows,
  )
}

async function importTimes(): Promise<void> {
  const entries = {
    'three stock OTLP exporters and their SDKs': [
      '@opentelemetry/sdk-trace-base',
      '@opentelemetry/sdk-metrics',
      '@opentelemetry/sdk-logs',
      '@opentelemetry/exporter-trace-otlp-proto',
      '@opentelemetry/exporter-metrics-otlp-proto',
      '@opentelemetry/exporter-logs-otlp-http',
    ],
    '@hanzo/ai/telemetry': ['@hanzo/ai/telemetry'],
    '@hanzo/ai/telemetry/hanzo-cloud': ['@hanzo/ai/telemetry/hanzo-cloud'],
    '@hanzo/ai': ['@hanzo/ai'],
  }
  const names = Object.keys(entries) as (keyof typeof entries)[]
  const times = await interleaved(names, (name) => runChild<{ milliseconds: number }>('import-time.mjs', entries[name]))
  console.log('\nImport\n')
  printTable(
    ['entry', 'ms'],
    names.map((name) => [name, times[name].milliseconds.toFixed(0)]),
  )
}

const sink = startChild('sink')
const [url] = (await once(sink, 'message')) as [string]
try {
  console.log(machine())
  await spanCost(url)
  await flushTime(url)
  await deadEndpoint()
  await agentRuns(url)
  await importTimes()
} finally {
  sink.disconnect()
}
