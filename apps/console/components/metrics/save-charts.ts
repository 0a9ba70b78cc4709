import { chartCsv } from '@/components/chart/chart-csv.ts'
import { chartImage } from '@/components/chart/chart-image.ts'
import { saveFile } from '@/lib/save-file.ts'
import type { ChartPanel } from './panel-lines.ts'

/** Keeps the values of all series that are shown, in the units that they were sent in. */
export function saveCsv(panels: readonly ChartPanel[], hidden: ReadonlySet<string>): void {
  const series = panels.flatMap((panel) => panel.series).filter(({ key }) => !hidden.has(key))
  saveFile(new Blob([chartCsv(panels[0]?.times ?? [], series)], { type: 'text/csv' }), 'metrics.csv')
}

/** Keeps the charts below an element as one image. @returns whether there was something to keep. */
export async function savePng(
  charts: HTMLElement | null,
  panels: readonly ChartPanel[],
  hidden: ReadonlySet<string>,
): Promise<boolean> {
  const canvases = [...(charts?.querySelectorAll<HTMLCanvasElement>('[data-chart] canvas') ?? [])]
  const pictures = canvases.map((canvas, index) => ({
    title: canvas.closest<HTMLElement>('[aria-label][data-panel]')?.dataset.panel ?? panels[index]?.title ?? '',
    canvas,
    legend: (panels[index]?.series ?? []).filter(({ key }) => !hidden.has(key)),
  }))
  const image = pictures.length > 0 ? await chartImage(pictures) : null
  if (image) saveFile(image, 'metrics.png')
  return image !== null
}
