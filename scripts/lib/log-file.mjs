import { createWriteStream, existsSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

const bytesMax = 16 * 1024 * 1024

/** Opens a log file that never grows beyond twice 16 MiB: a full one becomes `<file>.1` and a new one begins. */
export function openLogFile(file) {
  mkdirSync(dirname(file), { recursive: true })
  let bytes = existsSync(file) ? statSync(file).size : 0
  let stream = createWriteStream(file, { flags: 'a' })
  return {
    file,
    write(line) {
      if (bytes > bytesMax) {
        stream.end()
        renameSync(file, `${file}.1`)
        stream = createWriteStream(file, { flags: 'a' })
        bytes = 0
      }
      bytes += Buffer.byteLength(line) + 1
      stream.write(`${line}\n`)
    },
    close: () => new Promise((resolve) => stream.end(resolve)),
  }
}
