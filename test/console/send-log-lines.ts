import { expect } from 'vitest'

const linesPerRequest = 5_000
const text = (value: string) => ({ stringValue: value })

/** Sends log records of one service, a line each, a microsecond apart, at the time that they are sent. */
export async function sendLogLines(url: string, serviceName: string, lines: readonly string[]): Promise<void> {
  const resource = { attributes: [{ key: 'service.name', value: text(serviceName) }] }
  const start = BigInt(Date.now()) * 1_000_000n
  for (let sent = 0; sent < lines.length; sent += linesPerRequest) {
    const logRecords = lines.slice(sent, sent + linesPerRequest).map((line, index) => ({
      timeUnixNano: String(start + BigInt(sent + index) * 1_000n),
      severityNumber: 9,
      body: text(line),
    }))
    const response = await fetch(`${url}/v1/logs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ resourceLogs: [{ resource, scopeLogs: [{ logRecords }] }] }),
    })
    expect(response.status).toBe(200)
  }
}
