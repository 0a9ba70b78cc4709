// Loaded before the platform, also in its workers: the time of day is the real one, moved by what the file says.
import { readFileSync } from 'node:fs'

const file = process.env.ABUSE_CLOCK_FILE
const RealDate = globalThis.Date
const realNow = RealDate.now
let offset = 0

function read() {
  offset = Number(readFileSync(file, 'utf8')) || 0
}

if (file) {
  read()
  setInterval(read, 50).unref()
  class JumpingDate extends RealDate {
    constructor(...values) {
      if (values.length === 0) super(realNow() + offset)
      else super(...values)
    }
    static now() {
      return realNow() + offset
    }
  }
  globalThis.Date = JumpingDate
}
