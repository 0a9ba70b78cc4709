'use client'

import { type KeyboardEvent, useCallback, useState } from 'react'
import { useShortcut } from '@/hooks/use-shortcut.ts'

interface RowKeysOptions<Row> {
  rows: readonly Row[]
  rowKey: (row: Row) => string
  /** The row that is open beside the list, if any: moving opens the next one in its place. */
  selectedKey: string | null
  pageRows: number
  onOpen: (row: Row) => void
  onMove: (index: number) => void
}

const steps: Record<string, (pageRows: number) => number> = {
  ArrowDown: () => 1,
  ArrowUp: () => -1,
  PageDown: (pageRows) => pageRows,
  PageUp: (pageRows) => -pageRows,
  Home: () => Number.NEGATIVE_INFINITY,
  End: () => Number.POSITIVE_INFINITY,
}

/** Moves through a list by keyboard: j and k from anywhere on the page, arrows, Home, End and Enter inside of it. */
export function useRowKeys<Row>({ rows, rowKey, selectedKey, pageRows, onOpen, onMove }: RowKeysOptions<Row>) {
  const [pointedKey, setActiveKey] = useState<string | null>(null)
  const activeKey = selectedKey ?? pointedKey

  const move = useCallback(
    (step: number) => {
      if (rows.length === 0) return
      const at = activeKey === null ? -1 : rows.findIndex((row) => rowKey(row) === activeKey)
      const next = at < 0 ? (step === Number.POSITIVE_INFINITY ? rows.length - 1 : 0) : at + step
      const index = Math.min(Math.max(next, 0), rows.length - 1)
      const row = rows[index]
      if (!row) return
      setActiveKey(rowKey(row))
      onMove(index)
      if (selectedKey !== null) onOpen(row)
    },
    [rows, rowKey, activeKey, selectedKey, onMove, onOpen],
  )

  const openActive = () => {
    const row = rows.find((candidate) => rowKey(candidate) === activeKey)
    if (row) onOpen(row)
  }

  useShortcut('j', () => move(1))
  useShortcut('k', () => move(-1))

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.metaKey || event.ctrlKey || event.altKey) return
    const step = steps[event.key]
    if (event.key === 'Enter' && event.target === event.currentTarget) openActive()
    else if (step) move(step(pageRows))
    else return
    event.preventDefault()
  }
  useShortcut('Enter', openActive, activeKey !== null)

  return { activeKey, setActiveKey, onKeyDown }
}
