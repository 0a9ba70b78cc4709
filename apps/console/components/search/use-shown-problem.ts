'use client'

import { useDeferredValue, useEffect, useMemo, useState } from 'react'
import type { SearchProblem } from '@/lib/search-problem.ts'

const patienceMilliseconds = 500

/** What is wrong with a text, once whoever types has paused: half a key is no mistake yet. */
export function useShownProblem(text: string, problemOf: (text: string) => SearchProblem | undefined) {
  // The text under the cursor comes first, what is said of it after.
  const settled = useDeferredValue(text)
  const problem = useMemo(() => problemOf(settled), [settled, problemOf])
  const [shownText, setShownText] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setShownText(text), patienceMilliseconds)
    return () => clearTimeout(timer)
  }, [text])
  const isShown = shownText === text && settled === text
  return { problem: isShown ? problem : undefined, showAtOnce: () => setShownText(text) }
}
