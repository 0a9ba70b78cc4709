import { useEffect, useEffectEvent } from 'react'

/** Calls back when the theme's class changes: canvases take their colours from CSS variables and must draw again. */
export function useThemeChange(onChange: () => void): void {
  const changed = useEffectEvent(onChange)
  useEffect(() => {
    const observer = new MutationObserver(() => changed())
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ['class', 'data-theme'] })
    return () => observer.disconnect()
  }, [])
}
