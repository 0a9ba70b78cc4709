import { quantile } from '../measure.ts'
import { createSubject, type SubjectName } from './subject.ts'

// Run with --expose-gc. The endpoint refuses connections or never answers.
const [name, url, count] = process.argv.slice(2) as [SubjectName, string, string]
let unhandled = 0
process.on('unhandledRejection', () => {
  unhandled += 1
})

const subject = createSubject(name, url)
const answer = async () => 42
const attributes = { 'gen_ai.request.model': 'gpt-4.1', 'request.type': 'chat', 'retry.count': 0 }

async function spans(times: number, samples: number[]): Promise<void> {
  for (let done = 0; done < times; done += 500) {
    const started = process.hrtime.bigint()
    for (let i = 0; i < 500; i++) await subject.trace('chat gpt-4.1', answer, attributes)
    samples.push(Number(process.hrtime.bigint() - started) / 500)
    await new Promise((resolve) => setImmediate(resolve))
  }
}

function residentMebibytes(): number {
  globalThis.gc?.()
  globalThis.gc?.()
  return process.memoryUsage().rss / 2 ** 20
}

await spans(20_000, [])
const before = residentMebibytes()
const samples: number[] = []
let highest = before
for (let round = 0; round < 10; round++) {
  await spans(Number(count) / 10, samples)
  highest = Math.max(highest, process.memoryUsage().rss / 2 ** 20)
}
const after = residentMebibytes()
const shutdownStarted = performance.now()
await subject.shutdown()
process.send?.({
  callNanoseconds: quantile(samples, 0.5),
  extraMebibytes: after - before,
  highestExtraMebibytes: highest - before,
  shutdownMilliseconds: performance.now() - shutdownStarted,
  unhandled,
})
process.disconnect?.()
