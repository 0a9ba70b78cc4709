import axe from 'axe-core'
import type { Page } from 'playwright-core'

interface Finding {
  id: string
  impact: string | null
  nodes: { html: string }[]
}

/** What axe holds to be serious or critical on a page, each with the elements that it is about. */
export async function seriousFindings(page: Page): Promise<string[]> {
  // By the debugger, not as a script of the page: its policy allows none but its own.
  await page.evaluate(axe.source)
  const violations = (await page.evaluate(
    `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations)`,
  )) as Finding[]
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .slice(0, 3)
          .map(({ html }) => html.slice(0, 200))
          .join(' | ')}`,
    )
}
