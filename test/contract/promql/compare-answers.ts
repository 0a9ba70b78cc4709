interface Answer {
  status: number
  body: unknown
}

interface Data {
  resultType: string
  result: unknown
}

type Sample = readonly [time: number, value: string]

const tolerance = 1e-9

/**
 * What two answers of the API differ in.
 * @returns nothing where they say the same: labels and times equal, values within 1e-9 of each other, errors of one kind.
 */
export function differenceOf(ours: Answer, theirs: Answer, isOrdered = false): string | undefined {
  const [mine, other] = [ours.body, theirs.body] as Record<string, unknown>[]
  if (ours.status !== theirs.status || mine?.errorType !== other?.errorType) {
    return `answered ${ours.status} ${JSON.stringify(mine).slice(0, 300)}, Prometheus ${theirs.status} ${JSON.stringify(other).slice(0, 300)}`
  }
  if (ours.status !== 200) return undefined
  const [a, b] = [mine?.data, other?.data] as [Data, Data]
  if (a.resultType !== b.resultType) return `a ${a.resultType}, Prometheus a ${b.resultType}`
  if (a.resultType === 'scalar') return sampleDifference(a.result as Sample, b.result as Sample)
  if (a.resultType === 'string') return JSON.stringify(a.result) === JSON.stringify(b.result) ? undefined : 'other text'
  return seriesDifference(seriesOf(a), seriesOf(b), isOrdered)
}

function seriesOf({ result }: Data): Map<string, Sample[]> {
  const list = result as { metric: Record<string, string>; value?: Sample; values?: Sample[] }[]
  return new Map(list.map(({ metric, value, values }) => [keyOf(metric), values ?? (value ? [value] : [])]))
}

const keyOf = (metric: Record<string, string>) =>
  JSON.stringify(Object.entries(metric).sort(([a], [b]) => (a < b ? -1 : 1)))

function seriesDifference(a: Map<string, Sample[]>, b: Map<string, Sample[]>, isOrdered: boolean): string | undefined {
  const [mine, theirs] = [[...a.keys()], [...b.keys()]].map((keys) => (isOrdered ? keys : keys.sort()))
  if (JSON.stringify(mine) !== JSON.stringify(theirs)) {
    const missing = theirs?.filter((key) => !a.has(key)).slice(0, 3)
    const added = mine?.filter((key) => !b.has(key)).slice(0, 3)
    return `${a.size} series, Prometheus ${b.size}; missing ${missing?.join(' ')}; added ${added?.join(' ')}`
  }
  for (const [key, samples] of a) {
    const others = b.get(key) ?? []
    if (samples.length !== others.length) return `${key}: ${samples.length} samples, Prometheus ${others.length}`
    for (const [index, sample] of samples.entries()) {
      const difference = sampleDifference(sample, others[index] ?? [0, ''])
      if (difference) return `${key}: ${difference}`
    }
  }
  return undefined
}

function sampleDifference([time, value]: Sample, [theirTime, theirValue]: Sample): string | undefined {
  const [mine, theirs] = [numberOf(value), numberOf(theirValue)]
  const isSame =
    Object.is(mine, theirs) ||
    mine === theirs ||
    Math.abs(mine - theirs) <= tolerance * Math.max(Math.abs(mine), Math.abs(theirs), tolerance)
  return Math.abs(time - theirTime) < 1e-6 && isSame
    ? undefined
    : `${value} at ${time}, Prometheus ${theirValue} at ${theirTime}`
}

const numberOf = (text: string): number =>
  text.endsWith('Inf') ? Number(text.replace('Inf', 'Infinity')) : Number(text)
