import { timeSchema } from '@hanzo/schema/api'
import { createParser } from 'nuqs/server'
import { defaultTimeRange } from './time-range.ts'

/** A moment in a URL; one that cannot be read counts as absent. Relative moments stay as they are. */
const parseAsTime = createParser({
  parse: (text) => {
    const time = timeSchema.safeParse(text)
    return time.success ? time.data : null
  },
  serialize: (time: string) => time,
})

/** `from` and `to` of every page; absent from the URL at their defaults. */
export const timeSearchParams = {
  from: parseAsTime.withDefault(defaultTimeRange.from),
  to: parseAsTime.withDefault(defaultTimeRange.to),
}
