import { sameJson } from '../../same-json'
import { type ConfigState, changed, notEditable } from './config-state'
import type { ConfigPath } from './form-action'
import { placeValue, unmerge } from './place-value'
import { differencesOf, meaningOf } from './plain-data'
import type { Candidates } from './write-value'
import { aliasesOf, lookUp } from './yaml-lookup'
import type { TreeNode } from './yaml-tree'

/** Places that took something over by an anchor and get it written out; more are not followed. */
const maximumWrittenOut = 200

/**
 * The first of the candidates after which the text says what is expected. Where anchors carry a change to other places, those get
 * what they had written out; where a change would take an anchor from its aliases, they do before.
 * @throws CONFLICT when there is none
 */
export function settle(
  state: ConfigState,
  make: (state: ConfigState) => Candidates,
  expected: unknown,
  path: ConfigPath,
): ConfigState {
  const meaning = meaningOf(expected)
  const settled = attempt(state, make(state), meaning) ?? attemptDetached(state, make, meaning, path)
  if (settled === null) throw notEditable(path)
  return settled
}

function attempt(state: ConfigState, candidates: Candidates, meaning: unknown): ConfigState | null {
  let nearly: ConfigState | null = null
  for (const changes of candidates) {
    const result = changed(state, changes)
    if (result === null) continue
    if (sameJson(meaningOf(result.data), meaning)) return result
    nearly ??= result
  }
  return nearly === null || aliasesOf(nearly.tree).length === 0 ? null : withOthersWritten(nearly, meaning)
}

/** What others took over from the changed value by an anchor is given back to them. */
function withOthersWritten(changedState: ConfigState, meaning: unknown): ConfigState | null {
  let state = changedState
  for (let round = 0; round < maximumWrittenOut; round += 1) {
    const [path] = differencesOf(meaningOf(state.data), meaning)
    if (path === undefined) return state
    const next = firstReadable(state, placeValue(state, path, meaning))
    if (next === null || next.text === state.text) return null
    state = next
  }
  return null
}

function attemptDetached(
  before: ConfigState,
  make: (state: ConfigState) => Candidates,
  meaning: unknown,
  path: ConfigPath,
): ConfigState | null {
  let state = before
  for (let round = 0; round < maximumWrittenOut; round += 1) {
    const found = lookUp(state.tree, path)
    const depending = aliasesOf(state.tree).find(
      ({ alias }) => alias.target !== null && (isWithin(alias.target, found) || isWithin(alias, found)),
    )
    if (depending === undefined) break
    const { path: at, isMerge } = depending
    const next = firstReadable(state, isMerge ? unmerge(state, at) : placeValue(state, at, state.data))
    if (next === null || !sameJson(meaningOf(next.data), meaningOf(state.data))) return null
    state = next
  }
  return state === before ? null : attempt(state, make(state), meaning)
}

function firstReadable(state: ConfigState, candidates: Candidates): ConfigState | null {
  for (const changes of candidates) {
    const result = changed(state, changes)
    if (result !== null) return result
  }
  return null
}

const isWithin = (node: TreeNode, around: { from: number; to: number } | null) =>
  around !== null && node.propsFrom >= around.from && node.to <= around.to
