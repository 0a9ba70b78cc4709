import { Readable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import { constants, createGzip } from 'node:zlib'
import type { FastifyReply, FastifyRequest } from 'fastify'

/** Smaller answers gain nothing from being compressed. */
const compressedFromItems = 2_000

/**
 * Sends an object of long columns as JSON, a column at a time, so that writing it holds the thread for no longer than its longest
 * column takes; compressed, on a thread of the pool, for clients that take it.
 */
export function sendColumns(request: FastifyRequest, reply: FastifyReply, answer: object, items: number): FastifyReply {
  void reply.type('application/json; charset=utf-8')
  const text = Readable.from(columnTexts(answer), { objectMode: false })
  if (items < compressedFromItems || !/\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))) {
    return reply.send(text)
  }
  void reply.header('content-encoding', 'gzip').header('vary', 'accept-encoding')
  const gzip = createGzip({ level: constants.Z_BEST_SPEED, chunkSize: 256 * 1024 })
  text.once('error', (error) => gzip.destroy(error))
  return reply.send(text.pipe(gzip))
}

async function* columnTexts(answer: object): AsyncGenerator<Buffer> {
  let separator = '{'
  for (const [name, value] of Object.entries(answer)) {
    if (value === undefined) continue
    yield Buffer.from(`${separator}${JSON.stringify(name)}:${JSON.stringify(value)}`)
    separator = ','
    await setImmediate()
  }
  yield Buffer.from(separator === '{' ? '{}' : '}')
}
