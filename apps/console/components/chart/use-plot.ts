import { type RefObject, useEffect, useEffectEvent, useMemo, useRef } from 'react'
import uPlot from 'uplot'
import type { ChartKind, ChartSeries } from './chart-series.ts'
import { type PlotState, plotOptions } from './plot-options.ts'
import { stackSeries } from './stack-series.ts'
import { useThemeChange } from './use-theme-change.ts'

interface PlotInput {
  times: readonly number[]
  series: readonly ChartSeries[]
  hidden: ReadonlySet<string>
  /** The series that stands out, the others fade; `null` for all alike. */
  focused: string | null
  kind: ChartKind
  state: Omit<PlotState, 'stack'>
}

/**
 * Keeps a plot in an element. A new plot is made only when the lines are others; points, range, visibility, size and
 * theme change the one that stands.
 */
export function usePlot(container: RefObject<HTMLDivElement | null>, input: PlotInput): void {
  const plot = useRef<uPlot | null>(null)
  const { times, series, hidden, focused, kind, state } = input
  const stack = useMemo(() => (kind === 'line' ? null : stackSeries(series, hidden)), [kind, series, hidden])
  const lines = `${kind}\n${series.map((one) => `${one.key} ${one.color} ${one.isPast ?? false}`).join('\n')}`
  const unit = state.format.axis
  const currentState = useEffectEvent(() => ({ ...state, stack }))
  const dataOf = useEffectEvent(
    (): uPlot.AlignedData => [[...times], ...series.map((one, index) => [...(stack?.[index]?.upper ?? one.values)])],
  )
  const create = useEffectEvent((element: HTMLDivElement) => {
    const size = { width: element.clientWidth, height: element.clientHeight }
    return new uPlot(plotOptions(series, kind, size, currentState), dataOf(), element)
  })

  // biome-ignore lint/correctness/useExhaustiveDependencies: the lines and their unit decide when a new plot is needed
  useEffect(() => {
    const element = container.current
    if (!element) return
    const created = create(element)
    plot.current = created
    const observer = new ResizeObserver(() =>
      created.setSize({ width: element.clientWidth, height: element.clientHeight }),
    )
    observer.observe(element)
    return () => {
      observer.disconnect()
      created.destroy()
      plot.current = null
    }
  }, [container, lines, unit])

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new plot, or a new range, takes the data again
  useEffect(() => plot.current?.setData(dataOf()), [times, series, stack, state.from, state.to, state.thresholds, unit])

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new plot shows every line until it is told
  useEffect(() => {
    const current = plot.current
    if (!current) return
    current.batch(() => {
      series.forEach(({ key }, index) => {
        const show = !hidden.has(key)
        if (current.series[index + 1]?.show !== show) current.setSeries(index + 1, { show }, false)
      })
      const at = focused === null ? -1 : series.findIndex(({ key }) => key === focused)
      current.setSeries(at < 0 ? null : at + 1, { focus: true }, false)
    })
  }, [hidden, focused, lines, unit])

  useThemeChange(() => plot.current?.redraw(false, true))
}
