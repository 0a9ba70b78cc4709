import { type Extension, StateEffect, StateField } from '@codemirror/state'
import { Decoration, type DecorationSet, EditorView } from '@codemirror/view'
import type { SearchProblem } from '@/lib/search-problem.ts'

const setProblem = StateEffect.define<SearchProblem | undefined>()
const mark = Decoration.mark({ class: 'cm-problem' })

const field = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(setProblem)) return marksOf(effect.value, transaction.newDoc.length)
    }
    // A mark moves with its text until the text is looked at again.
    return transaction.docChanged ? marks.map(transaction.changes) : marks
  },
  provide: (marks) => EditorView.decorations.from(marks),
})

function marksOf(problem: SearchProblem | undefined, length: number): DecorationSet {
  if (!problem || length === 0) return Decoration.none
  const from = Math.min(problem.from, length)
  const to = Math.min(problem.to, length)
  if (from < to) return Decoration.set(mark.range(from, to))
  // Where something is missing, the character before it is marked.
  const at = Math.min(Math.max(from, 1), length)
  return Decoration.set(mark.range(at - 1, at))
}

/** Underlines what is wrong with a search. */
export const searchProblemMark: Extension = field

/** Marks a problem, or takes the mark away. */
export function showProblem(view: EditorView, problem: SearchProblem | undefined): void {
  view.dispatch({ effects: setProblem.of(problem) })
}
