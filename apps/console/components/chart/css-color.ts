/** A CSS colour value from a variable's name or from a value that is one already. */
export function cssColor(color: string): string {
  return color.startsWith('--') ? `var(${color})` : color
}

/** What a canvas can draw with: the value of a CSS variable under the theme of this moment. */
export function canvasColor(color: string): string {
  const name = /^(?:var\()?(--[\w-]+)\)?$/.exec(color)?.[1]
  return name ? getComputedStyle(document.documentElement).getPropertyValue(name).trim() : color
}

/** A hex colour of six digits with an opacity from 0 to 1; any other colour as it is. */
export function withOpacity(color: string, opacity: number): string {
  if (!/^#[0-9a-f]{6}$/i.test(color)) return color
  return (
    color +
    Math.round(opacity * 255)
      .toString(16)
      .padStart(2, '0')
  )
}
