'use client'

import type { EditorView } from '@codemirror/view'
import { useEffect, useEffectEvent, useRef } from 'react'
import { flushSync } from 'react-dom'
import type { SearchProblem } from '@/lib/search-problem.ts'
import { createSearchEditor } from './create-search-editor.ts'
import type { CompletionParts } from './search-completion.ts'
import { showProblem } from './search-problem-mark.ts'

export interface SearchEditorProps {
  text: string
  label: string
  placeholder: string
  /** What is underlined. */
  problem: SearchProblem | undefined
  /** The id of the element that tells of the problem. */
  problemId: string
  completion: CompletionParts
  onText: (text: string) => void
  /** Enter. */
  onApply: () => void
  /** Options are offered, or no longer. */
  onOffer: (isOffering: boolean) => void
  /** Once it can be typed into: takes how to put the cursor in. */
  onReady: (focus: (select: 'all' | 'end') => void) => void
}

/** The search field with colours, completion and marks. */
export function SearchEditor(props: SearchEditorProps) {
  const { text, problem, problemId } = props
  const parent = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(undefined)
  const onText = useEffectEvent((typed: string) => {
    // At once: a key that comes before React has rendered would apply the text of before, or be taken back.
    if (typed !== props.text) flushSync(() => props.onText(typed))
  })
  const onApply = useEffectEvent(() => props.onApply())
  const onOffer = useEffectEvent((isOffering: boolean) => props.onOffer(isOffering))
  const create = useEffectEvent((element: HTMLDivElement) =>
    createSearchEditor({
      ...{ parent: element, text, label: props.label, placeholder: props.placeholder },
      completion: props.completion,
      onText: (typed) => onText(typed),
      onApply: () => onApply(),
      onOffer: (isOffering) => onOffer(isOffering),
    }),
  )
  const onReady = useEffectEvent((editor: EditorView) => props.onReady((select) => focusEditor(editor, select)))
  useEffect(() => {
    if (!parent.current) return
    const editor = create(parent.current)
    view.current = editor
    onReady(editor)
    return () => editor.destroy()
  }, [])
  // The back button, or a facet that was clicked.
  useEffect(() => {
    const editor = view.current
    if (!editor || editor.state.doc.toString() === text) return
    editor.dispatch({
      changes: { from: 0, to: editor.state.doc.length, insert: text },
      selection: { anchor: text.length },
    })
  }, [text])
  useEffect(() => {
    const editor = view.current
    if (!editor) return
    showProblem(editor, problem)
    editor.contentDOM.setAttribute('aria-invalid', String(problem !== undefined))
    if (problem) editor.contentDOM.setAttribute('aria-describedby', problemId)
    else editor.contentDOM.removeAttribute('aria-describedby')
  }, [problem, problemId])
  return <div ref={parent} className="min-w-0 flex-1" />
}

function focusEditor(editor: EditorView, select: 'all' | 'end'): void {
  editor.focus()
  const { length } = editor.state.doc
  editor.dispatch({ selection: { anchor: select === 'all' ? 0 : length, head: length } })
}
