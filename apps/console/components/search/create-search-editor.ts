import {
  acceptCompletion,
  autocompletion,
  closeCompletion,
  completionStatus,
  moveCompletionSelection,
  startCompletion,
} from '@codemirror/autocomplete'
import { history, historyKeymap, standardKeymap } from '@codemirror/commands'
import { bracketMatching } from '@codemirror/language'
import { EditorState, type Extension } from '@codemirror/state'
import { EditorView, keymap, placeholder, tooltips } from '@codemirror/view'
import { type CompletionParts, renderCount, searchCompletions } from './search-completion.ts'
import { searchLanguage } from './search-language.ts'
import { searchProblemMark } from './search-problem-mark.ts'
import { searchTheme } from './search-theme.ts'

export interface SearchEditorOptions {
  parent: HTMLElement
  text: string
  label: string
  placeholder: string
  completion: CompletionParts
  onText: (text: string) => void
  /** Enter. */
  onApply: () => void
  /** Options are offered, or no longer. */
  onOffer: (isOffering: boolean) => void
}

/** An editor of one search: what it is told of later is its text and its marks. */
export function createSearchEditor(options: SearchEditorOptions): EditorView {
  return new EditorView({
    parent: options.parent,
    state: EditorState.create({
      doc: options.text,
      selection: { anchor: options.text.length },
      extensions: [
        history(),
        searchLanguage,
        bracketMatching(),
        searchProblemMark,
        searchTheme,
        completion(options.completion),
        keys(options.onApply),
        oneLine,
        EditorView.lineWrapping,
        // Where nothing cuts it off.
        tooltips({ parent: document.body }),
        placeholder(options.placeholder),
        EditorView.contentAttributes.of({
          role: 'searchbox',
          'aria-label': options.label,
          'aria-multiline': 'false',
          spellcheck: 'false',
          autocapitalize: 'off',
        }),
        EditorView.updateListener.of(({ docChanged, startState, state, view: updated, focusChanged }) => {
          const isOffering = completionStatus(state) === 'active'
          if (isOffering !== (completionStatus(startState) === 'active')) options.onOffer(isOffering)
          if (docChanged) options.onText(state.doc.toString())
          // Searches of before are offered while there is none.
          const isEmptied = state.doc.length === 0 && (focusChanged || docChanged)
          if (isEmptied && updated.hasFocus) startCompletion(updated)
        }),
      ],
    }),
  })
}

function completion(parts: CompletionParts): Extension {
  return autocompletion({
    override: [searchCompletions(parts)],
    // Enter applies the search: an option is chosen first, by arrows or Tab.
    selectOnOpen: false,
    icons: false,
    activateOnTypingDelay: 0,
    interactionDelay: 0,
    addToOptions: [{ render: renderCount, position: 90 }],
  })
}

function keys(onApply: () => void): Extension {
  return keymap.of([
    {
      key: 'Enter',
      run: (view) => {
        // What is offered was for typing on: it would take the next Escape.
        closeCompletion(view)
        onApply()
        return true
      },
    },
    { key: 'Tab', run: (view) => acceptCompletion(view) || acceptFirst(view) },
    {
      key: 'Escape',
      run: (view) => {
        view.contentDOM.blur()
        return true
      },
    },
    ...historyKeymap,
    ...standardKeymap,
  ])
}

/** Tab takes the first option; without any it leaves the field. */
function acceptFirst(view: EditorView): boolean {
  if (completionStatus(view.state) !== 'active') return false
  return moveCompletionSelection(true)(view) && acceptCompletion(view)
}

/** Lines that are pasted become one. */
const oneLine = EditorState.transactionFilter.of((transaction) => {
  if (!transaction.docChanged || transaction.newDoc.lines === 1) return transaction
  const flat = transaction.newDoc.toString().replace(/\s*\n\s*/g, ' ')
  return [
    {
      changes: { from: 0, to: transaction.startState.doc.length, insert: flat },
      selection: { anchor: Math.min(flat.length, transaction.newSelection.main.head) },
      scrollIntoView: true,
    },
  ]
})
