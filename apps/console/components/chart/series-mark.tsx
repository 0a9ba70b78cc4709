import { cssColor } from './css-color.ts'

/** The line of a series in small, as its chart draws it: broken for what is compared with. */
export function SeriesMark({ color, isPast = false }: { color: string; isPast?: boolean | undefined }) {
  const css = cssColor(color)
  const background = isPast ? `repeating-linear-gradient(90deg, ${css} 0 3px, transparent 3px 5px)` : css
  return <span aria-hidden="true" className="h-0.5 w-3 shrink-0 rounded-full" style={{ background }} />
}
