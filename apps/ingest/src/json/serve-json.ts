import { setImmediate as nextTurn } from 'node:timers/promises'
import { type Transcoded, transcodeRequest } from '../decode/transcode-request.ts'
import type { MessageEnd } from '../thread/messages.ts'
import { ownBytes } from '../thread/own-bytes.ts'
import { packError } from '../thread/packed-error.ts'
import type { FromJsonThread, ToJsonThread } from './json-messages.ts'

/** How long one request is worked on before the next one in the thread has its turn. */
const sliceMs = 5

/** Makes requests in protobuf that is quickly read of others for the thread at the other end of `port`: several by turns, so that small ones pass a large one. */
export function serveJson(port: MessageEnd<FromJsonThread, ToJsonThread>): void {
  async function transcode({ id, signal, encoding, body: sent }: ToJsonThread): Promise<void> {
    try {
      const { body, ...told } = await inSlices(transcodeRequest(signal, encoding, sent))
      const owned = ownBytes(body)
      port.postMessage({ type: 'transcoded', id, transcoded: { ...told, body: owned } }, [owned.buffer])
    } catch (error) {
      port.postMessage({ type: 'failure', id, error: packError(error) })
    }
  }
  port.on('message', (message) => void transcode(message))
}

async function inSlices(transcoding: Generator<void, Transcoded>): Promise<Transcoded> {
  for (;;) {
    const until = performance.now() + sliceMs
    while (performance.now() < until) {
      const { done, value } = transcoding.next()
      if (done) return value
    }
    await nextTurn()
  }
}
