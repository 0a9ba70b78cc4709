/** Every key of the console, as the `?` page lists them. */
export const shortcutGroups = [
  {
    title: 'Go to',
    shortcuts: [
      { keys: 'g t', label: 'Traces' },
      { keys: 'g v', label: 'Services' },
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
    title: 'On a map',
    shortcuts: [
      { keys: '+', label: 'Nearer' },
      { keys: '-', label: 'Farther' },
      { keys: '0', label: 'Whole map' },
    ],
  },
  {
    title: 'In a list',
    shortcuts: [
      { keys: 'j', label: 'Next row' },
      { keys: 'k', label: 'Previous row' },
      { keys: 'Enter', label: 'Open' },
      { keys: 'x', label: 'Open a log in place' },
      { keys: 'Esc', label: 'Close' },
    ],
  },
  {
    title: 'In a trace',
    shortcuts: [
      { keys: 'v', label: 'Next view, Shift: before' },
      { keys: 'n', label: 'Next match, Shift: before' },
      { keys: 'e', label: 'Next error, Shift: before' },
      { keys: '←', label: 'Fold, or to the parent' },
      { keys: '→', label: 'Unfold, or to the child' },
      { keys: '[', label: 'Fold a level; { all' },
      { keys: ']', label: 'Unfold a level; } all' },
      { keys: 'c', label: 'Critical path' },
      { keys: 'i', label: 'Compress idle times' },
      { keys: 'o', label: 'Logs between spans' },
      { keys: 'b', label: 'Colour by service or kind' },
      { keys: 'z', label: 'Zoom to the span' },
      { keys: '+ -', label: 'Zoom in, out' },
      { keys: ', .', label: 'Pan' },
      { keys: '0', label: 'Whole trace' },
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
