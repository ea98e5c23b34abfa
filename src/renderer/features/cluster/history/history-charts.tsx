import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { Translate } from '../../../../shared/texts/translator'
import { themeStore } from '../../../theme-store'
import { Button } from '../../../ui'
import { useMediaQuery } from '../../../use-media-query'
import { figureText, momentText } from './figure-text'
import { HistoryTable } from './history-table'
import type { HistoryFigure, NodeHistory } from './node-history'
import { createPlot, type Plot, type PlotColours, type PlotLine } from './plot'
import { type TimeRange, withInSight, zoomAround } from './zoom'

interface ChartSpec {
  name: 'load' | Exclude<HistoryFigure, 'active' | 'queued' | 'slots' | 'errors'>
  /** Whose words the axis speaks. */
  figure: HistoryFigure
  lines: readonly PlotLine[]
}

const charts: readonly ChartSpec[] = [
  {
    name: 'load',
    figure: 'active',
    lines: [
      { figure: 'active', colour: 'accent', kind: 'area' },
      { figure: 'slots', colour: 'muted', kind: 'line' },
      { figure: 'queued', colour: 'muted', kind: 'points' },
      { figure: 'errors', colour: 'danger', kind: 'points' },
    ],
  },
  {
    name: 'tokensPerSecond',
    figure: 'tokensPerSecond',
    lines: [{ figure: 'tokensPerSecond', colour: 'accent', kind: 'area' }],
  },
  { name: 'ttftMs', figure: 'ttftMs', lines: [{ figure: 'ttftMs', colour: 'accent', kind: 'points' }] },
  {
    name: 'latencyMs',
    figure: 'latencyMs',
    lines: [{ figure: 'latencyMs', colour: 'accent', kind: 'line' }],
  },
  {
    name: 'memoryBytes',
    figure: 'memoryBytes',
    lines: [{ figure: 'memoryBytes', colour: 'accent', kind: 'area' }],
  },
]

/** A figure of which nothing is known is left out, and so are points that are all zero: they would only hide the axis. */
function shownCharts({ columns }: NodeHistory): ChartSpec[] {
  const isKnown = (figure: HistoryFigure) => columns[figure].some(value => value !== null)
  const hasAny = (figure: HistoryFigure) => columns[figure].some(value => value !== null && value > 0)
  return charts
    .filter(({ name }) => name === 'load' || isKnown(name))
    .map(chart => ({
      ...chart,
      lines: chart.lines.filter(
        ({ figure, kind }) => kind !== 'points' || figure === 'ttftMs' || hasAny(figure),
      ),
    }))
}

/** All charts of a node share their time, their zoom and their crosshair. */
export function HistoryCharts({ history }: { history: NodeHistory }) {
  const { t, i18n } = useTranslation()
  const [range, setRange] = useState<TimeRange | null>(null)
  const [pointed, setPointed] = useState<number | null>(null)
  const { at } = history.columns
  const newest = at.at(-1) ?? 0
  const whole: TimeRange = { from: newest - history.spanMs, to: newest }
  const shown = range ?? whole
  const last = at.length - 1
  const index = pointed === null ? null : Math.min(pointed, last)
  const clockText = useMemo(() => {
    const format = new Intl.DateTimeFormat(i18n.language, { timeStyle: 'medium', hourCycle: 'h23' })
    return (time: number) => format.format(time)
  }, [i18n.language])
  const textAt = (which: number) => momentText(history, which, clockText(at[which] ?? 0), t)

  function move(to: number): void {
    const next = Math.min(last, Math.max(0, to))
    setPointed(next)
    setRange(before => withInSight(before, whole, at[next] ?? newest))
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const from = index ?? last
    const minute = Math.round(60_000 / history.stepMs)
    const zoom = (factor: number) => setRange(zoomAround(range, whole, at[from] ?? newest, factor))
    const actions: Record<string, () => void> = {
      ArrowLeft: () => move(from - 1),
      ArrowRight: () => move(from + 1),
      PageUp: () => move(from - minute),
      PageDown: () => move(from + minute),
      Home: () => move(0),
      End: () => move(last),
      '+': () => zoom(0.5),
      '=': () => zoom(0.5),
      '-': () => zoom(2),
      '0': () => setRange(null),
    }
    const action = actions[event.key]
    if (action === undefined) return
    event.preventDefault()
    action()
  }

  if (last < 0) {
    const seconds = Math.round(history.stepMs / 1000)
    return <p className="text-muted text-sm">{t('cluster.figures.history.collecting', { seconds })}</p>
  }
  return (
    <div className="flex flex-col gap-3">
      {/* One stop for the keyboard: its value is the moment, said with all its figures. */}
      <div
        role="slider"
        tabIndex={0}
        aria-label={t('cluster.figures.history.moment')}
        aria-description={t('cluster.figures.history.help')}
        aria-orientation="horizontal"
        aria-valuemin={0}
        aria-valuemax={last}
        aria-valuenow={index ?? last}
        aria-valuetext={textAt(index ?? last)}
        onKeyDown={onKeyDown}
        className="focus-ring -m-1 flex flex-col gap-3 rounded-lg p-1"
      >
        {shownCharts(history).map(chart => (
          <Chart
            key={`${chart.name} ${chart.lines.length}`}
            chart={chart}
            history={history}
            range={shown}
            pointed={index}
            onPoint={setPointed}
            onZoom={next => setRange(next === null ? null : zoomTo(next, whole))}
            language={i18n.language}
            t={t}
          />
        ))}
      </div>
      <div className="flex min-h-6 flex-wrap items-center gap-x-3 gap-y-1 text-muted text-xs">
        <p data-figure className="min-h-9 w-full">
          {index === null ? t('cluster.figures.history.help') : textAt(index)}
        </p>
        {range === null ? null : (
          <>
            <span data-figure>
              {t('cluster.figures.history.zoomed', { from: clockText(range.from), to: clockText(range.to) })}
            </span>
            <Button size="sm" onClick={() => setRange(null)}>
              {t('cluster.figures.history.reset')}
            </Button>
          </>
        )}
      </div>
      <HistoryTable history={history} />
    </div>
  )
}

