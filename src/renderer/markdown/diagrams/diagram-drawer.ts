import { limits } from '../limits'
import { isPlainPicture } from './is-plain-picture'
import { type DiagramRequest, frameReady, readAnswer } from './messages'

export interface DiagramFrame {
  post(request: DiagramRequest): void
  /** Ends whatever runs in it. */
  close(): void
}

/** Opens a frame; all it says goes to `onMessage`. */
export type OpenDiagramFrame = (onMessage: (message: unknown) => void) => DiagramFrame

export type Drawing =
  | { kind: 'drawn'; svg: string; width: number; height: number }
  | { kind: 'refused'; reason: 'syntax' | 'time' | 'size' | 'unavailable'; detail: string }

export interface DiagramDrawer {
  /** Never rejects. The same diagram in the same theme is drawn once. */
  draw(source: string, theme: DiagramRequest['theme']): Promise<Drawing>
}

export const diagramTimes = {
  /** For one diagram, ms. */
  draw: 2_000,
  /** For the frame and five megabytes of Mermaid, ms. */
  load: 15_000,
  /** A frame nobody asks any more is closed after this, ms. */
  idle: 60_000,
} as const

const remembered = 60

interface Job extends DiagramRequest {
  done(drawing: Drawing): void
}

const refused = (reason: (Drawing & { kind: 'refused' })['reason'], detail = ''): Drawing => ({
  kind: 'refused',
  reason,
  detail,
})

/** Draws one diagram after the other in one frame, which is thrown away with what takes too long and opened anew. */
export function createDiagramDrawer(openFrame: OpenDiagramFrame): DiagramDrawer {
  const drawings = new Map<string, Promise<Drawing>>()
  const queue: Job[] = []
  let frame: DiagramFrame | null = null
  let ready = false
  let current: Job | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let lastId = 0

  const after = (ms: number, run: () => void) => {
    clearTimeout(timer)
    timer = setTimeout(run, ms)
  }

  function drop(): void {
    clearTimeout(timer)
    frame?.close()
    frame = null
    ready = false
  }

  function finish(drawing: Drawing): void {
    const job = current
    current = null
    job?.done(drawing)
    next()
  }

  function giveUp(reason: 'time' | 'unavailable'): void {
    drop()
    finish(refused(reason))
  }

  function receive(message: unknown): void {
    if (message === frameReady) {
      ready = true
      ask()
      return
    }
    const answer = readAnswer(message)
    if (answer === null || answer.id !== current?.id) return
    if ('problem' in answer) finish(refused('syntax', firstLine(answer.problem)))
    else if (answer.svg.length > limits.picture) finish(refused('size'))
    else if (!isPlainPicture(answer.svg)) finish(refused('unavailable'))
    else finish({ kind: 'drawn', svg: answer.svg, width: answer.width, height: answer.height })
  }

  function ask(): void {
    if (current === null || frame === null || !ready) return
    after(diagramTimes.draw, () => giveUp('time'))
    const { id, source, theme } = current
    frame.post({ id, source, theme })
  }

  function next(): void {
    if (current !== null) return
    current = queue.shift() ?? null
    if (current === null) {
      after(diagramTimes.idle, drop)
      return
    }
    if (frame === null) {
      after(diagramTimes.load, () => giveUp('unavailable'))
      const opened: DiagramFrame = openFrame(message => {
        // A frame that was closed may still have a message on its way.
        if (frame === opened) receive(message)
      })
      frame = opened
    } else ask()
  }

  return {
    draw(source, theme) {
      if (source.length > limits.diagram) return Promise.resolve(refused('size'))
      const key = `${theme}\n${source}`
      const known = drawings.get(key)
      if (known !== undefined) return known
      const drawing = new Promise<Drawing>(done => {
        lastId += 1
        queue.push({ id: lastId, source, theme, done })
      })
      drawings.set(key, drawing)
      const [oldest] = drawings.keys()
      if (drawings.size > remembered && oldest !== undefined) drawings.delete(oldest)
      // A frame that could not be had, or had no time, may do better when it is asked again.
      void drawing.then(result => {
        if (result.kind === 'refused' && result.reason !== 'syntax') drawings.delete(key)
      })
      next()
      return drawing
    },
  }
}

const firstLine = (text: string) => (text.split('\n', 1)[0] ?? '').trim().slice(0, 160)
