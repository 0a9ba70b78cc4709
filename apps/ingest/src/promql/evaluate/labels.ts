/** Labels of a series by name, none of them empty. `key` is equal for equal ones. */
export interface Labels {
  readonly key: string
  readonly pairs: readonly (readonly [name: string, value: string])[]
}

export const metricNameLabel = '__name__'

const keyOf = (pairs: Labels['pairs']): string =>
  pairs.map(([name, value]) => `${name.length}:${name}=${value.length}:${value},`).join('')

/** @param entries in any order, each name once; empty values are no labels. */
export function labelsOf(entries: Iterable<readonly [name: string, value: string]>): Labels {
  const pairs = [...entries].filter(([, value]) => value !== '').sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  return { key: keyOf(pairs), pairs }
}

export const noLabels: Labels = labelsOf([])

/** @returns `''` for a label that is not there. */
export function labelValue({ pairs }: Labels, name: string): string {
  for (const pair of pairs) if (pair[0] === name) return pair[1]
  return ''
}

/** Pairs stay in order when some are left out. */
function filtered({ pairs }: Labels, keep: (name: string) => boolean): Labels {
  const kept = pairs.filter(([name]) => keep(name))
  return { key: keyOf(kept), pairs: kept }
}

export const keepLabels = (labels: Labels, names: ReadonlySet<string>): Labels =>
  filtered(labels, (name) => names.has(name))

export const dropLabels = (labels: Labels, names: ReadonlySet<string>): Labels =>
  filtered(labels, (name) => !names.has(name))

export const dropMetricName = (labels: Labels): Labels => filtered(labels, (name) => name !== metricNameLabel)

/** @param value `''` takes the label away. */
export function withLabel(labels: Labels, name: string, value: string): Labels {
  return labelsOf([...labels.pairs.filter((pair) => pair[0] !== name), [name, value]])
}

/** As Prometheus orders series: name by name, value by value. */
export function compareLabels({ pairs: a }: Labels, { pairs: b }: Labels): number {
  for (let index = 0; index < a.length && index < b.length; index++) {
    const [nameA = '', valueA = ''] = a[index] ?? []
    const [nameB = '', valueB = ''] = b[index] ?? []
    if (nameA !== nameB) return nameA < nameB ? -1 : 1
    if (valueA !== valueB) return valueA < valueB ? -1 : 1
  }
  return a.length - b.length
}

/** As people write them, for messages. */
export function printLabels({ pairs }: Labels): string {
  return `{${pairs.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(', ')}}`
}
