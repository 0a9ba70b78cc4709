import { createReadStream, writeSync } from 'node:fs'

const OUTPUT_CHARACTERS_MAX = 10_000

/** Talks to clickhouse-local over the terminal it runs on, one statement at a time. */
export class TerminalSession {
  readonly #terminal: number
  readonly #prompt: string
  #output = ''
  #onOutput: () => void = () => undefined

  /**
   * @param terminal file descriptor of the terminal's other end.
   * @param prompt what the program shows when it waits for a statement; nothing else it prints may contain it.
   */
  constructor(terminal: number, prompt: string) {
    this.#terminal = terminal
    this.#prompt = prompt
    const stream = createReadStream('', { fd: terminal, encoding: 'utf8', autoClose: false })
    stream.on('data', (chunk) => {
      this.#output = (this.#output + chunk).slice(-OUTPUT_CHARACTERS_MAX)
      this.#onOutput()
    })
    // The terminal's end reads as an error; the program's own end tells the same.
    stream.on('error', () => undefined)
  }

  /** Settles when the program waits for a statement, with what it printed until then. */
  untilPrompt(): Promise<string> {
    return new Promise((resolve) => {
      this.#onOutput = () => {
        const at = this.#output.indexOf(this.#prompt)
        if (at < 0) return
        const said = this.#output.slice(0, at)
        this.#output = this.#output.slice(at + this.#prompt.length)
        this.#onOutput = () => undefined
        resolve(said)
      }
      this.#onOutput()
    })
  }

  /** @throws with what the program said, if the statement failed. */
  async run(statement: string): Promise<void> {
    this.type(`${statement};`)
    const said = await this.untilPrompt()
    const exception = /Code: \d+\. DB::Exception: [^\n]*/.exec(said)
    if (exception) throw new Error(exception[0].trim())
  }

  type(line: string): void {
    writeSync(this.#terminal, `${line}\n`)
  }
}
