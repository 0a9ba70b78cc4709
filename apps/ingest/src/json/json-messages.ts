import type { DecodedSignal } from '../decode/decode-into.ts'
import type { Transcoded } from '../decode/transcode-json.ts'
import type { PackedError } from '../thread/packed-error.ts'

export interface ToJsonThread {
  id: number
  signal: DecodedSignal
  /** A request in JSON. Its memory moves to the thread. */
  json: Uint8Array
}

export type FromJsonThread =
  | { type: 'transcoded'; id: number; transcoded: Transcoded }
  | { type: 'failure'; id: number; error: PackedError }
