import { HighlightStyle, LanguageSupport, LRLanguage, syntaxHighlighting } from '@codemirror/language'
import type { Extension } from '@codemirror/state'
import { searchParser } from '@hanzo/search'
import { styleTags, tags } from '@lezer/highlight'

const language = LRLanguage.define({
  name: 'search',
  parser: searchParser.configure({
    props: [
      styleTags({
        Key: tags.propertyName,
        StructureKey: tags.definitionKeyword,
        'ValueWord ListWord RangeWord': tags.literal,
        'Phrase UnclosedPhrase': tags.string,
        'Or And Not ListOr To Minus': tags.logicOperator,
        Comparison: tags.compareOperator,
        'OpenParen CloseParen RangeOpen RangeClose Comma': tags.punctuation,
      }),
    ],
  }),
})

const colors = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--accent)' },
  { tag: tags.definitionKeyword, color: 'var(--kind-agent)' },
  { tag: tags.string, color: 'var(--status-ok)' },
  { tag: [tags.logicOperator, tags.compareOperator], color: 'var(--kind-agent)', fontWeight: '500' },
  { tag: tags.punctuation, color: 'var(--subtle)' },
])

/** The grammar of searches with its colours. */
export const searchLanguage: Extension = [new LanguageSupport(language), syntaxHighlighting(colors)]
