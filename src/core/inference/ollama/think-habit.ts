import type { HarombeError } from '../../../shared/errors'
import type { ReasoningEffort } from '../protocol'

export interface ThinkHabit {
  /** The value of `think`; undefined leaves it out. */
  valueFor(
    model: string,
    effort: ReasoningEffort | undefined,
  ): boolean | 'low' | 'medium' | 'high' | undefined
  /** Learns from a refusal. True when the next value differs. */
  learn(model: string, refusal: HarombeError): boolean
}

const saysThinking = /does not support thinking|think value|invalid think|think must be|\.think\b/i
const saysNone = /does not support thinking/i

/**
 * How a model takes `think`: as a level, as yes or no (older versions, where only gpt-oss knew levels), or not at all.
 * Every way is tried once at most; a model that cannot think is then asked without. Nothing is sent unless it was asked for.
 */
export function createThinkHabit(): ThinkHabit {
  const habits = new Map<string, 'switch' | 'never'>()
  return {
    valueFor(model, effort) {
      const habit = habits.get(model)
      if (effort === undefined || habit === 'never') return undefined
      if (effort === 'off') return false
      return habit === 'switch' ? true : effort
    },
    learn(model, { code, message }) {
      const habit = habits.get(model)
      if (code !== 'NODE_REFUSED' || habit === 'never' || !saysThinking.test(message)) return false
      habits.set(model, habit === 'switch' || saysNone.test(message) ? 'never' : 'switch')
      return true
    },
  }
}
