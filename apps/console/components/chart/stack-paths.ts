import type uPlot from 'uplot'

type Lower = () => readonly (number | null)[]

/** Both paths are drawn as they are: nothing is clipped to a band between two series. */
const unclipped = { clip: null, band: null, flags: 0 } as const

/** Areas between a series and what lies below it in the stack; a gap ends one. @param lower read at each drawing. */
export function areaPaths(lower: Lower): uPlot.Series.PathBuilder {
  return (plot, seriesIndex, from, to) => {
    const [times = []] = plot.data
    const upper = plot.data[seriesIndex] ?? []
    const base = lower()
    const fill = new Path2D()
    const stroke = new Path2D()
    const x = (index: number) => plot.valToPos(times[index] ?? 0, 'x', true)
    const y = (value: number | null | undefined) => plot.valToPos(value ?? 0, 'y', true)
    let index = from
    while (index <= to) {
      if (isGap(upper[index])) {
        index += 1
        continue
      }
      const start = index
      fill.moveTo(x(index), y(upper[index]))
      stroke.moveTo(x(index), y(upper[index]))
      while (index < to && !isGap(upper[index + 1])) {
        index += 1
        fill.lineTo(x(index), y(upper[index]))
        stroke.lineTo(x(index), y(upper[index]))
      }
      for (let back = index; back >= start; back -= 1) fill.lineTo(x(back), y(base[back]))
      fill.closePath()
      index += 1
    }
    return { fill, stroke, ...unclipped }
  }
}

/** Bars as wide as a bucket, each from what lies below it in the stack. Both functions are read at each drawing. */
export function barPaths(lower: Lower, stepSeconds: () => number): uPlot.Series.PathBuilder {
  return (plot, seriesIndex, from, to) => {
    const [times = []] = plot.data
    const upper = plot.data[seriesIndex] ?? []
    const base = lower()
    const fill = new Path2D()
    for (let index = from; index <= to; index += 1) {
      const value = upper[index]
      const time = times[index]
      if (isGap(value) || time === undefined) continue
      const left = plot.valToPos(time, 'x', true)
      const width = plot.valToPos(time + stepSeconds(), 'x', true) - left
      const gap = width > 4 ? Math.min(2 * devicePixelRatio, width * 0.2) : 0
      const [top, bottom] = [plot.valToPos(value ?? 0, 'y', true), plot.valToPos(base[index] ?? 0, 'y', true)]
      fill.rect(left, Math.min(top, bottom), Math.max(1, width - gap), Math.max(1, Math.abs(bottom - top)))
    }
    return { fill, stroke: null, ...unclipped }
  }
}

function isGap(value: number | null | undefined): boolean {
  return value === null || value === undefined
}
