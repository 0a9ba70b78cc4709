'use client'

import { useQueryStates } from 'nuqs'
import { Segmented } from '@/components/ui/segmented.tsx'
import { heatmapSearchParams } from './heatmap-selection.ts'

const charts = [
  { value: 'count', label: 'Count' },
  { value: 'latency', label: 'Latency' },
] as const

/** Which chart stands above a list of spans; the address keeps it. */
export function useSpanChart() {
  const [{ chart }, setSearch] = useQueryStates(heatmapSearchParams, { history: 'push' })
  return { chart, setChart: (next: typeof chart) => void setSearch({ chart: next, selection: null }) }
}

export function ChartSwitch() {
  const { chart, setChart } = useSpanChart()
  return <Segmented label="Chart" value={chart} options={charts} onValueChange={setChart} className="h-6" />
}
