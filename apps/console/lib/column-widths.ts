import { z } from 'zod'

const storedSchema = z.record(z.string(), z.number().min(1).max(4000))

export interface SizedColumn {
  id: string
  width: number
  minWidth?: number | undefined
  grow?: boolean | undefined
}

/** Widths that the reader chose, by column; none for text that is no such record. */
export function parseWidths(text: string | null): Record<string, number> {
  if (!text) return {}
  try {
    const parsed = storedSchema.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : {}
  } catch (error) {
    if (error instanceof SyntaxError) return {}
    throw error
  }
}

/** What a column needs as long as nobody gave it a width. */
const least = (column: SizedColumn) => column.minWidth ?? column.width

/** The CSS grid of the columns: where there is little room those with a least width shrink to it; one that grows takes what is left. */
export function gridTemplate(columns: readonly SizedColumn[], widths: Record<string, number>): string {
  return columns
    .map((column) => {
      const width = widths[column.id]
      if (width !== undefined) return `${width}px`
      if (!column.grow && column.minWidth === undefined) return `${column.width}px`
      return `minmax(${least(column)}px, ${column.grow ? '1fr' : `${column.width}px`})`
    })
    .join(' ')
}

/** The least that all columns need, in pixels. */
export function leastWidth(columns: readonly SizedColumn[], widths: Record<string, number>): number {
  return columns.reduce((sum, column) => sum + (widths[column.id] ?? least(column)), 0)
}
