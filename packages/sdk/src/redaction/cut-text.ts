const mark = /…\[\d+ characters cut\]$/
const markCharactersMax = 40

/**
 * Keeps the first `max` characters (UTF-16 units; a surrogate pair is never split) and says how many went: `…[1234 characters cut]`. A text that it has cut
 * before stays as it is.
 */
export function cutText(text: string, max: number, length = text.length): string {
  if (length <= max) return text
  if (length <= max + markCharactersMax && mark.test(text)) return text
  const kept = text.slice(0, isHighSurrogate(text.charCodeAt(max - 1)) ? max - 1 : max)
  return `${kept}…[${length - kept.length} characters cut]`
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff
}
