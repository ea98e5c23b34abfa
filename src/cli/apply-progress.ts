import type { ApplyRun, ApplyStep } from '../shared/entities'
import { createPace } from './apply-pace'
import { endedLines, isOver, percentOf, progressText, stepText } from './apply-texts'
import type { Terminal } from './output'
import { toSnakeCase } from './snake-case'

export interface ApplyProgress {
  show(run: ApplyRun): void
  /** Leaves the screen clean for what comes next. */
  end(): void
}

/** More would push what was done off the screen. */
const mostLive = 8

/** Who watches sees what ended, and below it what runs; into a file go beginnings, ends and every tenth part of a download. */
export function createStepLines(terminal: Terminal, monotonic = () => performance.now()): ApplyProgress {
  const told = new Map<string, string>()
  const pace = createPace(monotonic)

  function say(step: ApplyStep): void {
    if (isOver(step)) for (const line of endedLines(step, terminal.style)) terminal.line(line)
    else if (step.state === 'running' && !terminal.live) terminal.note(`  … ${stepText(step)}`)
  }
  function sayPart(step: ApplyStep): void {
    const percent = percentOf(step)
    if (terminal.live || step.kind !== 'pull' || step.state !== 'running' || percent === null) return
    const mark = `${Math.floor(percent / 10) * 10} %`
    if (mark === '0 %' || told.get(`part/${step.id}`) === mark) return
    told.set(`part/${step.id}`, mark)
    terminal.note(
      `  … ${stepText(step)}: ${progressText(step, pace.note(step.id, step.progress?.completed ?? 0))}`,
    )
  }
  function liveLine(step: ApplyStep): string {
    const perSecond = step.progress === null ? null : pace.note(step.id, step.progress.completed)
    const progress = progressText(step, perSecond)
    return `  … ${stepText(step)}${progress === '' ? '' : `: ${progress}`}`
  }

  return {
    show({ steps }) {
      const changed = steps.filter(step => told.get(step.id) !== step.state)
      if (changed.some(isOver)) terminal.statusLines([])
      for (const step of changed) {
        told.set(step.id, step.state)
        say(step)
      }
      for (const step of steps) sayPart(step)
      const running = steps.filter(({ state }) => state === 'running')
      const hidden = running.length - mostLive
      terminal.statusLines([
        ...running.slice(0, mostLive).map(liveLine),
        ...(hidden > 0 ? [`  … and ${hidden} more`] : []),
      ])
    },
    end: () => terminal.statusLines([]),
  }
}

/** Every change as a line of JSON. */
export function createStepEvents(terminal: Terminal): ApplyProgress {
  const told = new Map<string, string>()
  return {
    show({ steps }) {
      for (const step of steps) {
        const event = { type: 'step', ...step }
        const text = JSON.stringify(toSnakeCase(event))
        if (told.get(step.id) === text || (step.state === 'pending' && !told.has(step.id))) continue
        told.set(step.id, text)
        terminal.data(toSnakeCase(event))
      }
    },
    end: () => undefined,
  }
}

export const noProgress: ApplyProgress = { show: () => undefined, end: () => undefined }
