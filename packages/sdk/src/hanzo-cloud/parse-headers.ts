/**
 * Reads `name=value,name=value` with percent-encoded values, as OTEL_EXPORTER_OTLP_HEADERS has it. Names become lower case; pairs that are none are left out.
 * @see https://opentelemetry.io/docs/specs/otel/protocol/exporter/#specifying-headers-via-environment-variables
 */
export function parseHeaders(text: string | undefined): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const pair of text?.split(',') ?? []) {
    const at = pair.indexOf('=')
    const name = pair.slice(0, at).trim().toLowerCase()
    const value = decode(pair.slice(at + 1).trim())
    if (at > 0 && isHeader(name, value)) headers[name] = value
  }
  return headers
}

/** Whether HTTP can carry it; `fetch` refuses a whole request for one header that it cannot. */
export function isHeader(name: string, value: string): boolean {
  return /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name) && /^[\t\x20-\x7e\x80-\xff]*$/.test(value)
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    // A value with a lone percent sign is meant as it stands.
    return value
  }
}
