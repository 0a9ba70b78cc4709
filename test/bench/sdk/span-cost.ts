import { monitorEventLoopDelay } from 'node:perf_hooks'
import { quantile } from '../measure.ts'
import { createSubject, type SubjectName } from './subject.ts'

const [name, url, count] = process.argv.slice(2) as [SubjectName, string, string]
const spans = Number(count)
const batch = 50

const attributes = {
  'gen_ai.operation.name': 'chat',
  'gen_ai.request.model': 'gpt-4.1',
  'gen_ai.provider.name': 'openai',
  'gen_ai.usage.input_tokens': 1200,
  'gen_ai.usage.output_tokens': 340,
  'server.address': 'api.example.com',
  'server.port': 443,
  'request.type': 'chat',
  'user.tier': 'premium',
  'retry.count': 0,
}

const subject = createSubject(name, url)
const answer = async () => 42

/** Nanoseconds a call, measured over small batches: the clock itself would be a tenth of one call. */
async function measure(times: number, samples: number[]): Promise<void> {
  for (let done = 0; done < times; done += batch) {
    const started = process.hrtime.bigint()
    for (let i = 0; i < batch; i++) await subject.trace('chat gpt-4.1', answer, attributes)
    samples.push(Number(process.hrtime.bigint() - started) / batch)
    // The delay of the event loop is to be the export's: a program that makes hundreds of spans without a turn of it delays it by itself.
    await new Promise((resolve) => setImmediate(resolve))
    // Both SDKs drop what does not fit their queues, and what is dropped is cheap: each batch is sent before the next.
    if (done % 500 === 0) await subject.flush()
  }
}

await measure(20_000, [])
await subject.flush()
const samples: number[] = []
const delay = monitorEventLoopDelay({ resolution: 5 })
delay.enable()
const cpu = process.cpuUsage()
await measure(spans, samples)
await subject.flush()
const used = process.cpuUsage(cpu)
delay.disable()
await subject.shutdown()
process.send?.({
  callNanoseconds: quantile(samples, 0.5),
  callNanosecondsP99: quantile(samples, 0.99),
  cpuMicroseconds: (used.user + used.system) / spans,
  eventLoopDelayP99: delay.percentile(99) / 1e6,
})
process.disconnect?.()
