import { createContext, useContext, useState } from 'react'
import { useStore } from 'zustand'
import type { PreferenceChanges } from '../../../shared/contract/preferences'
import type { Preferences } from '../../../shared/entities'
import { spoken } from '../../../shared/texts/spoken'
import { useClient } from '../../client'
import { useMirrors, usePreferences } from '../../mirrors'
import { chooseLanguage, texts } from '../../texts'
import { chooseTheme } from '../../theme-store'
import { toast } from '../../ui'
import { createPreferenceChoices, type PreferenceChoices } from './preference-choices'

/** What of the preferences this very page follows. */
function applyToPage({ language, theme }: PreferenceChanges): void {
  if (language !== undefined) void chooseLanguage(language)
  if (theme !== undefined) chooseTheme(theme)
}

function sayFailed(undone: boolean, reason: string | null): void {
  const options = reason === null ? {} : { description: spoken(reason, texts.t) }
  toast.error(texts.t(undone ? 'settings.notKept' : 'settings.notKeptOnDisk'), options)
}

export const PreferenceChoicesContext = createContext<PreferenceChoices | null>(null)

export function useOwnPreferenceChoices(): PreferenceChoices {
  const client = useClient()
  const { store } = useMirrors().preferences
  const [choices] = useState(() =>
    createPreferenceChoices({
      client,
      current: () => store.getState().view,
      kept: view => store.setState({ view }),
      apply: applyToPage,
      failed: sayFailed,
    }),
  )
  return choices
}

export interface ChosenPreferences {
  /** With what was just chosen; null until the coordinator told them. */
  preferences: Preferences | null
  isForbidden: boolean
  change(changes: PreferenceChanges): void
}

export function useChosenPreferences(): ChosenPreferences {
  const choices = useContext(PreferenceChoicesContext)
  if (choices === null) throw new Error('useChosenPreferences is used outside the settings')
  const told = usePreferences()
  const { chosen, isForbidden } = useStore(choices.store)
  const overlaid = Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== undefined))
  return {
    preferences: told === null ? null : { ...told, ...overlaid },
    isForbidden,
    change: changes => void choices.change(changes),
  }
}
