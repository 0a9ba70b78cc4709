import { type AgentSubjectName, createAgentSubject } from './agent-subject.ts'

const [name, url, count, characters] = process.argv.slice(2) as [AgentSubjectName, string, string, string]
const text = 'The quick brown fox. '.repeat(Math.ceil(Number(characters) / 21)).slice(0, Number(characters))
const subject = createAgentSubject(name, url, text)

async function runs(times: number): Promise<number> {
  const cpu = process.cpuUsage()
  for (let i = 0; i < times; i++) {
    await subject.run()
    // The stock SDK drops what does not fit its queue of 2048, and what is dropped is cheap.
    if (i % 200 === 199) await subject.flush()
  }
  await subject.flush()
  const used = process.cpuUsage(cpu)
  return (used.user + used.system) / 1000 / times
}

// The AI SDK and zod take more than a thousand runs to be compiled: before that, their share moves by more than ours is.
await runs(3000)
const milliseconds = await runs(Number(count))
await subject.shutdown()
process.send?.({ milliseconds })
process.disconnect?.()
