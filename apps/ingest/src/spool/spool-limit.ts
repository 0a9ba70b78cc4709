import { statfs } from 'node:fs/promises'

const bytesMaxDefault = 4 * 1024 ** 3
const diskShareMax = 0.8

/**
 * How much the spool may hold when nothing else is configured: 4 GiB, or 80 % of what the disk has for it.
 * @param bytesHeld what the spool takes already.
 */
export async function spoolBytesMaxFor(directory: string, bytesHeld: number): Promise<number> {
  const disk = await statfs(directory)
  return Math.min(bytesMaxDefault, Math.floor((disk.bavail * disk.bsize + bytesHeld) * diskShareMax))
}
