import { type RefObject, useEffect, useEffectEvent } from 'react'
import { pan, type TimeWindow, zoom } from './time-ticks.ts'

const zoomPerPixel = 0.002

/** Ctrl (or ⌘, or a pinch) and the wheel zoom about the pointer; Shift and the wheel, or a sideways one, pan. */
export function useWheelZoom(
  scroller: RefObject<HTMLElement | null>,
  nameWidth: number,
  duration: number,
  window: TimeWindow,
  onWindow: (window: TimeWindow | null) => void,
  labelRoom = 136,
): void {
  const onWheel = useEffectEvent((event: WheelEvent) => {
    const element = scroller.current
    if (!element) return
    const sideways = event.shiftKey ? event.deltaY : event.deltaX
    const zooms = event.ctrlKey || event.metaKey
    if (!zooms && Math.abs(sideways) <= Math.abs(event.shiftKey ? 0 : event.deltaY)) return
    const names = Math.min(nameWidth, element.clientWidth / 2)
    const axisLeft = element.getBoundingClientRect().left + names
    const axisWidth = element.clientWidth - names - Math.min(labelRoom, (element.clientWidth - names) * 0.2)
    event.preventDefault()
    const width = window.end - window.start
    if (!zooms) return onWindow(pan(window, (sideways / axisWidth) * width, duration))
    const about = window.start + (Math.max(event.clientX - axisLeft, 0) / axisWidth) * width
    const next = zoom(window, about, Math.exp(event.deltaY * zoomPerPixel), duration)
    onWindow(next.end - next.start >= duration ? null : next)
  })
  useEffect(() => {
    const element = scroller.current
    if (!element) return
    // React listens passively to the wheel, and this one must keep the page from zooming.
    const listener = (event: WheelEvent) => onWheel(event)
    element.addEventListener('wheel', listener, { passive: false })
    return () => element.removeEventListener('wheel', listener)
  }, [scroller])
}
