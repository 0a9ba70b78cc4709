import type { SeriesFigures } from './chart-series.ts'

/** The figures that a legend shows, in the order in which it does. */
export const legendFigures = ['last', 'min', 'max', 'avg', 'sum'] as const satisfies readonly (keyof SeriesFigures)[]
export type LegendFigure = (typeof legendFigures)[number]
