import type { CDPSession, Page } from 'playwright'

export interface Watched {
  seconds: number
  longTasks: number
  longestTaskMs: number
  droppedFrames: number
  frameP95Ms: number
  /** Of the page's main thread. */
  cpuSeconds: number
}

const frameMs = 1000 / 60

/** Runs inside the page: long tasks and the time between frames, from now on. */
const watcher = `(() => {
  const tasks = []
  const frames = []
  const observer = new PerformanceObserver(list => { for (const entry of list.getEntries()) tasks.push(entry.duration) })
  observer.observe({ type: 'longtask' })
  let last = performance.now()
  let running = true
  const tick = now => { frames.push(now - last); last = now; if (running) requestAnimationFrame(tick) }
  requestAnimationFrame(tick)
  window.benchWatch = () => { running = false; observer.disconnect(); return { tasks, frames: frames.slice(2) } }
})()`

async function taskSeconds(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics')
  return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN
}

/** What the page's main thread goes through while `work` runs. */
export async function watchPage(
  page: Page,
  session: CDPSession,
  work: () => Promise<void>,
): Promise<Watched> {
  await session.send('Performance.enable')
  await page.evaluate(watcher)
  const cpu = await taskSeconds(session)
  const startedAt = performance.now()
  await work()
  const seconds = (performance.now() - startedAt) / 1000
  const cpuSeconds = (await taskSeconds(session)) - cpu
  const { tasks, frames } = await page.evaluate<{ tasks: number[]; frames: number[] }>('window.benchWatch()')
  const sorted = frames.toSorted((a, b) => a - b)
  return {
    seconds,
    longTasks: tasks.length,
    longestTaskMs: Math.max(0, ...tasks),
    droppedFrames: frames.reduce((sum, ms) => sum + Math.max(0, Math.round(ms / frameMs) - 1), 0),
    frameP95Ms: sorted[Math.floor(sorted.length * 0.95)] ?? Number.NaN,
    cpuSeconds,
  }
}

/** Bytes the page's scripts hold once what nobody needs is gone. */
export async function heapBytes(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  return usedSize
}

/** Scrolls the tallest scrolling element from its start, `pixels` a frame, for `ms`. The number of pixels it went. */
export function scrollThrough(page: Page, pixels: number, ms: number): Promise<number> {
  return page.evaluate<number>(`new Promise(resolve => {
    const scrollers = [...document.querySelectorAll('main *, main')].filter(e => e.scrollHeight > e.clientHeight + 200 && /auto|scroll/.test(getComputedStyle(e).overflowY))
    const target = scrollers.toSorted((a, b) => b.scrollHeight - a.scrollHeight)[0]
    if (target === undefined) { resolve(0); return }
    const end = performance.now() + ${ms}
    let gone = 0
    const step = now => {
      const before = target.scrollTop
      target.scrollTop += ${pixels}
      gone += target.scrollTop - before
      if (now < end) requestAnimationFrame(step); else resolve(gone)
    }
    requestAnimationFrame(step)
  })`)
}
