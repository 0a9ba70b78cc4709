import { SeverityNumber } from '@opentelemetry/api-logs'
import { ProtobufLogsSerializer } from '@opentelemetry/otlp-transformer'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { InMemoryLogRecordExporter, LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs'

/** Requests as stock SDKs send them: `recordsPerBody` log records with six attributes each and a line of text; protobuf. */
export function makeLogBodies(bodyCount: number, recordsPerBody: number): Buffer[] {
  return Array.from({ length: bodyCount }, (_, bodyIndex) => {
    const exporter = new InMemoryLogRecordExporter()
    const provider = new LoggerProvider({
      resource: resourceFromAttributes({ 'service.name': `service-${bodyIndex % 20}`, 'service.version': '1.0.0' }),
      processors: [new SimpleLogRecordProcessor({ exporter })],
    })
    const logger = provider.getLogger('bench')
    for (let index = 0; index < recordsPerBody; index++) {
      logger.emit({
        severityNumber: index % 20 === 0 ? SeverityNumber.ERROR : SeverityNumber.INFO,
        severityText: index % 20 === 0 ? 'ERROR' : 'INFO',
        body: `order ${index} of customer ${index % 5000} was accepted after ${(index * 7919) % 1000} ms`,
        attributes: {
          'http.route': `/api/v1/resource-${index % 30}/:id`,
          'http.response.status_code': 200,
          'user.id': `user-${index % 5000}`,
          'session.id': `session-${index % 1200}`,
          'app.retry': index % 2 === 0,
          'app.ratio': (index % 100) / 100,
        },
      })
    }
    return Buffer.from(ProtobufLogsSerializer.serializeRequest(exporter.getFinishedLogRecords()) ?? [])
  })
}
