import { requestJson } from './http-client.ts'
import { HttpError, type HttpService, startHttpService } from './http-service.ts'
import { log } from './spans.ts'
import type { Telemetry } from './telemetry.ts'

/** The shop's front door: passes a visitor's message on to the agent and retries once when the model is busy. */
export function startWebService(telemetry: Telemetry, agentUrl: string): Promise<HttpService> {
  telemetry.meter
    .createObservableGauge('process.memory.usage', { unit: 'By', description: 'Resident memory of the process.' })
    .addCallback((result) => result.observe(process.memoryUsage.rss()))
  telemetry.meter.createObservableCounter('process.cpu.time', { unit: 's' }).addCallback((result) => {
    const { user, system } = process.cpuUsage()
    result.observe(user / 1e6, { 'cpu.mode': 'user' })
    result.observe(system / 1e6, { 'cpu.mode': 'system' })
  })
  return startHttpService(telemetry, {
    'GET /health': async () => ({ status: 'ok' }),
    'POST /api/support/messages': async ({ body }) => {
      try {
        return await requestJson(telemetry, 'POST', `${agentUrl}/chat`, body)
      } catch (error) {
        if (!(error instanceof HttpError) || ![429, 503].includes(error.statusCode)) throw error
        log(telemetry, 'warn', 'the agent is busy, trying once more', { 'http.response.status_code': error.statusCode })
        return requestJson(telemetry, 'POST', `${agentUrl}/chat`, body)
      }
    },
  })
}
