import { maskHeaders, maskUrl } from '../export/mask.ts'
import type { Diagnostics } from '../telemetry/diagnostics.ts'
import type { PreparedCloud } from './prepare-cloud.ts'

/** Tells what was found while the options were read, and where everything is sent; secrets masked. */
export function reportCloud({ problem, diagnostics, destination, region }: PreparedCloud, teller: Diagnostics): void {
  for (const diagnostic of diagnostics) teller.report(diagnostic)
  if (problem) teller.report({ level: 'warn', ...problem })
  if (!destination) return
  const { url, headers, compression, protocol, temporality } = destination
  const shown = { url: maskUrl(url), headers: maskHeaders(headers), compression, protocol, temporality, region }
  teller.report({ level: 'debug', code: 'config', message: `sends to ${JSON.stringify(shown)}` })
}
