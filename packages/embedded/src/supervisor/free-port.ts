import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { PortInUseError } from '../errors.ts'

/**
 * Finds the port an engine will keep over its restarts.
 * @param wanted 0 or undefined for any free one.
 * @throws {PortInUseError} if the wanted one is taken.
 */
export async function findFreePort(host: string, wanted: number | undefined): Promise<number> {
  const server = createServer()
  try {
    server.listen(wanted ?? 0, host)
    await once(server, 'listening')
    return (server.address() as AddressInfo).port
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE')
      throw new PortInUseError({ host, port: wanted ?? 0 }, { cause: error })
    throw error
  } finally {
    server.close()
  }
}
