import type { MeterProvider, TracerProvider } from '@opentelemetry/api'
import type { LoggerProvider } from '@opentelemetry/api-logs'
import type { Diagnostics } from './diagnostics.ts'
import { errorMessage } from './error-recorder.ts'

interface Instrumentation {
  setTracerProvider?(provider: TracerProvider): void
  setMeterProvider?(provider: MeterProvider): void
  setLoggerProvider?(provider: LoggerProvider): void
  enable?(): void
  disable?(): void
}

interface OwnInstrumentation {
  setTelemetry?(telemetry: unknown): void
}

/** Tells the instrumentations of this SDK which telemetry they were given to; those of OpenTelemetry need its providers only. */
export function introduceTelemetry(instrumentations: readonly unknown[], telemetry: unknown): void {
  for (const entry of instrumentations.flat(3))
    (entry as OwnInstrumentation | null | undefined)?.setTelemetry?.(telemetry)
}

/** Gives OpenTelemetry instrumentations the providers and enables them; lists within the list are taken apart. Returns how to disable them all. */
export function enableInstrumentations(
  instrumentations: readonly unknown[],
  providers: { tracerProvider: TracerProvider; meterProvider: MeterProvider; loggerProvider: LoggerProvider },
  diagnostics: Diagnostics,
): () => void {
  const list = instrumentations.flat(3).filter((entry) => typeof entry === 'object' && entry !== null)

  function each(what: string, fn: (instrumentation: Instrumentation) => void): void {
    for (const instrumentation of list) {
      try {
        fn(instrumentation as Instrumentation)
      } catch (error) {
        const message = `an instrumentation could not be ${what}: ${errorMessage(error)}`
        diagnostics.report({ level: 'warn', code: 'instrumentation_failed', message })
      }
    }
  }

  each('enabled', (instrumentation) => {
    instrumentation.setTracerProvider?.(providers.tracerProvider)
    instrumentation.setMeterProvider?.(providers.meterProvider)
    instrumentation.setLoggerProvider?.(providers.loggerProvider)
    instrumentation.enable?.()
  })
  return () => each('disabled', (instrumentation) => instrumentation.disable?.())
}
