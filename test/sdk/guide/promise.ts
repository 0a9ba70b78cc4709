import { describe, it } from 'vitest'

const claimed = new Set<string>()

/** Declares a test of what lines of the guide say; its name is those lines, if the section has any, and the guarantee that stands for them. */
export type DeclarePromise = (lines: string | string[], guarantee: string, check: () => Promise<void>) => void

/** Tests for the lines under one heading of the guide. */
export function section(heading: string, declare: (promise: DeclarePromise) => void): void {
  describe(heading, () => {
    declare((lines, guarantee, check) => {
      const all = [lines].flat()
      for (const line of all) claimed.add(`${heading} › ${line}`)
      it(all.length > 0 ? `«${all.join(' · ')}»: ${guarantee}` : guarantee, check)
    })
  })
}

/** The lines of the guide that tests were declared for, as `heading › line`. */
export const claimedLines = (): string[] => [...claimed]
