/**
 * A command for a shell that asks the API the same.
 * @param keyRequired whether it needs a key, whose place is then marked.
 * @param body sent as JSON, by POST.
 */
export function curlCommand(url: string, keyRequired: boolean, body?: unknown): string {
  const key = keyRequired ? ` -H 'x-api-key: YOUR_API_KEY'` : ''
  const json = body === undefined ? '' : ` -H 'content-type: application/json' -d ${quoted(JSON.stringify(body))}`
  return `curl -sS ${quoted(url)}${key}${json}`
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
