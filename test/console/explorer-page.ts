import axe from 'axe-core'
import type { Page } from 'playwright-core'

interface Violation {
  id: string
  impact: string | null
  nodes: { html: string }[]
}

/** What axe finds that is serious or worse, as `rule: element`. */
export async function seriousFindings(page: Page): Promise<string[]> {
  // By the debugger, not as a script of the page: its policy allows none but its own.
  await page.evaluate(axe.source)
  const violations = await page.evaluate(async () => {
    const { axe: inPage } = window as unknown as {
      axe: { run: (node: Document) => Promise<{ violations: Violation[] }> }
    }
    return (await inPage.run(document)).violations
  })
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`))
}

/** The search of the page's address. */
export const queryOf = (page: Page): string => new URL(page.url()).searchParams.get('query') ?? ''

/** Waits until the search stands in the address. */
export async function untilQuery(page: Page, query: string): Promise<void> {
  await page.waitForURL((url) => (url.searchParams.get('query') ?? '') === query)
}

/** The search field once its editor has come. */
export async function searchEditor(page: Page) {
  await page.locator('.cm-editor').waitFor()
  return page.getByRole('searchbox')
}

/** Applies a search as one types it. */
export async function search(page: Page, text: string): Promise<void> {
  const field = await searchEditor(page)
  await field.fill(text)
  await field.press('Enter')
}
