import type { Page } from 'playwright-core'

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
