import type { CallName, FromThread, IngestCalls, ToThread } from './messages.ts'
import { unpackError } from './packed-error.ts'

interface PendingCall {
  resolve(value: unknown): void
  reject(error: unknown): void
}

/** Calls that wait for the thread's answer. */
export interface ThreadCalls {
  call<Name extends CallName>(
    name: Name,
    args: Parameters<IngestCalls[Name]>,
    transfer?: readonly ArrayBuffer[],
  ): Promise<ReturnType<IngestCalls[Name]>>
  settle(message: Extract<FromThread, { type: 'answer' | 'failure' }>): void
  /** The thread will answer none of them. */
  rejectAll(error: Error): void
  readonly count: number
}

export function createThreadCalls(post: (message: ToThread, transfer?: readonly ArrayBuffer[]) => void): ThreadCalls {
  const pending = new Map<number, PendingCall>()
  let nextId = 0

  function callNow(name: CallName, args: unknown[], transfer?: readonly ArrayBuffer[]): Promise<unknown> {
    const id = nextId++
    return new Promise((resolve, reject) => {
      post({ type: 'call', id, name, args }, transfer)
      pending.set(id, { resolve, reject })
    })
  }
  return {
    call: callNow as ThreadCalls['call'],
    settle(message) {
      const call = pending.get(message.id)
      pending.delete(message.id)
      if (message.type === 'answer') call?.resolve(message.value)
      else call?.reject(unpackError(message.error))
    },
    rejectAll(error) {
      for (const { reject } of pending.values()) reject(error)
      pending.clear()
    },
    get count() {
      return pending.size
    },
  }
}