const zoomTo = ({ from, to }: TimeRange, whole: TimeRange) =>
  zoomAround({ from, to }, whole, (from + to) / 2, 1)

interface ChartProps {
  chart: ChartSpec
  history: NodeHistory
  range: TimeRange
  pointed: number | null
  onPoint(index: number | null): void
  onZoom(range: TimeRange | null): void
  language: string
  t: Translate
}

function Chart({ chart, history, range, pointed, onPoint, onZoom, language, t }: ChartProps) {
  const holder = useRef<HTMLDivElement>(null)
  const plot = useRef<Plot | null>(null)
  const handlers = useRef({ onPoint, onZoom, language })
  handlers.current = { onPoint, onZoom, language }
  const theme = useStore(themeStore, state => state.theme)
  const isDark = useMediaQuery('(prefers-color-scheme: dark)')

  // biome-ignore lint/correctness/useExhaustiveDependencies: a chart's lines are part of its key
  useEffect(() => {
    const element = holder.current
    if (element === null) return
    const made = createPlot(element, element.clientWidth, {
      lines: chart.lines,
      colours: () => coloursOf(element),
      timeText: at =>
        new Intl.DateTimeFormat(handlers.current.language, { timeStyle: 'short', hourCycle: 'h23' }).format(
          at,
        ),
      isCount: chart.name === 'load',
      valueText: value => figureText(chart.figure, value),
      onPoint: index => handlers.current.onPoint(index),
      onZoom: next => handlers.current.onZoom(next),
    })
    plot.current = made
    const observer = new ResizeObserver(() => made.resize(element.clientWidth))
    observer.observe(element)
    return () => {
      observer.disconnect()
      made.destroy()
      plot.current = null
    }
  }, [])
  useEffect(() => plot.current?.show(history, range), [history, range])
  useEffect(() => plot.current?.point(pointed), [pointed])
  // biome-ignore lint/correctness/useExhaustiveDependencies: colours and words changed under the canvas
  useEffect(() => plot.current?.redraw(), [theme, isDark, language])

  const newest = history.columns[chart.figure].findLast(value => value !== null) ?? null
  return (
    <figure className="flex min-w-0 flex-col">
      <figcaption className="flex items-baseline justify-between gap-3 text-xs">
        <span>{t(`cluster.figures.history.chart.${chart.name}`)}</span>
        <span data-figure className="text-muted">
          {figureText(chart.figure, newest)}
        </span>
      </figcaption>
      <div ref={holder} aria-hidden="true" className="min-h-[104px] min-w-0">
        {colourClasses.map(([name, className]) => (
          <span key={name} data-colour={name} className={className} hidden />
        ))}
      </div>
    </figure>
  )
}

const colourClasses = [
  ['accent', 'text-accent'],
  ['muted', 'text-muted'],
  ['line', 'text-line'],
  ['danger', 'text-danger'],
] as const satisfies readonly (readonly [keyof PlotColours, string])[]

/** A variable with `light-dark()` is not resolved before a property uses it, so elements say what it comes to. */
function coloursOf(element: HTMLElement): PlotColours {
  const read = (name: keyof PlotColours) => {
    const probe = element.querySelector(`[data-colour="${name}"]`)
    return probe === null ? 'currentColor' : getComputedStyle(probe).color
  }
  return { accent: read('accent'), muted: read('muted'), line: read('line'), danger: read('danger') }
}
