import { once } from 'node:events'
import { quantile } from '../measure.ts'
import { startChild } from './run-child.ts'
import { createSubject, type SubjectName } from './subject.ts'

/** Spans that are sent before the server goes. */
const sentBefore = 300_000

// Run with --expose-gc.
const [name, count] = process.argv.slice(2) as [SubjectName, string]
let unhandled = 0
process.on('unhandledRejection', () => {
  unhandled += 1
})

const server = startChild('sink')
const [url] = (await once(server, 'message')) as [string]
const subject = createSubject(name, url)
const answer = async () => 42
const attributes = { 'gen_ai.request.model': 'gpt-4.1', 'request.type': 'chat', 'retry.count': 0 }

async function spans(times: number, samples: number[], isSent = false): Promise<void> {
  for (let done = 0; done < times; done += 500) {
    const started = process.hrtime.bigint()
    for (let i = 0; i < 500; i++) await subject.trace('chat gpt-4.1', answer, attributes)
    samples.push(Number(process.hrtime.bigint() - started) / 500)
    if (isSent) await subject.flush()
    else await new Promise((resolve) => setImmediate(resolve))
  }
}

/** What is left once the engine has given back what it freed, which it does a while after it collected. */
async function residentMebibytes(): Promise<number> {
  for (let round = 0; round < 4; round++) {
    globalThis.gc?.()
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return process.memoryUsage().rss / 2 ** 20
}

// What an outage costs is the difference to the same program whose server lives: its heap grows with the first spans, whoever takes them.
const fresh = await residentMebibytes()
await spans(sentBefore, [], true)
const before = await residentMebibytes()
server.disconnect()
await once(server, 'exit')
const samples: number[] = []
let highest = before
for (let round = 0; round < 10; round++) {
  await spans(Number(count) / 10, samples)
  highest = Math.max(highest, process.memoryUsage().rss / 2 ** 20)
}
const after = await residentMebibytes()
const shutdownStarted = performance.now()
await subject.shutdown()
process.send?.({
  callNanoseconds: quantile(samples, 0.5),
  aliveMebibytes: before - fresh,
  extraMebibytes: after - before,
  highestExtraMebibytes: highest - before,
  shutdownMilliseconds: performance.now() - shutdownStarted,
  unhandled,
})
process.disconnect?.()
