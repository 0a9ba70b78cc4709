'use client'

import { useEffect, useState } from 'react'

/** The clock, milliseconds since the epoch, read again every `everyMilliseconds`. */
export function useNow(everyMilliseconds = 10_000): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMilliseconds)
    return () => clearInterval(timer)
  }, [everyMilliseconds])
  return now
}
