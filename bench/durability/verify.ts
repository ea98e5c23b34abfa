import { existsSync, readFileSync } from 'node:fs'
import type { HarombeClient } from '../../src/shared/contract'
import { callStates, type DiskState } from './disk'
import type { Asked, Ledger } from './ledger'
import type { Tally } from './tally'

/** How long ago the newest text was seen that is not stored; 0: all of it is. */
function textLost({ seen, shown }: Asked, stored: string, killedAt: number): number {
  if (!shown.startsWith(stored) && !stored.startsWith(shown)) return Number.POSITIVE_INFINITY
  const missing = seen.find(({ length }) => length > stored.length)
  return missing === undefined ? 0 : killedAt - missing.at
}

/** Against the files as the killed process left them. Everything that was ever acknowledged is looked for. */
export function verifyDisk(state: DiskState, ledger: Ledger, before: number, tally: Tally): void {
  if (state.integrity !== 'ok') tally.damaged.push(state.integrity)
  tally.doubled.push(...state.doubled)
  const rows = new Map(state.rows.map(row => [row.id, row]))
  for (const asked of ledger.asked) {
    if (asked.acknowledgedAt === null || asked.acknowledgedAt > before) continue
    if (rows.get(asked.messageId)?.content !== asked.text) tally.lost.push(asked.text)
    const answer = rows.get(asked.answerId)
    if (answer === undefined) tally.lost.push(`the answer to ${asked.text}`)
    else if (asked.finished !== null && asked.finished.at <= before && answer.content !== asked.finished.text)
      tally.changed.push(asked.text)
  }
}

/** Of the round that ended with the kill. */
export function verifyRound(state: DiskState, ledger: Ledger, killedAt: number, tally: Tally): void {
  const rows = new Map(state.rows.map(row => [row.id, row]))
  for (const asked of ledger.ofRound()) {
    if (asked.acknowledgedAt === null) continue
    tally.acknowledged += 1
    if (asked.finished !== null) tally.finished += 1
    const answer = rows.get(asked.answerId)
    if (answer === undefined || answer.state === 'complete') continue
    // What was said between two calls stands in a step.
    if (asked.token === null) tally.textLostMs.push(textLost(asked, answer.content, killedAt))
  }
}

/** Every line was appended by a call that has a record, and by no second one. */
export function verifyCanary(path: string, state: DiskState, ledger: Ledger, tally: Tally): void {
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter(Boolean) : []
  const byToken = new Map(ledger.asked.map(asked => [asked.token, asked]))
  const questions = new Map(state.rows.map(row => [row.content, row.id]))
  const answersTo = Map.groupBy(state.rows, ({ parent_id }) => parent_id)
  const seen = new Set<string>()
  for (const line of lines) {
    if (seen.has(line)) tally.rerun.push(line)
    seen.add(line)
    const questionId = questions.get(byToken.get(line)?.text ?? '') ?? ''
    const states = (answersTo.get(questionId) ?? []).flatMap(callStates)
    if (!states.some(each => each !== 'waiting' && each !== 'cancelled')) tally.unrecorded.push(line)
  }
  tally.toolRuns += seen.size
}

/** Over the contract, once the coordinator is back: what it shows of the round before. */
export async function verifyShown(
  client: HarombeClient,
  asked: readonly Asked[],
  tally: Tally,
): Promise<void> {
  const ids = new Set(asked.filter(each => each.acknowledgedAt !== null).map(each => each.conversationId))
  for (const id of ids) {
    const { messages } = await client.call('chat.getConversation', { id })
    for (const each of asked.filter(({ conversationId }) => conversationId === id)) {
      const found = messages.filter(({ content, role }) => role === 'user' && content === each.text)
      if (found.length === 0) tally.lost.push(`not shown: ${each.text}`)
      if (found.length > 1) tally.doubled.push(each.text)
      const answer = messages.find(message => message.id === each.answerId)
      if (answer === undefined) tally.lost.push(`not shown: the answer to ${each.text}`)
      else if (answer.state === 'streaming') tally.stillStreaming.push(each.text)
      else if (answer.state === 'interrupted') tally.interrupted += 1
      const states = answer?.steps?.flatMap(({ calls }) => calls.map(({ state }) => state)) ?? []
      tally.unknownCalls += states.filter(state => state === 'unknown').length
      if (states.some(state => state === 'running' || state === 'waiting'))
        tally.stillStreaming.push(each.text)
    }
  }
}
