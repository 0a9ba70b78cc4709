import { type FrontendMessage, message } from './wire-messages.ts'

/**
 * Gives the prepared statements of one connection names of their own: all connections share one PostgreSQL session,
 * in which two clients would otherwise overwrite each other's "s1".
 */
export class StatementNames {
  readonly #prefix: string
  readonly #prepared = new Set<string>()

  constructor(connectionId: number) {
    this.#prefix = `c${connectionId}_`
  }

  /** The message as the engine must see it. */
  translate(incoming: FrontendMessage): Buffer {
    const { type, body, bytes } = incoming
    if (type === 'P') return this.#translateAt(incoming, 0, true)
    if (type === 'B') return this.#translateAt(incoming, body.indexOf(0) + 1, false)
    if ((type === 'D' || type === 'C') && body[0] === 'S'.charCodeAt(0)) return this.#translateAt(incoming, 1, false)
    return bytes
  }

  /** Messages that remove what the connection prepared. */
  closeAll(): Buffer[] {
    return [...this.#prepared].map((name) => message('C', Buffer.from('S'), name))
  }

  #translateAt({ type, body, bytes }: FrontendMessage, at: number, isPreparing: boolean): Buffer {
    const end = body.indexOf(0, at)
    if (end <= at) return bytes
    const name = this.#prefix + body.toString('utf8', at, end)
    if (isPreparing) this.#prepared.add(name)
    return message(type, body.subarray(0, at), name, body.subarray(end + 1))
  }
}
