import { type AgentSubjectName, createAgentSubject } from './agent-subject.ts'

const [name, url, count, characters] = process.argv.slice(2) as [AgentSubjectName, string, string, string]
const text = 'The quick brown fox. '.repeat(Math.ceil(Number(characters) / 21)).slice(0, Number(characters))
const subject = createAgentSubject(name, url, text)

async function runs(times: number): Promise<number> {
  const cpu = process.cpuUsage()
  for (let i = 0; i < times; i++) {
    await subject.run()
    // The model answers within the process, so nothing here waits for a network as a program does: without turns of the event loop no batch would ever be
    // sent before the queue is full, and what is dropped is cheap. Batches go by the processors' own rules; a flush, which sends the metrics too, is due
    // once a minute in a program, and comes once at the end here.
    if (i % 5 === 4) await new Promise((resolve) => setImmediate(resolve))
  }
  await subject.flush()
  const used = process.cpuUsage(cpu)
  return (used.user + used.system) / 1000 / times
}

// The AI SDK and zod take more than a thousand runs to be compiled: before that, their share moves by more than ours is.
await runs(3000)
const milliseconds = await runs(Number(count))
const lost = subject.lost()
if (lost > 0) throw new Error(`${lost} records were dropped: what they cost is not measured`)
await subject.shutdown()
process.send?.({ milliseconds })
process.disconnect?.()
