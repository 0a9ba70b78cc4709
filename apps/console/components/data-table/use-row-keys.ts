'use client'

import { type KeyboardEvent, useCallback, useState } from 'react'
import { useShortcut } from '@/hooks/use-shortcut.ts'
import type { DataTableExpansion } from './column.ts'

interface RowKeysOptions<Row> {
  rows: readonly Row[]
  rowKey: (row: Row) => string
  /** The row that is open beside the list, if any: moving opens the next one in its place. */
  selectedKey: string | null
  pageRows: number
  onOpen: (row: Row) => void
  onMove: (index: number) => void
  /** Where rows open in place: Space does it, and the arrows to the right and left. */
  expansion?: DataTableExpansion<Row> | undefined
}

const steps: Record<string, (pageRows: number) => number> = {
  ArrowDown: () => 1,
  ArrowUp: () => -1,
  PageDown: (pageRows) => pageRows,
  PageUp: (pageRows) => -pageRows,
  Home: () => Number.NEGATIVE_INFINITY,
  End: () => Number.POSITIVE_INFINITY,
}

/** Moves through a list by keyboard: j, k and x from anywhere on the page, arrows, Home, End, Enter and Space inside of it. */
export function useRowKeys<Row>(options: RowKeysOptions<Row>) {
  const { rows, rowKey, selectedKey, pageRows, onOpen, onMove, expansion } = options
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

  /** @returns whether the key was one of these. */
  const expandBy = (key: string): boolean => {
    const row = expansion && rows.find((candidate) => rowKey(candidate) === activeKey)
    if (!expansion || !row || activeKey === null) return false
    const isOpen = expansion.isOpen(activeKey)
    if (key !== ' ' && key !== (isOpen ? 'ArrowLeft' : 'ArrowRight')) return false
    expansion.onToggle(row)
    return true
  }

  useShortcut('j', () => move(1))
  useShortcut('k', () => move(-1))

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.metaKey || event.ctrlKey || event.altKey) return
    // Inside of an open row keys are those of what stands there.
    if (event.target instanceof Element && event.target.closest('[data-row-detail], button, a')) return
    const step = steps[event.key]
    if (expandBy(event.key)) event.preventDefault()
    else if (event.key === 'Enter' && event.target === event.currentTarget) openActive()
    else if (step) move(step(pageRows))
    else return
    event.preventDefault()
  }
  useShortcut('Enter', openActive, activeKey !== null)
  useShortcut('x', () => expandBy(' '), expansion !== undefined && activeKey !== null)

  return { activeKey, setActiveKey, onKeyDown }
}
