import { type ApiError, apiErrorOf } from './api-error.ts'

/**
 * Asks by a plain request why a tail is refused: a browser keeps the answer to an upgrade to itself.
 * @param url `ws:` or `wss:`.
 * @returns `undefined` where it would not be refused, or nothing answers.
 */
export async function findTailRefusal(url: string): Promise<ApiError | undefined> {
  const plain = new URL(url)
  plain.protocol = plain.protocol === 'wss:' ? 'https:' : 'http:'
  try {
    const response = await fetch(plain, { headers: { accept: 'application/json' } })
    if (response.ok) return undefined
    const error = await apiErrorOf(response)
    // All that is wrong is that it was asked for without the upgrade.
    return error.code === 'UPGRADE_REQUIRED' ? undefined : error
  } catch (error) {
    if (error instanceof TypeError) return undefined
    throw error
  }
}
