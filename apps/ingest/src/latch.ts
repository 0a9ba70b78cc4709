/** Something that happens once, and that others wait for. */
export interface Latch {
  opened: Promise<void>
  open(): void
}

export function createLatch(): Latch {
  let resolveOpened: (() => void) | undefined
  const opened = new Promise<void>((resolve) => {
    resolveOpened = resolve
  })
  return { opened, open: () => resolveOpened?.() }
}
