import type { Project } from '@hanzo/schema/api'

export type Signal = 'traces' | 'logs' | 'metrics'

export interface Snippet {
  id: string
  label: string
  code: string
}

const keyPlaceholder = 'YOUR_API_KEY'

/** How to send something to this project, ready to paste: its own URL, and the key header where one is asked for. */
export function snippetsFor(project: Project, signal: Signal): Snippet[] {
  const url = project.publicUrl.replace(/\/$/, '')
  return [
    { id: 'node', label: 'Node.js', code: nodeSnippet(project, url) },
    { id: 'python', label: 'Python', code: pythonSnippet(project, url) },
    { id: 'go', label: 'Go', code: goSnippet(project, url) },
    { id: 'curl', label: 'curl', code: curlSnippet(project, url, signal) },
  ]
}

function environment(project: Project, url: string): string[] {
  const lines = ['export OTEL_SERVICE_NAME=my-agent', `export OTEL_EXPORTER_OTLP_ENDPOINT=${url}`]
  if (project.keyRequired) lines.push(`export OTEL_EXPORTER_OTLP_HEADERS=x-api-key=${keyPlaceholder}`)
  return lines
}

function nodeSnippet(project: Project, url: string): string {
  return [
    'npm install @opentelemetry/api @opentelemetry/auto-instrumentations-node',
    '',
    ...environment(project, url),
    'export OTEL_TRACES_EXPORTER=otlp OTEL_METRICS_EXPORTER=otlp OTEL_LOGS_EXPORTER=otlp',
    'node --require @opentelemetry/auto-instrumentations-node/register app.js',
  ].join('\n')
}

function pythonSnippet(project: Project, url: string): string {
  return [
    'pip install opentelemetry-distro opentelemetry-exporter-otlp',
    'opentelemetry-bootstrap -a install',
    '',
    ...environment(project, url),
    'export OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf',
    'export OTEL_PYTHON_LOGGING_AUTO_INSTRUMENTATION_ENABLED=true',
    'opentelemetry-instrument --logs_exporter otlp python app.py',
  ].join('\n')
}

function goSnippet(project: Project, url: string): string {
  return [
    ...environment(project, url),
    '',
    '// go get go.opentelemetry.io/otel/sdk go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp',
    'exporter, err := otlptracehttp.New(ctx) // reads the variables above',
    'if err != nil {',
    '\tlog.Fatal(err)',
    '}',
    'provider := sdktrace.NewTracerProvider(sdktrace.WithBatcher(exporter))',
    'defer provider.Shutdown(ctx)',
    'otel.SetTracerProvider(provider)',
  ].join('\n')
}

const resource = '"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"my-agent"}}]}'

const bodies: Record<Signal, string> = {
  traces: `{"resourceSpans":[{${resource},"scopeSpans":[{"spans":[{"traceId":"'$(openssl rand -hex 16)'","spanId":"'$(openssl rand -hex 8)'","name":"hello","kind":1,"startTimeUnixNano":"'$(date +%s)000000000'","endTimeUnixNano":"'$(date +%s)250000000'"}]}]}]}`,
  logs: `{"resourceLogs":[{${resource},"scopeLogs":[{"logRecords":[{"timeUnixNano":"'$(date +%s)000000000'","severityNumber":9,"severityText":"INFO","body":{"stringValue":"hello"}}]}]}]}`,
  metrics: `{"resourceMetrics":[{${resource},"scopeMetrics":[{"metrics":[{"name":"hello","gauge":{"dataPoints":[{"timeUnixNano":"'$(date +%s)000000000'","asDouble":1}]}}]}]}]}`,
}

function curlSnippet(project: Project, url: string, signal: Signal): string {
  return [
    `curl ${url}/v1/${signal} \\`,
    "  -H 'content-type: application/json' \\",
    ...(project.keyRequired ? [`  -H 'x-api-key: ${keyPlaceholder}' \\`] : []),
    `  -d '${bodies[signal]}'`,
  ].join('\n')
}
