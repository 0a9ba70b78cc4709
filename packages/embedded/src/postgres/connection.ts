import { randomInt, timingSafeEqual } from 'node:crypto'
import type { Socket } from 'node:net'
import type { SharedSession, TransactionStatus } from './shared-session.ts'
import { StatementNames } from './statement-names.ts'
import { errorResponse, type FrontendMessage, MessageReader, message, READY_IDLE } from './wire-messages.ts'

export interface ConnectionOptions {
  id: number
  socket: Socket
  session: SharedSession<Connection>
  password: string
  transactionIdleMsMax: number
}

const AUTHENTICATION_OK = 0
const AUTHENTICATION_CLEARTEXT_PASSWORD = 3
// PGlite has no way to wait for a client's rows, and ends when it is asked to.
const COPY_FROM_CLIENT = /\bcopy\b[\s\S]*\bfrom\s+stdin\b/i

/** One client: reads its messages in order, sends them to the shared session in its turn, and writes the answers. */
export class Connection {
  readonly #options: ConnectionOptions
  readonly #socket: Socket
  readonly #reader = new MessageReader()
  readonly #names: StatementNames
  #phase: 'startup' | 'password' | 'ready' = 'startup'
  #status: TransactionStatus = 'I'
  #isRefusingUntilSync = false
  #idleTimer: NodeJS.Timeout | undefined

  constructor(options: ConnectionOptions) {
    this.#options = options
    this.#socket = options.socket
    this.#names = new StatementNames(options.id)
  }

  /** Serves the client until it leaves; then undoes what it left open. */
  async serve(): Promise<void> {
    this.#socket.setNoDelay(true)
    try {
      for await (const chunk of this.#socket) {
        clearTimeout(this.#idleTimer)
        this.#reader.push(chunk as Buffer)
        if (!(await this.#readMessages())) break
      }
    } catch {
      // A reset connection ends like a closed one; a broken engine ends this process by itself.
    } finally {
      clearTimeout(this.#idleTimer)
      this.#socket.destroy()
      await this.#leave()
    }
  }

  /** @returns false when the connection is over. */
  async #readMessages(): Promise<boolean> {
    for (;;) {
      if (this.#phase === 'startup') {
        const startup = this.#reader.readStartup()
        if (startup === undefined) return true
        if (startup.kind === 'encryption-request') this.#socket.write('N')
        else if (startup.kind === 'startup') this.#askPassword(startup.minorVersion)
        // A cancel request has no answer, and the engine runs one statement to its end.
        else return false
        continue
      }
      const incoming = this.#reader.read()
      if (incoming === undefined) return true
      if (incoming.type === 'X') return false
      if (this.#phase === 'password') {
        if (!this.#checkPassword(incoming)) return false
        continue
      }
      await this.#forward(incoming)
    }
  }

  #askPassword(minorVersion: number): void {
    if (minorVersion > 0) this.#socket.write(message('v', 0, 0))
    this.#socket.write(message('R', AUTHENTICATION_CLEARTEXT_PASSWORD))
    this.#phase = 'password'
  }

  #checkPassword({ type, body }: FrontendMessage): boolean {
    const expected = Buffer.from(`${this.#options.password}\0`)
    if (type !== 'p' || body.length !== expected.length || !timingSafeEqual(body, expected)) {
      this.#socket.end(errorResponse('FATAL', '28P01', 'password authentication failed'))
      return false
    }
    this.#socket.write(message('R', AUTHENTICATION_OK))
    this.#socket.write(this.#options.session.parameterStatuses)
    this.#socket.write(message('K', this.#options.id, randomInt(2 ** 31)))
    this.#socket.write(READY_IDLE)
    this.#phase = 'ready'
    return true
  }

  async #forward(incoming: FrontendMessage): Promise<void> {
    if (this.#isRefusingUntilSync && incoming.type !== 'S') return
    this.#isRefusingUntilSync = false
    const { session } = this.#options
    await session.turns.take(this)
    if (isCopyFromClient(incoming)) {
      this.#refuseCopy(incoming)
    } else {
      const write = (bytes: Buffer) => void this.#socket.write(bytes)
      const status = await session.send(this.#names.translate(incoming), write)
      if (status !== undefined) this.#status = status
      // No status yet: an extended query is in progress, and belongs together until its Sync.
      if (status === undefined) return
    }
    if (this.#status === 'I') session.turns.pass(this)
    else this.#limitIdleTransaction()
  }

  #refuseCopy(incoming: FrontendMessage): void {
    this.#socket.write(errorResponse('ERROR', '0A000', 'COPY FROM STDIN is not supported by the embedded PostgreSQL'))
    if (incoming.type === 'P') this.#isRefusingUntilSync = true
    else this.#socket.write(message('Z', Buffer.from(this.#status)))
  }

  /** Everybody else waits for the end of a transaction: one that its client forgot must end too. */
  #limitIdleTransaction(): void {
    clearTimeout(this.#idleTimer)
    this.#idleTimer = setTimeout(() => {
      this.#socket.end(errorResponse('FATAL', '25P03', 'transaction was idle for too long'))
      this.#socket.destroySoon()
    }, this.#options.transactionIdleMsMax)
  }

  async #leave(): Promise<void> {
    const { session } = this.#options
    const closeStatements = this.#names.closeAll()
    if (!session.turns.has(this) && closeStatements.length === 0) return
    await session.turns.take(this)
    try {
      const ignore = () => undefined
      for (const bytes of [...closeStatements, message('S')])
        this.#status = (await session.send(bytes, ignore)) ?? this.#status
      if (this.#status !== 'I') await session.send(message('Q', 'ROLLBACK'), ignore)
    } catch {
      // A broken engine has nothing left to undo; its process ends.
    } finally {
      session.turns.pass(this)
    }
  }
}

function isCopyFromClient({ type, body }: FrontendMessage): boolean {
  return (type === 'Q' || type === 'P') && COPY_FROM_CLIENT.test(body.toString('utf8'))
}
