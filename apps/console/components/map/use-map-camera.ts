import { type PointerEvent, type RefObject, useCallback, useEffect, useEffectEvent, useRef, useState } from 'react'

/** Where the map is looked at from: a scale, and the place of its origin in pixels of the view. */
export interface Camera {
  scale: number
  x: number
  y: number
}

interface Size {
  width: number
  height: number
}

const leastScale = 0.15
const mostScale = 2.5
const clickPixels = 4
const revealMargin = 80

/** The whole map in the middle of the view, never larger than it is. */
export function fitCamera(map: Size, view: Size): Camera {
  const fit = Math.min(view.width / Math.max(map.width, 1), view.height / Math.max(map.height, 1), 1)
  const scale = Math.max(leastScale, fit)
  return { scale, x: (view.width - map.width * scale) / 2, y: (view.height - map.height * scale) / 2 }
}

/** Names can still be read at this scale. */
const readableScale = 0.6

/** The whole map as long as it can be read, else its left part: where calls begin. */
export function firstCamera(map: Size, view: Size): Camera {
  const fit = fitCamera(map, view)
  if (fit.scale >= readableScale) return fit
  const place = (size: number, room: number) => Math.max((room - size * readableScale) / 2, 0)
  return { scale: readableScale, x: place(map.width, view.width), y: (view.height - map.height * readableScale) / 2 }
}

/** The camera moved so far that a place is inside the view, `margin` pixels from its edges. */
export function revealPlace(camera: Camera, view: Size, place: { x: number; y: number }, margin: number): Camera {
  const into = (at: number, size: number) =>
    Math.min(Math.max(at, Math.min(margin, size / 2)), Math.max(size - margin, size / 2))
  const [x, y] = [place.x * camera.scale + camera.x, place.y * camera.scale + camera.y]
  return { ...camera, x: camera.x + into(x, view.width) - x, y: camera.y + into(y, view.height) - y }
}

/** Nearer or farther, so that what lies at a point of the view stays there. */
export function zoomCamera(camera: Camera, factor: number, at: { x: number; y: number }): Camera {
  const scale = Math.min(Math.max(camera.scale * factor, leastScale), mostScale)
  const ratio = scale / camera.scale
  return { scale, x: at.x - (at.x - camera.x) * ratio, y: at.y - (at.y - camera.y) * ratio }
}

/** Moves and zooms a map by pointer, wheel and keys. It stands as it is first shown until the reader moves it. */
export function useMapCamera(container: RefObject<HTMLDivElement | null>, map: Size) {
  const [view, setView] = useState<Size>({ width: 0, height: 0 })
  const [moved, setMoved] = useState<Camera | null>(null)
  const camera = moved ?? firstCamera(map, view)
  const drag = useRef<{ x: number; y: number; camera: Camera; far: boolean } | null>(null)

  const zoom = useCallback(
    (factor: number, at?: { x: number; y: number }) =>
      setMoved((current) => {
        const from = current ?? firstCamera(map, view)
        return zoomCamera(from, factor, at ?? { x: view.width / 2, y: view.height / 2 })
      }),
    [map, view],
  )
  const pan = (x: number, y: number) => setMoved({ ...camera, x: camera.x + x, y: camera.y + y })
  const onWheel = useEffectEvent((event: WheelEvent) => {
    event.preventDefault()
    const { left, top } = (event.currentTarget as HTMLElement).getBoundingClientRect()
    zoom(Math.exp(-event.deltaY / 400), { x: event.clientX - left, y: event.clientY - top })
  })

  useEffect(() => {
    const element = container.current
    if (!element) return
    const observer = new ResizeObserver(() => setView({ width: element.clientWidth, height: element.clientHeight }))
    observer.observe(element)
    const wheel = (event: WheelEvent) => onWheel(event)
    // Passive listeners, which React's are, cannot keep the page from scrolling.
    element.addEventListener('wheel', wheel, { passive: false })
    return () => {
      observer.disconnect()
      element.removeEventListener('wheel', wheel)
    }
  }, [container])

  return {
    camera,
    isReady: view.width > 0,
    /** Pixels of the view, which a panel beside it narrows. */
    viewWidth: view.width,
    zoom,
    pan,
    fitView: () => setMoved(fitCamera(map, view)),
    /** Brings a place of the map into view. */
    reveal: (place: { x: number; y: number }) => {
      const next = revealPlace(camera, view, place, revealMargin)
      if (next.x !== camera.x || next.y !== camera.y) setMoved(next)
    },
    /** A drag moves the map; what is pressed and let go without one is a click. */
    pointer: {
      onPointerDown: (event: PointerEvent<HTMLElement>) => {
        if (event.button === 0) drag.current = { x: event.clientX, y: event.clientY, camera, far: false }
      },
      onPointerMove: (event: PointerEvent<HTMLElement>) => {
        const from = drag.current
        if (!from || event.buttons === 0) return
        const [x, y] = [event.clientX - from.x, event.clientY - from.y]
        if (!from.far && Math.hypot(x, y) < clickPixels) return
        if (!from.far) event.currentTarget.setPointerCapture(event.pointerId)
        from.far = true
        setMoved({ ...from.camera, x: from.camera.x + x, y: from.camera.y + y })
      },
      onPointerUp: () => {
        drag.current = null
      },
    },
  }
}
