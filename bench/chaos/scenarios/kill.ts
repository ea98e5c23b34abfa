import { setTimeout as sleep } from 'node:timers/promises'
import type { Bench } from '../bench'
import type { Fault } from '../children/farm'
import { type ApiOutcome, askApi } from '../clients/api'
import type { WindowOutcome } from '../clients/windows'
import { sample } from '../random'
import {
  type ChaosOptions,
  costs,
  deadline,
  openPool,
  type Run,
  ramp,
  readDatabase,
  withBench,
} from '../scenario'
import { type Figure, gapsOf, judgeApi, judgeWindows, neverAny, promise, quantile, told } from '../verdict'

interface Death {
  node: string
  fault: Fault
  afterMs: number
}

/** In this order, so that a few deaths are of different kinds. A silent one costs the whole patience with a stalled answer. */
const kinds: readonly Fault[] = ['reset', 'end', 'hang', 'error', 'fin', 'garbage']
const quickKinds = kinds.filter(kind => kind !== 'hang')

/** What the coordinator waits between two parts of an answer. */
const stallMs = 30_000

interface Load {
  tokensPerSecond: number
  least: number
  most: number
  rampMs: number
  /** Deaths happen within this time after the ramp began. */
  spanMs: number
}

const loadOf = ({ streams, fast }: ChaosOptions): Load =>
  fast
    ? { tokensPerSecond: 25, least: 15, most: 75, rampMs: streams * 4, spanMs: streams * 4 + 1500 }
    : { tokensPerSecond: 6, least: 15, most: 130, rampMs: streams * 4, spanMs: streams * 4 + 8000 }

function planDeaths({ bench, random }: Run, { kill, fast }: ChaosOptions, { rampMs, spanMs }: Load): Death[] {
  const available = fast ? quickKinds : kinds
  const victims = sample(
    bench.nodes.map(({ name }) => name),
    kill,
    random,
  )
  return victims.map((node, index) => ({
    node,
    fault: available[index % available.length] ?? 'reset',
    afterMs: rampMs * 0.4 + random() * (spanMs - rampMs * 0.4),
  }))
}

/** @returns when each died */
async function kill(bench: Bench, deaths: readonly Death[]): Promise<Map<string, number>> {
  const at = new Map<string, number>()
  await Promise.all(
    deaths.map(async ({ node, fault, afterMs }) => {
      await sleep(afterMs)
      at.set(node, await bench.fault(node, fault))
    }),
  )
  return at
}

const seconds = (ms: number) => ms / 1000

function gapFigures(what: string, gaps: readonly number[], most: number): Figure[] {
  if (gaps.length === 0) return []
  return [
    told(`${what}: answers cut`, gaps.length),
    told(`${what}: p50`, seconds(quantile(gaps, 0.5)), 's'),
    promise(`${what}: p95`, seconds(quantile(gaps, 0.95)), 's', { most }),
  ]
}

const ofKind = (deaths: readonly Death[], at: ReadonlyMap<string, number>, isHang: boolean) =>
  new Map(
    deaths
      .filter(({ fault }) => (fault === 'hang') === isHang)
      .flatMap(({ node }) => {
        const died = at.get(node)
        return died === undefined ? [] : [[node, died] as const]
      }),
  )

/** R1, R10: people at windows; nodes die in mid-answer and windows are reloaded. */
async function killUnderWindows(run: Run, options: ChaosOptions, load: Load): Promise<Figure[]> {
  const { bench, random } = run
  const pool = await openPool(bench, options.streams, random)
  const deaths = planDeaths(run, options, load)
  const late = deadline(load.spanMs + 240_000, pool.close)
  const reloads = Array.from({ length: pool.size }, async (_, index) => {
    await sleep(load.rampMs * 0.5 + random() * load.spanMs)
    if (index % 2 === 0) await pool.reload(index)
  })
  const [outcomes, at] = await Promise.all([
    ramp(options.streams, load.rampMs, index => pool.ask(run.prompt(index, load.least, load.most))),
    kill(bench, deaths),
    ...reloads,
  ])
  late.stop()
  pool.close()
  const cost = await costs(bench)
  await bench.stopCoordinator()
  const silent = ofKind(deaths, at, true)
  // An answer may meet the silent node on its way from another that died, and then has its patience to lose as well.
  const metSilence = ({ failovers }: WindowOutcome) => failovers.some(({ node }) => silent.has(node))
  const isCut = ({ stage }: { stage: string }) => stage === 'mid_answer'
  const failovers = outcomes.flatMap(outcome => outcome.failovers)
  return [
    told('killed', at.size),
    ...judgeWindows(outcomes, readDatabase(bench)),
    told('failovers in mid-answer', failovers.filter(isCut).length),
    told('failovers before the first word', failovers.filter(failover => !isCut(failover)).length),
    ...gapFigures(
      'death to first new text',
      gapsOf(
        outcomes.filter(outcome => !metSilence(outcome)),
        at,
      ),
      5,
    ),
    ...gapFigures(
      'death to first new text, with silence',
      gapsOf(outcomes.filter(metSilence), at),
      seconds(stallMs) + 5,
    ),
    ...cost,
  ]
}

/** The time from the death of its node to the error, for answers that ended with one. */
const errorGaps = (outcomes: readonly ApiOutcome[], deaths: ReadonlyMap<string, number>) =>
  outcomes.flatMap(({ node, end, endedAt }) => {
    const at = node === null ? undefined : deaths.get(node)
    return at === undefined || end !== 'error' ? [] : [Math.max(0, endedAt - at)]
  })

/** R2: programs; nobody may be told that a cut answer is whole. */
async function killUnderApi(run: Run, options: ChaosOptions, load: Load): Promise<Figure[]> {
  const { bench } = run
  const deaths = planDeaths(run, options, load)
  const giveUp = new AbortController()
  const late = deadline(load.spanMs + 240_000, () => giveUp.abort())
  const [outcomes, at] = await Promise.all([
    ramp(options.streams, load.rampMs, index =>
      askApi({
        endpoint: bench.endpoint,
        prompt: run.prompt(index, load.least, load.most),
        dialect: index % 2 === 0 ? 'openai' : 'ollama',
        signal: giveUp.signal,
      }),
    ),
    kill(bench, deaths),
  ])
  late.stop()
  const isUntouched = ({ node }: ApiOutcome) => node !== null && !at.has(node)
  return [
    told('killed', at.size),
    ...judgeApi(outcomes),
    told('on nodes that lived', outcomes.filter(isUntouched).length),
    neverAny('on nodes that lived, and not whole', outcomes, o => isUntouched(o) && o.end !== 'done'),
    neverAny('refused', outcomes, ({ end }) => end === 'refused'),
    ...gapFigures('death to error', errorGaps(outcomes, ofKind(deaths, at, false)), 5),
    ...gapFigures('silence to error', errorGaps(outcomes, ofKind(deaths, at, true)), seconds(stallMs) + 5),
    ...(await costs(bench)),
  ]
}

export function killNodes(options: ChaosOptions): Promise<Figure[]> {
  const load = loadOf(options)
  const behaviour = { tokensPerSecond: load.tokensPerSecond, ttftMs: 100 }
  const work = options.mode === 'ui' ? killUnderWindows : killUnderApi
  return withBench(options, { behaviour }, run => work(run, options, load))
}
