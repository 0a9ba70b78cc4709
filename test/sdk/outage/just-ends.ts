import { createHanzoCloudTelemetry } from '../../../packages/sdk/src/hanzo-cloud/index.ts'

/** A program that records, says so, and then has nothing more to do: it calls neither flush nor shutdown. */
const telemetry = createHanzoCloudTelemetry({
  cloudUrl: process.argv[2],
  console: 'silent',
  shutdownTimeoutMillis: 3000,
})
for (let number = 0; number < 100; number += 1) {
  telemetry.startSpan(`span-${number}`).end()
  telemetry.log('info', `log-${number}`)
  telemetry.increment('c')
}
process.stdout.write('recorded\n')
