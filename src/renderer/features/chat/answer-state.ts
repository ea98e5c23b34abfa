import type {
  AnswerEvent,
  AnsweredBy,
  AnswerStage,
  Failover,
  Message,
  RouteDecision,
  Source,
} from '../../../shared/entities'
import { addOutput, beginStep, newRun, putCall, type RunState } from './run-state'

/** Who went away and who goes on; `to` is null when nobody could. */
export interface Seam {
  from: string
  to: string | null
  /** False when it had not said anything yet. */
  midAnswer: boolean
  /** `restart`: what was said is void; `continue`: it stays and the next node goes on behind it. */
  mode: Failover['mode']
}

/**
 * What is known of an answer that is being written, from its events alone. Text, reasoning, route and failovers are those of the
 * thought that is being written; the thoughts before it are `steps`.
 */
export interface AnswerState extends RunState {
  /** The event that is expected next. */
  nextSeq: number
  epoch: number
  text: string
  reasoning: string
  /** What the node that died had written. Shown dimmed until its successor says something. */
  replaced: string
  stage: AnswerStage | null
  stageNode: string | null
  /** Requests before this one; null while it is not queued. */
  ahead: number | null
  /** Milliseconds the stage is expected to last; null when nobody can tell. */
  expectedMs: number | null
  /** Milliseconds it took the last time; null while nobody has seen it. */
  lastMs: number | null
  route: RouteDecision | null
  answeredBy: AnsweredBy | null
  failovers: readonly Failover[]
  seam: Seam | null
  sources: readonly Source[]
  /** The stored message; nothing changes after it. */
  finished: { message: Message; saved: boolean } | null
}

export const newAnswer: AnswerState = {
  ...newRun,
  nextSeq: 0,
  epoch: 0,
  text: '',
  reasoning: '',
  replaced: '',
  stage: null,
  stageNode: null,
  ahead: null,
  expectedMs: null,
  lastMs: null,
  route: null,
  answeredBy: null,
  failovers: [],
  seam: null,
  sources: [],
  finished: null,
}

/** The attempt is void: its text is kept aside for the seam, never continued. */
function voidAttempt(state: AnswerState): AnswerState {
  const replaced = state.text === '' ? state.replaced : state.text
  return { ...state, text: '', reasoning: '', replaced }
}

function failOver(state: AnswerState, failover: Failover, next: string | null): AnswerState {
  const midAnswer = failover.stage === 'mid_answer'
  const { mode } = failover
  const continues = midAnswer && mode === 'continue'
  return {
    ...(continues ? state : voidAttempt(state)),
    answeredBy: null,
    failovers: [...state.failovers, failover],
    seam: { from: failover.node, to: next, midAnswer, mode },
    stage: null,
    stageNode: next,
    ahead: null,
    expectedMs: null,
    lastMs: null,
  }
}

function nextStep(state: AnswerState, purpose: RunState['purpose'] & string): AnswerState {
  const run = beginStep(state, state, purpose)
  // The first one only says what the thought is for that may have been routed already.
  if (state.purpose === null) return { ...state, ...run }
  return {
    ...state,
    ...run,
    text: '',
    reasoning: '',
    replaced: '',
    stage: null,
    stageNode: null,
    ahead: null,
    expectedMs: null,
    lastMs: null,
    route: null,
    answeredBy: null,
    failovers: [],
    seam: null,
  }
}

function applyBody(state: AnswerState, event: AnswerEvent): AnswerState {
  switch (event.type) {
    case 'stage':
      return {
        ...state,
        stage: event.stage,
        stageNode: event.node,
        ahead: event.ahead ?? null,
        expectedMs: event.expectedMs ?? null,
        lastMs: event.lastMs ?? null,
      }
    case 'routed':
      return { ...state, route: event.route, answeredBy: event.answeredBy }
    case 'text':
      return { ...state, text: state.text + event.text, replaced: '', stage: 'writing' }
    case 'reasoning':
      return { ...state, reasoning: state.reasoning + event.text }
    case 'failedOver':
      return failOver(state, event.failover, event.next)
    case 'step':
      return nextStep(state, event.purpose)
    case 'toolCall':
      return { ...state, ...putCall(state, event.call), replaced: '' }
    case 'toolOutput':
      return { ...state, ...addOutput(state, event.callId, event.text) }
    case 'sources':
      return { ...state, sources: event.sources }
    case 'finished':
      return { ...state, replaced: '', stage: null, finished: { message: event.message, saved: event.saved } }
  }
}

/**
 * Takes one event of the answer's numbered sequence. A duplicate, and whatever comes after `finished`, changes nothing (the
 * same object is returned); a newer epoch voids the text so far; an older one is counted and ignored. `gap` means events
 * are missing and the stream must be opened again from `nextSeq`. A failover voids the current thought alone: calls that ran before
 * it stay what they are.
 */
export function applyAnswerEvent(state: AnswerState, event: AnswerEvent): AnswerState | 'gap' {
  if (event.seq < state.nextSeq || state.finished !== null) return state
  if (event.seq > state.nextSeq) return 'gap'
  const counted = { ...state, nextSeq: event.seq + 1 }
  if (event.epoch < state.epoch) return counted
  if (event.epoch === state.epoch) return applyBody(counted, event)
  return applyBody({ ...voidAttempt(counted), epoch: event.epoch }, event)
}
