const origin = 'http://console.invalid'

/** Where to go after signing in: a path of our own, never another site's address. */
export function nextPath(text: string | undefined): string {
  if (!text?.startsWith('/') || !URL.canParse(text, origin)) return '/'
  // Parsed as a browser does, which drops tabs and line ends and reads `\` as `/`.
  const url = new URL(text, origin)
  if (url.origin !== origin) return '/'
  // Next adds it to the address when a page is opened from another one.
  url.searchParams.delete('_rsc')
  return `${url.pathname}${url.search}`
}
