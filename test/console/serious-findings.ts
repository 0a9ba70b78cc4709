import axe from 'axe-core'
import type { Page } from 'playwright-core'

interface Finding {
  id: string
  impact: string | null
  nodes: { html: string }[]
}

/** What axe holds to be serious or critical on a page, each with the elements that it is about. */
export async function seriousFindings(page: Page): Promise<string[]> {
  // What is half faded in, or drawn for the other theme, has less contrast than it will have.
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(undefined)))),
  )
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

/** The same in the light theme and in the dark one, in whose order they are told. */
export async function seriousInBothThemes(page: Page): Promise<string[]> {
  const findings: string[] = []
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    findings.push(...(await seriousFindings(page)).map((finding) => `${colorScheme}: ${finding}`))
  }
  return findings
}
