import { Moment } from '@/components/time/moment.tsx'

/** The time of a row, quiet: it is there to be found, not to be read first. */
export function RecordTime({ unixNano }: { unixNano: string }) {
  return <Moment unixNano={unixNano} className="truncate text-sm whitespace-nowrap text-muted" />
}
