import { describe, expect, it } from 'vitest'
import { type CrashHistory, decideAfterCrash, noCrashes } from './crash-policy'

function actionsAt(times: readonly number[]) {
  let history: CrashHistory = noCrashes
  return times.map(time => {
    const decision = decideAfterCrash(history, time)
    history = decision.history
    return decision.action
  })
}

describe('decideAfterCrash', () => {
  it('reloads three times within a minute, then in safe mode, then gives up', () => {
    expect(actionsAt([0, 1, 2, 3, 4, 5, 6, 7])).toEqual([
      'reload',
      'reload',
      'reload',
      'safe-mode',
      'safe-mode',
      'safe-mode',
      'safe-mode',
      'give-up',
    ])
  })

  it('forgets crashes after a minute', () => {
    expect(actionsAt([0, 30_000, 59_000, 60_000])).toEqual(['reload', 'reload', 'reload', 'reload'])
    expect(actionsAt([0, 30_000, 59_000, 59_999])).toEqual(['reload', 'reload', 'reload', 'safe-mode'])
  })

  it('starts anew after giving up, for a window the user opens again', () => {
    expect(actionsAt([0, 1, 2, 3, 4, 5, 6, 7, 8]).at(-1)).toBe('reload')
  })
})
