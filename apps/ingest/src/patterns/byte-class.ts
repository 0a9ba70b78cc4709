/** What a byte of a line is to the masker. */
export const byteClass = { space: 0, newline: 1, letter: 2, digit: 3, joiner: 4, punctuation: 5 } as const

/** The class of each byte. Bytes of UTF-8 beyond ASCII are letters; joiners hold words such as `user-service` and `10.0.0.1` together. */
export const classOf = Uint8Array.from({ length: 256 }, (_, byte) => {
  const character = String.fromCharCode(byte)
  if (byte >= 0x80 || /[A-Za-z_]/.test(character)) return byteClass.letter
  if (/[0-9]/.test(character)) return byteClass.digit
  if ('-.:@+'.includes(character)) return byteClass.joiner
  if (character === '\n' || character === '\r') return byteClass.newline
  return byte <= 0x20 ? byteClass.space : byteClass.punctuation
})
