import type { Snippet } from './read-guide.ts'

/**
 * The guide leaves parts of its snippets out. These rules put declared variables in their places, and nothing else is changed.
 * `headings` names every snippet a rule must match, so that a changed guide is noticed.
 */
interface Elision {
  pattern: RegExp
  replacement: string
  headings: string[]
}

export const elisions: Elision[] = [
  {
    // `// ...` and `// ... other config` stand for further options.
    pattern: /^(\s*)\/\/ \.\.\.(?: other config)?$/gm,
    replacement: '$1...otherConfig,',
    headings: ['Local Telemetry', 'Network Telemetry', 'Debug Mode'],
  },
  {
    pattern: /messages: \[\.\.\.\]/g,
    replacement: 'messages',
    headings: ['Session Tracking', 'Network Telemetry'],
  },
  {
    // The address of the service is that of the platform under test.
    pattern: /cloudUrl: 'https:\/\/cloud\.hanzo\.ai'/g,
    replacement: 'cloudUrl: process.env.PLATFORM_URL!',
    headings: ['Hanzo Cloud Integration'],
  },
]

/** The headings of the snippets that a rule matches. */
export const headingsOf = ({ pattern }: Elision, snippets: Snippet[]): string[] =>
  snippets.filter(({ text }) => text.search(pattern) >= 0).map(({ heading }) => heading)

/** A snippet with its elisions filled in. */
export const fillElisions = (text: string): string =>
  elisions.reduce((filled, { pattern, replacement }) => filled.replaceAll(pattern, replacement), text)
