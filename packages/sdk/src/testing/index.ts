export { createTestTelemetry, TestTelemetry, type TestTelemetryConfig } from './create-test-telemetry.ts'
export type { TestLog } from './test-log.ts'
export type { TestMetric } from './test-metric.ts'
export type { TestSpan } from './test-span.ts'
