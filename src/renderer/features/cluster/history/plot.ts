import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import type { HistoryFigure, NodeHistory } from './node-history'
import type { TimeRange } from './zoom'

export interface PlotLine {
  figure: HistoryFigure
  /** A name of `PlotColours`. */
  colour: 'accent' | 'muted' | 'danger'
  kind: 'area' | 'line' | 'points'
}

/** As the theme has them now: a canvas takes no CSS variables. */
export interface PlotColours {
  accent: string
  muted: string
  line: string
  danger: string
}

export interface PlotOptions {
  lines: readonly PlotLine[]
  colours(): PlotColours
  /** For the axis below; milliseconds since the epoch. */
  timeText(at: number): string
  valueText(value: number): string
  /** Only whole numbers make sense on the axis. */
  isCount: boolean
  /** The pointer is at a moment, by its index, or has left. */
  onPoint(index: number | null): void
  /** Dragged over; null: a double click, to show all. */
  onZoom(range: TimeRange | null): void
}

export interface Plot {
  /** Shows the range. */
  show(history: NodeHistory, range: TimeRange): void
  /** Puts the crosshair at a moment. */
  point(index: number | null): void
  /** After the theme or the language changed. */
  redraw(): void
  resize(width: number): void
  destroy(): void
}

const height = 104
const axisWidth = 52
const wholeSteps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000]
const font = '11px "Inter Variable", system-ui, sans-serif'

/** Points tell of what happened: a row of them at zero would only hide the axis. */
const aboveZero = (plot: uPlot, index: number) =>
  [...(plot.data[index] ?? [])].flatMap((value, at) =>
    value !== null && value !== undefined && value > 0 ? [at] : [],
  )

/** A chart of one node. It moves nothing by itself: what it shows and where its crosshair is, it is told. */
export function createPlot(element: HTMLElement, width: number, options: PlotOptions): Plot {
  const { lines, colours, onPoint, onZoom } = options
  let isTold = false

  const series = lines.map(({ colour, kind }): uPlot.Series => {
    const stroke = () => colours()[colour]
    const points = { show: kind === 'points', size: 4, stroke, fill: stroke, filter: aboveZero }
    if (kind === 'points') return { stroke, points, paths: () => null }
    return {
      stroke,
      width: 1.5,
      points: { show: false },
      ...(kind === 'area' ? { fill: () => `color-mix(in srgb, ${colours()[colour]} 14%, transparent)` } : {}),
    }
  })

  const axis: uPlot.Axis = {
    stroke: () => colours().muted,
    grid: { stroke: () => colours().line, width: 1 },
    ticks: { show: false },
    font,
  }

  const plot = new uPlot(
    {
      width,
      height,
      padding: [6, 4, 0, 0],
      legend: { show: false },
      cursor: {
        y: false,
        // They would keep the colours of the theme they were made in.
        points: { show: false },
        drag: { x: true, y: false, setScale: false },
        bind: {
          dblclick: () => () => {
            onZoom(null)
            return null
          },
        },
      },
      select: { show: true, left: 0, top: 0, width: 0, height: 0 },
      scales: {
        x: { time: true, auto: false },
        // From zero: a line that wobbles by a millisecond must not look like a mountain.
        y: { range: (_plot, _least, most) => [0, most > 0 ? most * 1.15 : 1] },
      },
      axes: [
        {
          ...axis,
          size: 22,
          gap: 4,
          space: 90,
          values: (_plot, splits) => splits.map(at => options.timeText(at * 1000)),
        },
        {
          ...axis,
          size: axisWidth,
          ...(options.isCount ? { incrs: wholeSteps } : {}),
          space: 34,
          values: (_plot, splits) => splits.map(value => options.valueText(value)),
        },
      ],
      series: [{}, ...series],
      hooks: {
        setCursor: [({ cursor }) => (isTold ? undefined : onPoint(cursor.idx ?? null))],
        setSelect: [
          ({ select, posToVal }) => {
            if (select.width < 4) return
            const from = posToVal(select.left, 'x') * 1000
            const to = posToVal(select.left + select.width, 'x') * 1000
            plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false)
            onZoom({ from, to })
          },
        ],
      },
    },
    [[], ...lines.map(() => [])],
    element,
  )

  return {
    show({ columns }, { from, to }) {
      const seconds = columns.at.map(at => at / 1000)
      plot.setData([seconds, ...lines.map(({ figure }) => columns[figure])], false)
      plot.setScale('x', { min: from / 1000, max: to / 1000 })
    },
    point(index) {
      const at = index === null ? undefined : plot.data[0][index]
      isTold = true
      plot.setCursor(
        at === undefined ? { left: -10, top: -10 } : { left: plot.valToPos(at, 'x'), top: 0 },
        false,
      )
      isTold = false
    },
    redraw: () => plot.redraw(),
    resize: next => plot.setSize({ width: next, height }),
    destroy: () => plot.destroy(),
  }
}
