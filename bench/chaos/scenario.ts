import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createConversationStore } from '../../src/core/memory/conversation-store'
import { openDatabase } from '../../src/core/memory/database'
import { type Bench, startBench } from './bench'
import { openWindows, type WindowPool } from './clients/windows'
import { createRandom } from './random'
import { type Figure, figure, type StoredAnswer, told } from './verdict'

export interface ChaosOptions {
  /** Of `bundlePrograms`. */
  program: string
  streams: number
  nodes: number
  kill: number
  slots: number
  seed: number
  mode: 'ui' | 'api'
  /** Shorter times, for a suite that runs often; what a figure then says is told with it. */
  fast: boolean
}

export type Scenario = (options: ChaosOptions) => Promise<Figure[]>

export interface Run {
  bench: Bench
  random: () => number
  /** A question whose answer has between `least` and `most` tokens. */
  prompt(index: number, least: number, most: number): string
}

/** Starts a bench, runs the work against it, and adds what the coordinator's process cost. */
export async function withBench(
  options: ChaosOptions,
  settings: Omit<Parameters<typeof startBench>[0], 'program' | 'nodes' | 'slots' | 'seed'> &
    Partial<Pick<ChaosOptions, 'nodes' | 'slots'>>,
  work: (run: Run) => Promise<Figure[]>,
): Promise<Figure[]> {
  const { program, nodes, slots, seed } = options
  const random = createRandom(seed)
  // Nodes that are back are found sooner, so that a short run is short.
  const health = options.fast ? { health: { interval: 1 } } : {}
  const cluster = { ...health, ...settings.cluster }
  const bench = await startBench({ program, nodes, slots, seed, ...settings, cluster })
  const startedAt = performance.now()
  try {
    await bench.coordinator.call('reset', null)
    const figures = await work({
      bench,
      random,
      prompt: (index, least, most) =>
        `chaos ${seed}/${index} [${least + Math.floor(random() * (most - least + 1))} tokens]`,
    })
    return [...figures, told('time', (performance.now() - startedAt) / 1000, 's')]
  } finally {
    await bench.close()
  }
}

/** What the coordinator's process cost since the last reset, with the bars of R1. */
export async function costs(bench: Bench): Promise<Figure[]> {
  const { rssMax, delayP50, delayP99, delayMax } = await bench.coordinator.call('figures', null)
  const stats = Object.values(await bench.farm.call('stats', null))
  return [
    told(
      'times a node was asked beyond its slots',
      stats.reduce((sum, { rejected }) => sum + rejected, 0),
    ),
    figure('RSS of the coordinator, highest', rssMax / 2 ** 20, 'MiB', { most: 600 }),
    told('event-loop delay p50', delayP50, 'ms'),
    figure('event-loop delay p99', delayP99, 'ms', { most: 50 }),
    told('event-loop delay, longest', delayMax, 'ms'),
  ]
}

/** Starts `count` of something, spread evenly over `ms`, and waits for all of them. */
export async function ramp<T>(count: number, ms: number, start: (index: number) => Promise<T>): Promise<T[]> {
  const startedAt = performance.now()
  const running: Promise<T>[] = []
  for (let index = 0; index < count; index++) {
    const due = startedAt + (index * ms) / count
    if (due > performance.now()) await sleep(due - performance.now())
    running.push(start(index))
  }
  return Promise.all(running)
}

/** A person's shortest time from one question to the next. */
const leastMs = 300

/** Keeps `width` of something going until `ms` are over, then waits for the last. */
export async function keepGoing<T>(
  width: number,
  ms: number,
  start: (index: number) => Promise<T>,
): Promise<T[]> {
  const until = performance.now() + ms
  const results: T[] = []
  let next = 0
  const person = async () => {
    while (performance.now() < until) {
      const startedAt = performance.now()
      results.push(await start(next++))
      // Nobody asks again at once when an answer failed at once.
      await sleep(Math.max(0, leastMs - (performance.now() - startedAt)))
    }
  }
  await Promise.all(Array.from({ length: width }, person))
  return results
}

/** As many answers as a window may follow at once without being one connection for everything. */
const answersPerWindow = 100

export async function openPool(bench: Bench, streams: number, random: () => number): Promise<WindowPool> {
  return openWindows(
    bench.openWindow,
    Math.max(2, Math.ceil(streams / answersPerWindow)),
    () => random() < 0.5,
  )
}

/** Ends what is still being waited for after so long, as lost. */
export function deadline(ms: number, onLate: () => void): { stop(): void } {
  const timer = setTimeout(onLate, ms)
  return { stop: () => clearTimeout(timer) }
}

/** What the stopped coordinator left in its database, by answer. */
export function readDatabase({ dataDirectory }: Bench): Map<string, StoredAnswer> {
  const database = openDatabase(join(dataDirectory, 'memory.db'), { now: Date.now })
  try {
    const store = createConversationStore(database, { now: Date.now, createId: () => 'unused' })
    const answers = store
      .list()
      .flatMap(({ id }) => store.get(id).messages)
      .filter(({ role }) => role === 'assistant')
    const siblings = new Map<string, number>()
    for (const { parentId } of answers) siblings.set(parentId ?? '', (siblings.get(parentId ?? '') ?? 0) + 1)
    return new Map(
      answers.map(({ id, content, state, parentId }) => [
        id,
        { id, content, state, siblings: siblings.get(parentId ?? '') ?? 0 },
      ]),
    )
  } finally {
    database.close()
  }
}
