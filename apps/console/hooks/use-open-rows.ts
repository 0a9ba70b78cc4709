'use client'

import { useCallback, useState } from 'react'

/** More open rows than so many close the first of them: each holds all of its record. */
const openMost = 50

/** Which rows of a list are open in place. */
export function useOpenRows<Row>(rowKey: (row: Row) => string) {
  const [openKeys, setOpenKeys] = useState<ReadonlySet<string>>(new Set())
  const onToggle = useCallback(
    (row: Row) =>
      setOpenKeys((current) => {
        const key = rowKey(row)
        const others = [...current].filter((other) => other !== key)
        return new Set(current.has(key) ? others : [...others, key].slice(-openMost))
      }),
    [rowKey],
  )
  const closeAll = useCallback(() => setOpenKeys(new Set()), [])
  return { isOpen: (key: string) => openKeys.has(key), openCount: openKeys.size, onToggle, closeAll }
}
