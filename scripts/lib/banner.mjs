import { bold, cyan, dim, say } from './terminal.mjs'

/** Prints what a newcomer needs next: where to look, where to send, with which key. */
export function printBanner({ url, grpcUrl, projectId, apiKey, setupUrl, isOpen, dataDirectory, startedMs, logFile }) {
  const row = (name, value, note = '') => say(`  ${dim(name.padEnd(10))} ${value}${note ? `  ${dim(note)}` : ''}`)
  say()
  say(`  ${bold('Hanzo Cloud')} is ready ${dim(`(${(startedMs / 1000).toFixed(1)} s)`)}`)
  say()
  row('console', cyan(`${url}/projects/${projectId}/traces`))
  if (setupUrl) row('set up', cyan(setupUrl), 'makes the first owner')
  row('OTLP', cyan(url), 'over HTTP: /v1/traces, /v1/metrics, /v1/logs')
  if (grpcUrl) row('', cyan(grpcUrl), 'over gRPC')
  row('project', projectId)
  row('API key', apiKey ?? 'see the console', isOpen ? 'not needed on this machine' : 'send it as x-api-key')
  row('data', dataDirectory)
  row('log', logFile)
  say()
  say(`  Realistic traffic:  ${bold(demoCommand(url, isOpen ? undefined : apiKey))}   ${dim('(in a second terminal)')}`)
  say(`  Your application:   ${bold(`OTEL_EXPORTER_OTLP_ENDPOINT=${url} OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf`)}`)
  say(`  ${dim('Ctrl-C stops everything; the data stays.')}`)
  say()
}

function demoCommand(url, apiKey) {
  const options = [...(url === 'http://localhost:4318' ? [] : [`--url ${url}`]), ...(apiKey ? [`--key ${apiKey}`] : [])]
  return ['npm run demo', ...(options.length > 0 ? ['--', ...options] : [])].join(' ')
}
