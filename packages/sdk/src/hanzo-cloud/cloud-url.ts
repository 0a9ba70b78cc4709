/** The base address of a platform, or why a text is none. */
export type CloudUrl = { url: string; isLoopback: boolean; problem?: undefined } | { problem: string }

const signalPath = /\/v1\/(traces|logs|metrics)$/

/**
 * Reads the address of a platform, with `{region}` filled in and no slash at its end. `/v1/traces` and the like at its end are taken off, since every signal
 * adds its own.
 * @param name what to call the value in `problem`: an option or a variable.
 */
export function readCloudUrl(name: string, text: string, region: string | undefined): CloudUrl {
  const shown = JSON.stringify(text.slice(0, 100))
  if (text.includes('{region}') && region === undefined) {
    return { problem: `${name} ${shown} has {region}, and no region is known; set region or HANZO_CLOUD_REGION` }
  }
  const filled = text.trim().replaceAll('{region}', () => region ?? '')
  if (!URL.canParse(filled) || !/^https?:\/\//i.test(filled)) {
    const hint = /^[a-z][a-z0-9+.-]*:\/\//i.test(filled) ? '' : `, for example https://${filled.replace(/^\/+/, '')}`
    return { problem: `${name} ${shown} is no address; write it with http:// or https://${hint}`.slice(0, 300) }
  }
  const url = new URL(filled)
  if (url.username !== '' || url.password !== '') {
    return { problem: `${name} holds a user name or password; put them into headers.authorization instead` }
  }
  if (url.search !== '' || url.hash !== '') return { problem: `${name} ${shown} must end before "?" and "#"` }
  const path = url.pathname.replace(/\/+$/, '').replace(signalPath, '').replace(/\/+$/, '')
  return { url: `${url.origin}${path}`, isLoopback: isLoopbackHost(url.hostname) }
}

function isLoopbackHost(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127(\.\d+){3}$/.test(hostname)
  )
}
