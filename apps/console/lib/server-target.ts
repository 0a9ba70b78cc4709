import { headers } from 'next/headers'
import { cache } from 'react'
import type { ApiTarget } from './api-client.ts'

/** The API as seen from a server component: our own process, as the person who asked for the page. */
export const serverTarget = cache(async (): Promise<ApiTarget> => {
  const incoming = await headers()
  const baseUrl = incoming.get('x-hanzo-internal-url')
  if (!baseUrl) throw new Error('the console is served by the platform: the header x-hanzo-internal-url is missing')
  const cookie = incoming.get('cookie')
  return { baseUrl, headers: cookie ? { cookie } : {} }
})
