type ProcessEvent = 'beforeExit' | 'exit'
interface Waiting {
  callbacks: Set<() => void>
  listener(): void
}

// One for the ESM and the CJS build.
const WAITING = Symbol.for('@hanzo/ai/process-callbacks')
type Shared = { [WAITING]?: Map<ProcessEvent, Waiting> }

function waiting(): Map<ProcessEvent, Waiting> {
  const shared = globalThis as Shared
  shared[WAITING] ??= new Map()
  return shared[WAITING]
}

function stopWaiting(event: ProcessEvent): void {
  const entry = waiting().get(event)
  if (entry === undefined) return
  waiting().delete(event)
  process.off(event, entry.listener)
}

function startWaiting(event: ProcessEvent): Waiting {
  const callbacks = new Set<() => void>()
  const listener = () => {
    stopWaiting(event)
    for (const call of callbacks) call()
  }
  const entry = { callbacks, listener }
  waiting().set(event, entry)
  process.on(event, listener)
  return entry
}

/**
 * Calls back once, when the process tells of an event. Callbacks share one listener, which is there while somebody waits: Node warns of a leak when more
 * than ten listen. Returns how to take the callback back.
 */
export function onceOnProcess(event: ProcessEvent, callback: () => void): () => void {
  const { callbacks } = waiting().get(event) ?? startWaiting(event)
  // A function given twice is called twice, and each time taken back by itself.
  const own = () => callback()
  callbacks.add(own)
  return () => {
    callbacks.delete(own)
    if (callbacks.size === 0 && waiting().get(event)?.callbacks === callbacks) stopWaiting(event)
  }
}
