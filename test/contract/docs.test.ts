import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseSearch, resolveSearch, searchFields } from '@hanzo/search'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const documents = [
  'README.md',
  'CONTRIBUTING.md',
  'packages/sdk/README.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
]
const textOf = (document: string): string => readFileSync(join(root, document), 'utf8')

describe.each(documents)('%s', (document) => {
  it('links to files that exist', () => {
    const links = [...textOf(document).matchAll(/\]\((?!https?:|#)([^)#\s]+)[^)]*\)/g)].map(
      ([, target]) => target ?? '',
    )
    const broken = links.filter((target) => !existsSync(join(root, dirname(document), target)))
    expect(broken).toEqual([])
  })

  it('names npm scripts that exist', () => {
    const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> }
    const named = [...textOf(document).matchAll(/npm run ([a-z][a-z:-]*)(?! -w)\b/g)].map(([, name]) => name ?? '')
    expect(named.filter((name) => !(name in scripts))).toEqual([])
  })
})

it('every decision is listed', () => {
  const pages = readdirSync(join(root, 'docs/decisions')).filter((name) => /^\d{4}-/.test(name))
  const list = textOf('docs/decisions/README.md')
  expect(pages.filter((page) => !list.includes(`](${page})`))).toEqual([])
})

it('the reference of the search language names every field', () => {
  const text = textOf('docs/search.md')
  expect(searchFields.map(({ name }) => name).filter((name) => !text.includes(`\`${name}\``))).toEqual([])
})

it('the reference of the search language shows searches that are understood', () => {
  const rows = textOf('docs/search.md')
    .split('\n')
    .filter((line) => line.startsWith('| `'))
  const shown = rows.flatMap((line) =>
    [...(line.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, code]) => code ?? ''),
  )
  const searches = shown.filter((code) => !/[.…]$|^`/.test(code))
  expect(searches.length).toBeGreaterThan(15)
  for (const search of searches) expect(() => resolveSearch(parseSearch(search), 'spans'), search).not.toThrow()
})
