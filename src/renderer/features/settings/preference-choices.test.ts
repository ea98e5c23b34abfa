import { describe, expect, it, vi } from 'vitest'
import type { PreferenceChanges } from '../../../shared/contract/preferences'
import { defaultPreferences, type Preferences } from '../../../shared/entities'
import { HarombeError } from '../../../shared/harombe-error'
import { createTableClient } from '../../client/table-client.fixture'
import { createPreferenceChoices } from './preference-choices'

function start(answer: (changes: PreferenceChanges) => Promise<Preferences>) {
  let told: Preferences = defaultPreferences
  const apply = vi.fn()
  const failed = vi.fn()
  const { client } = createTableClient({
    'preferences.updatePreferences': ({ changes }: { changes: PreferenceChanges }) => answer(changes),
  })
  const choices = createPreferenceChoices({
    client,
    current: () => told,
    kept: preferences => {
      told = preferences
    },
    apply,
    failed,
  })
  const shown = () => ({ ...told, ...choices.store.getState().chosen })
  return { choices, shown, apply, failed }
}

const keep = async (changes: PreferenceChanges) => ({ ...defaultPreferences, ...changes }) as Preferences
const refuse = (code: 'FORBIDDEN' | 'DISCONNECTED' | 'STORAGE_FAILED') => () =>
  Promise.reject(new HarombeError(code, 'No.'))

describe('a changed preference', () => {
  it('shows before it is kept, and does not flicker when it is', async () => {
    const { choices, shown, apply, failed } = start(keep)
    const done = choices.change({ theme: 'dark' })
    expect(shown().theme).toBe('dark')
    expect(apply).toHaveBeenCalledWith({ theme: 'dark' })
    await done
    expect(shown().theme).toBe('dark')
    expect(choices.store.getState().chosen).toEqual({})
    expect(failed).not.toHaveBeenCalled()
  })

  it('is undone when it is refused, also where the page had followed it', async () => {
    const { choices, shown, apply, failed } = start(refuse('DISCONNECTED'))
    await choices.change({ theme: 'dark', language: 'de' })
    expect(shown()).toEqual(defaultPreferences)
    expect(apply).toHaveBeenLastCalledWith({ theme: 'system', language: 'system' })
    expect(failed).toHaveBeenCalledWith(true, 'No.')
    expect(choices.store.getState().isForbidden).toBe(false)
  })

  it('is not asked for again by a session that may not change it', async () => {
    const { choices } = start(refuse('FORBIDDEN'))
    await choices.change({ theme: 'dark' })
    expect(choices.store.getState().isForbidden).toBe(true)
  })

  it('stays when only the disk refused it', async () => {
    const { choices, apply, failed } = start(refuse('STORAGE_FAILED'))
    await choices.change({ theme: 'dark' })
    expect(apply).toHaveBeenCalledOnce()
    expect(failed).toHaveBeenCalledWith(false, 'No.')
  })

  it('is not undone by an earlier one that fails late', async () => {
    const refusals: (() => void)[] = []
    const { choices, shown } = start(
      changes =>
        new Promise((resolve, reject) => {
          if (changes.theme === 'dark') refusals.push(() => reject(new HarombeError('TIMEOUT', 'Late.')))
          else resolve(keep(changes))
        }),
    )
    const first = choices.change({ theme: 'dark' })
    const second = choices.change({ theme: 'light' })
    await second
    for (const refusal of refusals) refusal()
    await first
    expect(shown().theme).toBe('light')
  })
})
