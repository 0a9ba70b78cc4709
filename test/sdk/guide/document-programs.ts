import { readFileSync } from 'node:fs'
import { readGuide } from './read-guide.ts'

export interface DocumentProgram {
  /** Of its file among the programs. */
  name: string
  /** Where it stands, for the name of a test. */
  title: string
  text: string
}

const documents = {
  readme: 'packages/sdk/README.md',
  migration: 'docs/sdk/migration-from-opentelemetry.md',
  troubleshooting: 'docs/sdk/troubleshooting.md',
}

/** The TypeScript of the SDK's own pages. Each block is a whole module, so that a reader can take it as it is, and so does the test. */
export function readDocumentPrograms(): DocumentProgram[] {
  return Object.entries(documents).flatMap(([name, path]) => {
    const markdown = readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8')
    const blocks = readGuide(markdown).snippets.filter(({ language }) => language === 'ts')
    return blocks.map(({ heading, text }, index) => ({
      name: `${name}-${'abcdefghijklmnopqrstuvwxyz'[index]}`,
      title: `${path}: ${heading}`,
      text,
    }))
  })
}
