/** Every key of the console, as the `?` page lists them. */
export const shortcutGroups = [
  {
    title: 'Go to',
    shortcuts: [
      { keys: 'g t', label: 'Traces' },
      { keys: 'g l', label: 'Logs' },
      { keys: 'g m', label: 'Metrics' },
      { keys: 'g i', label: 'Ingest' },
      { keys: 'g s', label: 'Settings' },
      { keys: 'mod+k', label: 'Command palette' },
    ],
  },
  {
    title: 'On a page',
    shortcuts: [
      { keys: '/', label: 'Search' },
      { keys: 'd', label: 'Time range' },
      { keys: 'l', label: 'Live on or off' },
      { keys: 'r', label: 'Refresh' },
      { keys: '?', label: 'This list' },
    ],
  },
  {
    title: 'In a list',
    shortcuts: [
      { keys: 'j', label: 'Next row' },
      { keys: 'k', label: 'Previous row' },
      { keys: 'Enter', label: 'Open' },
      { keys: 'Esc', label: 'Close' },
    ],
  },
] as const

export interface KeyStroke {
  key: string
  at: number
}

const sequenceMilliseconds = 1000
const leaders: ReadonlySet<string> = new Set(['g'])

/**
 * True when a key completes a shortcut: one key (`l`), or two in a row within a second (`g l`).
 * A key that completes a pair does not count alone.
 */
export function completesShortcut(keys: string, pressed: KeyStroke, previous: KeyStroke | null): boolean {
  const leader =
    previous && leaders.has(previous.key) && pressed.at - previous.at <= sequenceMilliseconds ? previous.key : null
  return leader ? keys === `${leader} ${pressed.key}` : keys === pressed.key
}
