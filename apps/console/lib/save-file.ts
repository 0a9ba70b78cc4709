/** Lets the browser keep something that the page made. */
export function saveFile(content: Blob, name: string): void {
  const url = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The download has begun, or was refused, by then.
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
