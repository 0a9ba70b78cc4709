import { createSubject, type SubjectName } from './subject.ts'

const [name, url] = process.argv.slice(2) as [SubjectName, string]
const subject = createSubject(name, url)
const answer = async () => 42

// As many as the queue holds at a time, until 10,000 are sent: what a short program does before it ends.
async function send(total: number): Promise<number> {
  let milliseconds = 0
  for (let sent = 0; sent < total; sent += 2000) {
    for (let i = 0; i < 2000; i++) await subject.trace('chat gpt-4.1', answer, { 'retry.count': i })
    const started = performance.now()
    await subject.flush()
    milliseconds += performance.now() - started
  }
  return milliseconds
}

await send(2000)
const milliseconds = await send(10_000)
await subject.shutdown()
process.send?.({ milliseconds })
process.disconnect?.()
