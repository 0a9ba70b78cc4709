/** Where to go after signing in: a path of our own, never another site's address. */
export function nextPath(text: string | undefined): string {
  if (!text?.startsWith('/') || text.startsWith('//') || text.includes('\\')) return '/'
  return text
}
