/** A line of a stack trace. `foreign`: of a dependency or the language's own runtime, shown dimmed. */
export interface StackLine {
  text: string
  frame: boolean
  foreign: boolean
}

const frames = [
  /^\s*at\s/, // JavaScript, Java, .NET
  /^\s*File ".+", line \d+/, // Python
  /^\s*\S+\.go:\d+/, // Go
  /^\s+from\s.+:\d+:in\s/, // Ruby
  /^\s*#\d+\s/, // PHP, native
]
const foreign =
  /node_modules|node:internal|\(node:|<anonymous>|site-packages|dist-packages|\/lib\/python|\/usr\/local\/go\/|\/pkg\/mod\/|\bjava\.|\bjdk\.|\bsun\.|\bSystem\.|\/gems\/|\/vendor\//

/** Splits a stack trace into lines and tells frames of the application from those of its dependencies. */
export function stackLines(stack: string): StackLine[] {
  return stack
    .trimEnd()
    .split(/\r?\n/)
    .map((text) => {
      const frame = frames.some((pattern) => pattern.test(text))
      return { text, frame, foreign: frame && foreign.test(text) }
    })
}
