import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** A connection that is spoken to by hand. */
export interface RawConnection {
  socket: Socket
  text(): string
  closed: Promise<unknown>
}

export async function openRaw(port: number): Promise<RawConnection> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  let text = ''
  socket.setEncoding('latin1')
  socket.on('data', (chunk: string) => {
    text += chunk
  })
  socket.on('end', () => socket.end())
  // What the other side does to a hostile connection is what is looked at.
  socket.on('error', () => socket.destroy())
  const closed = once(socket, 'close')
  await Promise.race([once(socket, 'connect'), closed])
  return { socket, text: () => text, closed }
}

/** Opens many, a few at a time: a burst of thousands would be refused by the kernel's own queue. */
export async function openMany(
  port: number,
  count: number,
  begin?: (connection: RawConnection) => void,
): Promise<RawConnection[]> {
  const opened: RawConnection[] = []
  while (opened.length < count) {
    const some = Math.min(100, count - opened.length)
    const connections = await Promise.all(Array.from({ length: some }, () => openRaw(port)))
    if (begin) connections.forEach(begin)
    opened.push(...connections)
  }
  return opened
}

/** The status of the first answer on it; 0 when there is none. */
export function statusOf({ text }: RawConnection): number {
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(text())?.[1] ?? 0)
}

export function countStatuses(connections: readonly RawConnection[]): Map<number, number> {
  const statuses = new Map<number, number>()
  for (const connection of connections) {
    const status = statusOf(connection)
    statuses.set(status, (statuses.get(status) ?? 0) + 1)
  }
  return statuses
}

/** Waits for a condition, for a bounded time. */
export async function until(condition: () => boolean | Promise<boolean>, what: string, seconds = 60): Promise<void> {
  const deadline = performance.now() + seconds * 1_000
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`not within ${seconds} s: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
