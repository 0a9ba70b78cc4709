/** A command for a shell that asks the API the same. @param keyRequired whether it needs a key, whose place is then marked. */
export function curlCommand(url: string, keyRequired: boolean): string {
  const key = keyRequired ? ` -H 'x-api-key: YOUR_API_KEY'` : ''
  return `curl -sS ${quoted(url)}${key}`
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
