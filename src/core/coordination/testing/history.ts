import type { RequestRecord, Tier } from '../../../shared/entities'
import { type ErrorCode, isHarombeError } from '../../../shared/errors'
import type { InferenceRequest } from '../../inference/protocol'
import type { NodeSpec } from '../node-spec'
import type { ExecutionEvent, ExecutionRequest } from '../types'
import { createTestCluster, question, specOf, type TestCluster } from './cluster'
import type { Machine, Step } from './scripted-machines'
import { overtakings, type Turn } from './turns'

type Dice = () => number
export const pick = <T>(dice: Dice, values: readonly [T, ...T[]]): T =>
  values[Math.floor(dice() * values.length)] ?? values[0]

/** The right answer to a question, whoever gives it: a word is a function of the question and its place. */
export const wordOf = (question: string, place: number) => `${question}.${place} `
export const answerTo = (question: string, words: number) =>
  Array.from({ length: words }, (_, place) => wordOf(question, place)).join('')

const image = { mediaType: 'image/png', data: 'AAAA' } as const

/** One request in the life of a cluster, and what became of it. */
export interface Ask extends Turn {
  words: number
  request: ExecutionRequest
  events: ExecutionEvent[]
  startedAt: number
  cancelledAt: number | null
  leftEarly: boolean
}

export interface History {
  cluster: TestCluster
  asks: Ask[]
  embeddings: { isOver: boolean }[]
  machines: Map<string, Machine>
  records: RequestRecord[]
  maxWaitMs: number
  /** Milliseconds in which the whole process stood still, and with it whatever was to end somebody's wait. */
  stalledMs: number
  /** What went wrong while it went on. */
  broken: string[]
  /** Everything that happened in it, for a report that all kinds of things do. */
  seen: Set<string>
}

/** What the question is and how far the answer was begun, from what a machine is sent. */
function readAsked({ messages }: InferenceRequest) {
  const asked = messages.find(({ role }) => role === 'user')?.content ?? ''
  const [, id = '', words = '0'] = /#(\w+) in (\d+) words/.exec(asked) ?? []
  const begun = messages.at(-1)?.role === 'assistant' ? (messages.at(-1)?.content ?? '') : ''
  return { id, words: Number(words), from: begun === '' ? 0 : begun.trimEnd().split(' ').length }
}

/** Words come some at a time, as tokens do over a network. */
function tellFrom({ id, words, from }: ReturnType<typeof readAsked>, pauseMs: () => number): Step[] {
  const steps: Step[] = []
  const size = Math.max(1, Math.ceil((words - from) / 4))
  for (let start = from; start < words; start += size) {
    const places = Array.from({ length: Math.min(size, words - start) }, (_, index) => start + index)
    steps.push({ wait: pauseMs() }, { say: places.map(place => wordOf(id, place)).join('') })
  }
  return steps
}

const lateFaults: readonly [ErrorCode, ...ErrorCode[]] = ['TIMEOUT', 'NODE_ERROR', 'MALFORMED_RESPONSE']
const noRoom: readonly [ErrorCode, ...ErrorCode[]] = ['NODE_BUSY', 'NODE_LOADING']

interface Climate {
  /** How often a try goes wrong, 0–1. */
  trouble: number
  /** All nodes are equally fast and never say that they have no room: then no slot may be idle while somebody waits. */
  isUniform: boolean
}

/** What becomes of one try. */
function planFor(dice: Dice, request: InferenceRequest, { trouble, isUniform }: Climate): readonly Step[] {
  const whole = tellFrom(readAsked(request), isUniform ? () => 100 : () => 5 + dice() * 300)
  if (dice() >= trouble) return [...whole, 'done']
  const part = whole.slice(0, 2 * Math.floor(dice() * (whole.length / 2 + 1)))
  const ways: readonly [() => Step[], ...(() => Step[])[]] = [
    () => [{ wait: 20 }, { fail: isUniform ? 'MODEL_MISSING' : pick(dice, noRoom) }],
    () => [{ wait: 20 }, { fail: 'MODEL_MISSING' }],
    () => [{ wait: 400 }, { fail: pick(dice, lateFaults) }],
    () => [{ fail: 'NODE_UNREACHABLE' }],
    () => [{ fail: 'BAD_REQUEST' }],
    () => [...part, 'cut'],
    () => [...part, { fail: 'NODE_ERROR' }],
    () => [...part, { wait: 3000 }, { fail: 'TIMEOUT' }],
    () => [...whole, 'cut'],
  ]
  return pick(dice, ways)()
}

