import { genAiPreviewCharactersMax } from '@hanzo/schema/row'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { oneLine } from './one-line.ts'

/** The same by what the language has for it, reading all of the text. */
function naive(text: string): string {
  const characters = [
    ...text
      .replace(/\s+/g, ' ')
      .trim()
      .replace(/[\ud800-\udfff]/gu, '\ufffd'),
  ]
  if (characters.length <= genAiPreviewCharactersMax) return characters.join('')
  return `${characters.slice(0, genAiPreviewCharactersMax - 1).join('')}…`
}

const piece = fc.constantFrom(
  'a',
  'word',
  ' ',
  '\n\t ',
  '\u00a0',
  '\u2003',
  '\u3000',
  '\ufeff',
  'é',
  '日本',
  '😀',
  '\ud83d',
  '\ude00',
)
const text = fc.array(fc.tuple(piece, fc.integer({ min: 1, max: 60 }))).map((runs) => {
  return runs.map(([part, times]) => part.repeat(times)).join('')
})

it('gives any text as one line of so many characters', () => {
  fc.assert(
    fc.property(text, (given) => {
      fc.pre(given.length < 16 * genAiPreviewCharactersMax)
      expect(oneLine(given)).toBe(naive(given))
    }),
    { seed: 51, numRuns: 2_000 },
  )
})

it.each([-2, -1, 0, 1, 2])(
  'keeps to the limit where the text is longer by %i characters, or its last is a space',
  (more) => {
    for (const end of ['', ' ', ' x', 'x ', '😀', ' 😀']) {
      const given = 'x'.repeat(genAiPreviewCharactersMax + more) + end
      expect(oneLine(given)).toBe(naive(given))
    }
  },
)

it('gives up on a text that begins with more white space than anybody would read', () => {
  expect(oneLine(`${' '.repeat(1_000_000)}late`)).toBe('')
})
