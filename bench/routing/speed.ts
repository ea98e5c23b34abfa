import type { TextJudge } from '../../src/core/coordination/classification/classifier'
import { microseconds } from '../measure'
import type { GoldRow } from './rows'

/** Processor time of this thread. */
export interface Speed {
  shortMicroseconds: number
  longMicroseconds: number
  /** From nothing to the first judgement: reading and unpacking the model. */
  startMilliseconds: number
}

/** Text of exactly this length that looks like what people write, and different each time. */
function textsOf(rows: readonly GoldRow[], characters: number, count: number): string[] {
  const all = rows.map(({ prompt }) => prompt).join('\n')
  const enough = all.repeat(Math.ceil((characters + count) / all.length) + 1)
  return Array.from({ length: count }, (_, index) => {
    const from = Math.floor((index * all.length) / count)
    return enough.slice(from, from + characters)
  })
}

export function measureSpeed(createJudge: () => TextJudge, rows: readonly GoldRow[]): Speed {
  const before = process.threadCpuUsage()
  const judge = createJudge()
  judge.judge('hello')
  const { user, system } = process.threadCpuUsage(before)
  const startMilliseconds = (user + system) / 1000
  const perCall = (characters: number, callsPerRound: number) => {
    const texts = textsOf(rows, characters, callsPerRound)
    let next = 0
    const work = () => void judge.judge(texts[next++ % texts.length] ?? '')
    return microseconds(work, { callsPerRound })
  }
  return { shortMicroseconds: perCall(2000, 200), longMicroseconds: perCall(100_000, 20), startMilliseconds }
}
