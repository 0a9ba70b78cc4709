const localCharactersMax = 64
const domain = /[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,8}\.[a-z]{2,24}(?![a-z0-9])/iy

/**
 * Replaces e-mail addresses. Walks from each `@` instead of trying every start, so that its time grows with the length of the text alone.
 */
export function replaceEmails(text: string, replacement: string): string {
  let result = ''
  let done = 0
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    let start = at
    while (start > done && at - start < localCharactersMax && isLocal(text.charCodeAt(start - 1))) start--
    if (start === at) continue
    domain.lastIndex = at + 1
    if (!domain.test(text)) continue
    result += text.slice(done, start) + replacement
    done = domain.lastIndex
    at = done - 1
  }
  return done === 0 ? text : result + text.slice(done)
}

/** Letters, digits, `.` `_` `%` `+` `-`, and everything beyond ASCII. */
function isLocal(unit: number): boolean {
  return (
    (unit >= 97 && unit <= 122) ||
    (unit >= 65 && unit <= 90) ||
    (unit >= 48 && unit <= 57) ||
    unit > 127 ||
    unit === 46 ||
    unit === 95 ||
    unit === 37 ||
    unit === 43 ||
    unit === 45
  )
}
