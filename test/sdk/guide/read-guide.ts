import { readFileSync } from 'node:fs'

/** One fenced block, under the heading nearest above it. */
export interface Snippet {
  heading: string
  language: string
  text: string
}

export interface Guide {
  snippets: Snippet[]
  /** Every line that says something: prose, list items and the comments in snippets, as `heading › line`. */
  statements: string[]
}

const guideFile = new URL('../../../docs/telemetry-guide.md', import.meta.url)
const elision = /^\.\.\./

/** Reads the telemetry guide as it is now. */
export function readGuide(markdown = readFileSync(guideFile, 'utf8')): Guide {
  const guide: Guide = { snippets: [], statements: [] }
  let heading = ''
  let snippet: Snippet | undefined
  const state = (text: string) => guide.statements.push(`${heading} › ${text}`)
  for (const line of markdown.split('\n')) {
    const fence = line.match(/^```(\w*)/)
    if (fence && snippet) {
      guide.snippets.push(snippet)
      snippet = undefined
    } else if (fence) {
      snippet = { heading, language: fence[1] ?? '', text: '' }
    } else if (snippet) {
      snippet.text += `${line}\n`
      const comment = line.match(/^\s*\/\/ (.*)$/)?.[1]
      if (comment !== undefined && !elision.test(comment)) state(comment.replace(/^- /, ''))
    } else if (line.startsWith('#')) {
      heading = line.replace(/^#+ (\d+\. )?/, '')
    } else if (line.trim() !== '') {
      state(line.replace(/^(- |\d+\. )/, '').trim())
    }
  }
  return guide
}
