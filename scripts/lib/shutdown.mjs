import { dim, say } from './terminal.mjs'

/**
 * Runs `stop` once at Ctrl-C or SIGTERM and leaves with 0; a second Ctrl-C runs `force`, if there is one, and leaves at once.
 * The children end by themselves when this process is gone, however it goes.
 */
export function onShutdown({ stop, force }) {
  let isStopping = false
  const handle = async (signal) => {
    if (isStopping) {
      force?.()
      process.exit(130)
    }
    isStopping = true
    say(`\n${dim(signal === 'SIGINT' ? 'Stopping; Ctrl-C again to force it' : 'Stopping')}`)
    await stop()
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void handle(signal))
}
