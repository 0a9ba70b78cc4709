/**
 * How long the platform's event loop was held at most, in milliseconds, since this was asked before: the figure starts anew with each question.
 * The thread that decodes has a loop of its own, and answers nobody.
 */
export async function eventLoopHeldMs(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text()
  const seconds = /^nodejs_eventloop_lag_max_seconds (\S+)$/m.exec(text)?.[1]
  if (seconds === undefined) throw new Error('/metrics does not tell nodejs_eventloop_lag_max_seconds')
  return Number(seconds) * 1000
}
