import type { JSONRPCMessage, Transport, TransportSendOptions } from '@modelcontextprotocol/client'

// Taken out of the message again before it is sent.
const WATCH_KEY = 'ai.hanzo/watch'

/** What a caller wants to know of its own request. */
export interface RequestWatch {
  /** Told the JSON-RPC id when the request leaves. */
  onSent?(id: string | number): void
  /** Told when the HTTP stream of the answer has ended. No answer will come after it. */
  onStreamEnd?(): void
}

/** Reaches into the messages of one transport, where the client's protocol layer has no option for it. */
export interface TransportHooks {
  /** `_meta` of the `initialize` request, which the client writes itself. */
  initializeMeta: Record<string, unknown>
  /** Adds to `_meta` what makes the transport recognise the request. `forget` is for when the request is over, sent or not. */
  watch(meta: Record<string, unknown>, watch: RequestWatch): { meta: Record<string, unknown>; forget(): void }
}

interface RequestMessage {
  id: string | number
  method: string
  params?: { _meta?: Record<string, unknown> }
}

/** Puts hooks between the protocol layer and a transport. There are as many watches as requests that are under way. */
export function hookTransport(transport: Transport): TransportHooks {
  const watches = new Map<string, RequestWatch>()
  let nextWatch = 0
  const hooks: TransportHooks = {
    initializeMeta: {},
    watch(meta, watch) {
      nextWatch += 1
      const key = String(nextWatch)
      watches.set(key, watch)
      return { meta: { ...meta, [WATCH_KEY]: key }, forget: () => void watches.delete(key) }
    },
  }
  const send = transport.send.bind(transport)
  transport.send = (message: JSONRPCMessage, options?: TransportSendOptions) => {
    if (!('method' in message && 'id' in message)) return send(message, options)
    const request = message as unknown as RequestMessage
    const { [WATCH_KEY]: key, ...meta } = request.params?._meta ?? {}
    const watch = typeof key === 'string' ? watches.get(key) : undefined
    watch?.onSent?.(request.id)
    const all = request.method === 'initialize' ? { ...hooks.initializeMeta, ...meta } : meta
    if (Object.keys(all).length === 0 && key === undefined) return send(message, options)
    const params = { ...request.params, _meta: all }
    const sendOptions =
      watch?.onStreamEnd === undefined ? options : { ...options, onRequestStreamEnd: watch.onStreamEnd }
    return send({ ...request, params } as unknown as JSONRPCMessage, sendOptions)
  }
  return hooks
}