/** A minute or so in the life of a cluster, all of it decided by the seed. */
export async function liveThrough(seed: number): Promise<History> {
  const maxWaitMs = [1_000, 5_000, 20_000][seed % 3] ?? 5_000
  const queue = { maxLength: [2, 8, 64][seed % 3] ?? 8, maxWaitMs }
  const cluster = createTestCluster(seed, { queue })
  const { clock, random: dice, manager } = cluster
  const isUniform = seed % 4 === 0
  const trouble = pick(dice, [0, 0.1, 0.3, 0.6])
  const broken: string[] = []
  let stalledMs = 0
  const seen = new Set<string>()
  const records: RequestRecord[] = []
  manager.onEnded(record => records.push(record))

  const names = ['a', 'b', 'c', 'd', 'e'].slice(0, 1 + Math.floor(dice() * 5))
  const slots = new Map<string, number>()
  const machines = new Map<string, Machine>()
  for (const name of names) {
    const machine = cluster.machines.add(name, {
      latency: 1 + dice() * 30,
      digests: { small: 'sha256:1' },
      abilities: {
        small: {
          vision: isUniform ? 'yes' : pick(dice, ['yes', 'no', 'unknown']),
          prefill: pick(dice, ['yes', 'yes', 'no']),
          embeddings: 'yes',
        },
      },
      plan(request) {
        if (machine.open > (slots.get(name) ?? 1)) broken.push(`${name} was given more than its slots`)
        return planFor(dice, request, { trouble, isUniform })
      },
      embedPlan: () => (dice() < trouble && !isUniform ? pick(dice, noRoom) : 'vectors'),
    })
    machines.set(name, machine)
  }
  const tiers = new Map(names.map(name => [name, isUniform ? 0 : pick<Tier>(dice, [0, 1, 2])]))
  const specs = (chosen: readonly string[]): NodeSpec[] =>
    chosen.map(name => {
      const count = pick(dice, [1, 1, 2, 4])
      slots.set(name, count)
      const weight = isUniform ? 1 : pick(dice, [1, 1, 3])
      const enabled = isUniform || dice() < 0.95
      return specOf(name, { tier: tiers.get(name) ?? 0, slots: count, weight, enabled })
    })
  await cluster.setNodes(specs(names))

  const asks: Ask[] = []
  const embeddings: History['embeddings'] = []
  const running: Promise<void>[] = []

  function ask(): void {
    const id = `q${asks.length}`
    const words = isUniform ? 8 : pick(dice, [4, 8, 60])
    const content = `Tell #${id} in ${words} words.`
    const isPlain = isUniform || dice() < 0.8
    const request = question({
      messages: [{ role: 'user', content, ...(isPlain ? {} : { images: [image] }) }],
      target: isPlain ? { tier: isUniform ? 0 : 'auto' } : { tier: 'auto', node: pick(dice, ['a', 'b']) },
      origin: pick(dice, ['chat', 'api']),
      onStreamFailure: pick(dice, ['restart', 'restart', 'terminate', 'continue']),
      mayRestart: dice() < 0.5,
      client: pick(dice, ['x', 'y', 'z']),
      priority: pick(dice, ['interactive', 'interactive', 'background']),
      conversation: pick(dice, [undefined, 'c1', 'c2']),
      keepNode: !isUniform && dice() < 0.1 ? pick(dice, ['a', 'b']) : undefined,
      timeoutMs: 40_000,
    })
    const abort = new AbortController()
    const startedAt = clock.monotonic()
    const record: Ask = {
      ...{ id, words, request, events: [], startedAt, endedAt: 0 },
      ...{ cancelledAt: null, leftEarly: false, joinedAt: null, placedAt: null, hasFailedOver: false },
    }
    asks.push(record)
    const fate = dice()
    if (fate < 0.12) {
      clock.after(dice() * 2000, () => {
        record.cancelledAt ??= clock.monotonic()
        abort.abort()
      })
    }
    const leaveAfter = fate > 0.93 ? Math.floor(dice() * 8) : Number.POSITIVE_INFINITY
    running.push(
      (async () => {
        for await (const event of manager.execute(request, abort.signal)) {
          record.events.push(event)
          seen.add(kindOf(event))
          if (event.type === 'failedOver') record.hasFailedOver = true
          if (event.type === 'stage' && (event.stage === 'queued' || event.stage === 'waiting'))
            record.joinedAt ??= clock.monotonic()
          if (event.type === 'stage' && event.stage === 'connecting') record.placedAt ??= clock.monotonic()
          if (record.events.length <= leaveAfter) continue
          record.leftEarly = true
          break
        }
        record.endedAt = clock.monotonic()
      })(),
    )
  }

  function embed(): void {
    const record = { isOver: false }
    embeddings.push(record)
    const request = { inputs: ['hello'], target: { tier: 'auto', model: 'small' }, origin: 'api' } as const
    running.push(
      manager
        .embed(request, new AbortController().signal)
        .then(
          () => seen.add('embedded'),
          error => {
            if (!isHarombeError(error)) broken.push(`embedding threw ${String(error)}`)
          },
        )
        .then(() => {
          record.isOver = true
        }),
    )
  }

  function disturb(fate: number): void {
    const name = pick(dice, ['a', 'b', 'c', 'd'])
    const machine = machines.get(name)
    const isKnown = manager.view().nodes.some(node => node.name === name)
    if (fate < 0.3) machine?.kill()
    else if (fate < 0.45) {
      machine?.kill()
      clock.after(dice() * 8_000, () => machine?.revive())
    } else if (fate < 0.65) for (const each of machines.values()) each.revive()
    else if (fate < 0.75) void manager.setNodes(specs(names.filter(() => dice() < 0.8)))
    else if (fate < 0.8) void manager.setNodes(specs(names))
    else if (fate < 0.9 && isKnown) manager.setDraining(name, dice() < 0.5)
    else if (fate < 0.93) clock.setWall(pick(dice, [-86_400_000, 86_400_000, -3_600_000]))
    else if (fate < 0.95) clock.sleep(600_000)
    else if (fate < 0.97) {
      const ms = pick(dice, [2_000, 20_000])
      stalledMs += ms
      clock.stall(ms)
    } else manager.resumed()
  }

  for (let step = 0; step < 9; step += 1) {
    await clock.advance(dice() * 900)
    const fate = dice()
    if (fate < 0.25) disturb(fate * 4)
    else if (fate < 0.32) embed()
    else for (let count = pick(dice, [1, 1, 2, 5]); count > 0; count -= 1) ask()
    await clock.settle()
    if (isUniform) broken.push(...idleSlots({ manager, asks }))
  }
  await clock.finish(Promise.all(running))
  if (isUniform) broken.push(...overtakings(asks))
  await clock.advance(11_000)
  return { cluster, asks, embeddings, machines, records, maxWaitMs, stalledMs, broken, seen }
}

function kindOf(event: ExecutionEvent): string {
  if (event.type === 'stage') return event.stage
  if (event.type === 'failedOver') return `${event.failover.stage} ${event.failover.mode}`
  return event.type === 'failed' ? event.error.code : event.type
}

/** Slots that are free though somebody waits for one who could have it. */
function idleSlots({ manager, asks }: { manager: TestCluster['manager']; asks: readonly Ask[] }): string[] {
  const waits = asks.some(({ events, leftEarly }) => {
    const last = events.at(-1)
    return (
      !leftEarly &&
      last?.type === 'stage' &&
      last.stage === 'queued' &&
      events.every(({ type }) => type === 'stage')
    )
  })
  if (!waits) return []
  return manager
    .view()
    .nodes.filter(
      ({ status, load, breakers, error }) =>
        status === 'online' && load < 1 && breakers.length === 0 && error === null,
    )
    .map(({ name }) => `${name} had a slot to spare while somebody waited`)
}
