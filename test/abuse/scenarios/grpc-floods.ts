import assert from 'node:assert/strict'
import { type ClientHttp2Session, connect, constants } from 'node:http2'
import { gzipSync } from 'node:zlib'
import { describeLatencies, describeStatuses, startLoad } from '../load.ts'
import { openMany, until } from '../raw-connection.ts'
import type { Scenario } from '../scenario.ts'

const sessionCount = 20
const streamsPerSession = 1_000
const silentConnections = 300
const path = '/opentelemetry.proto.collector.trace.v1.TraceService/Export'
const headers = { ':method': 'POST', ':path': path, 'content-type': 'application/grpc', te: 'trailers' }
const bombBytes = 200_000_000

function open(url: string): Promise<ClientHttp2Session> {
  const session = connect(url)
  // What the server does to a hostile connection is what is looked at.
  session.on('error', () => session.destroy())
  return new Promise((resolve) => {
    session.once('connect', () => resolve(session))
    session.once('close', () => resolve(session))
  })
}

/** Begins calls and takes them back at once, as many as the connection lets through. */
async function resetRapidly(session: ClientHttp2Session): Promise<number> {
  let begun = 0
  for (; begun < streamsPerSession && !session.destroyed && !session.closed; begun += 1) {
    const stream = session.request(headers)
    stream.on('error', () => undefined)
    stream.close(constants.NGHTTP2_CANCEL)
    if (begun % 50 === 0) await new Promise((resolve) => setImmediate(resolve))
  }
  return begun
}

/** One call; its `grpc-status`, or -1 when the connection broke. */
function call(session: ClientHttp2Session, message: Buffer, encoding?: string): Promise<number> {
  return new Promise((resolve) => {
    const stream = session.request({ ...headers, ...(encoding && { 'grpc-encoding': encoding }) })
    let status = -1
    const read = (received: Record<string, unknown>) => {
      if (received['grpc-status'] !== undefined) status = Number(received['grpc-status'])
    }
    stream.on('response', read)
    stream.on('trailers', read)
    stream.on('error', () => undefined)
    stream.on('close', () => resolve(status))
    stream.resume()
    const prefix = Buffer.alloc(5)
    prefix.writeUInt8(encoding ? 1 : 0, 0)
    prefix.writeUInt32BE(message.length, 1)
    stream.end(Buffer.concat([prefix, message]))
  })
}

async function countCalls(session: ClientHttp2Session, messages: [Buffer, string?][]): Promise<Map<number, number>> {
  const statuses = new Map<number, number>()
  for (const status of await Promise.all(messages.map(([message, encoding]) => call(session, message, encoding)))) {
    statuses.set(status, (statuses.get(status) ?? 0) + 1)
  }
  return statuses
}

const { INVALID_ARGUMENT, RESOURCE_EXHAUSTED, UNAVAILABLE } = {
  INVALID_ARGUMENT: 3,
  RESOURCE_EXHAUSTED: 8,
  UNAVAILABLE: 14,
}

export const grpcFloods: Scenario = {
  name: 'gRPC: calls taken back at once, bombs, garbage, silent connections',
  promise: 'end with a status or their connection, while honest senders are served',
  secondsMax: 120,
  async run(platform) {
    const filesBefore = platform.openFiles()
    await platform.addProject('honest')
    const load = startLoad(platform, { projectId: 'honest' })
    const silent = await openMany(Number(new URL(platform.grpcUrl).port), silentConnections)
    const sessions = await Promise.all(Array.from({ length: sessionCount }, () => open(platform.grpcUrl)))
    const begun = (await Promise.all(sessions.map(resetRapidly))).reduce((sum, count) => sum + count, 0)
    for (const session of sessions) session.destroy()
    const session = await open(platform.grpcUrl)
    const bomb = gzipSync(Buffer.alloc(bombBytes))
    const bombs = await countCalls(session, Array(10).fill([bomb, 'gzip']))
    const garbage = await countCalls(session, Array(50).fill([Buffer.from('no protobuf at all'), undefined]))
    session.destroy()
    await until(() => silent.every(({ socket }) => socket.destroyed), 'silent connections are ended', 60)
    await load.stop()
    assert.deepEqual([...load.statuses.keys()], [200])
    assert.ok(
      [...bombs.keys()].every((status) => status === RESOURCE_EXHAUSTED || status === UNAVAILABLE),
      describeStatuses(bombs),
    )
    assert.deepEqual([...garbage.keys()], [INVALID_ARGUMENT])
    await until(() => platform.openFiles() <= filesBefore + 20, 'their files are closed')
    return {
      'calls begun and taken back': begun,
      'grpc-status of 10 bombs of 200 MB': describeStatuses(bombs),
      'grpc-status of garbage': describeStatuses(garbage),
      'silent connections, all ended': silentConnections,
      'honest senders, p50 / p99 ms': describeLatencies(load.latencies),
    }
  },
}
