import type { DecodedSignal } from '../decode/decode-into.ts'
import type { OtlpEncoding } from '../decode/decoded.ts'
import type { Transcoded } from '../decode/transcode-request.ts'
import type { PackedError } from '../thread/packed-error.ts'

export interface ToJsonThread {
  id: number
  signal: DecodedSignal
  encoding: OtlpEncoding
  /** A request. Its memory moves to the thread. */
  body: Uint8Array
}

export type FromJsonThread =
  | { type: 'transcoded'; id: number; transcoded: Transcoded }
  | { type: 'failure'; id: number; error: PackedError }
