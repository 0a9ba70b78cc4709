import type { CookieSerializeOptions } from '@fastify/cookie'

export interface SessionCookie {
  name: string
  options: CookieSerializeOptions
}

/**
 * The cookie of a session. The server decides when a session ends, so the cookie itself lasts longer.
 * @param isSecure browsers reach the platform over https.
 */
export function sessionCookie(isSecure: boolean): SessionCookie {
  return {
    // The prefix makes browsers refuse a cookie that another host of the domain, or plain http, tries to set.
    name: isSecure ? '__Host-hanzo_session' : 'hanzo_session',
    options: { path: '/', httpOnly: true, sameSite: 'lax', secure: isSecure, maxAge: 90 * 24 * 3600 },
  }
}
