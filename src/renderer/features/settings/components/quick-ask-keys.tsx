import { Keyboard, RotateCcw, X } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DesktopState } from '../../../../shared/contract/desktop'
import { spoken } from '../../../../shared/texts/spoken'
import { ChordKeys } from '../../../commands'
import { chordOf } from '../../../commands/key-press'
import { keyLine } from '../../../commands/key-words'
import { isMac } from '../../../commands/platform'
import { Button, cn } from '../../../ui'
import { type AcceleratorProblem, acceleratorOf, chordOfAccelerator } from '../accelerator'
import { useChosenPreferences } from '../use-preference-choices'
import { SettingGroup, SettingRow } from './setting-row'

function AcceleratorKeys({ keys }: { keys: string }) {
  const chord = chordOfAccelerator(keys)
  return chord === null ? <span className="font-mono text-xs">{keys}</span> : <ChordKeys chord={chord} />
}

/** As `preferences.quickAskKeys` has it at first; the page has no schemas at run time. */
const defaultQuickAskKeys = 'CommandOrControl+Shift+Space'

/** The keys that open the small window from anywhere, and why they do not where they do not. */
export function QuickAskKeys({ quickAsk }: { quickAsk: DesktopState['quickAsk'] }) {
  const { t } = useTranslation()
  const { preferences, isForbidden, change } = useChosenPreferences()
  const [isRecording, setIsRecording] = useState(false)
  const [problem, setProblem] = useState<AcceleratorProblem | null>(null)
  const keys = preferences === null ? quickAsk.keys : preferences.quickAskKeys
  const usual = chordOfAccelerator(defaultQuickAskKeys)
  const set = (quickAskKeys: string | null) => {
    setIsRecording(false)
    setProblem(null)
    change({ quickAskKeys })
  }
  return (
    <SettingGroup title={t('settings.desktop.quickAsk')} hint={t('settings.desktop.quickAskHint')}>
      <SettingRow
        label={t('settings.desktop.keys')}
        hint={isRecording ? t('settings.desktop.recordingHint') : undefined}
      >
        {isRecording ? null : keys === null ? (
          <span className="text-muted text-sm">{t('settings.desktop.noKeys')}</span>
        ) : (
          <AcceleratorKeys keys={keys} />
        )}
        <Button
          icon={<Keyboard />}
          disabled={isForbidden}
          aria-pressed={isRecording}
          data-own-escape={isRecording}
          className={cn(isRecording && 'border-accent bg-accent-soft')}
          onClick={() => {
            setProblem(null)
            setIsRecording(!isRecording)
          }}
          onBlur={() => setIsRecording(false)}
          onKeyDown={event => {
            if (!isRecording || event.key === 'Tab') return
            event.preventDefault()
            event.stopPropagation()
            if (event.key === 'Escape') return setIsRecording(false)
            const chord = chordOf(event.nativeEvent, isMac())
            if (chord === null) return
            const accelerator = acceleratorOf(chord)
            if ('keys' in accelerator) set(accelerator.keys)
            else setProblem(accelerator.problem)
          }}
        >
          {t(isRecording ? 'settings.desktop.recording' : 'settings.desktop.record')}
        </Button>
        {keys === null || isRecording ? null : (
          <Button variant="ghost" icon={<X />} disabled={isForbidden} onClick={() => set(null)}>
            {t('settings.desktop.remove')}
          </Button>
        )}
        {keys === defaultQuickAskKeys || isRecording || usual === null ? null : (
          <Button
            variant="ghost"
            icon={<RotateCcw />}
            disabled={isForbidden}
            onClick={() => set(defaultQuickAskKeys)}
          >
            {t('settings.desktop.useUsual', { keys: keyLine(usual, isMac(), t) })}
          </Button>
        )}
      </SettingRow>
      {problem === null ? null : (
        <p role="alert" className="px-4 py-2.5 text-danger text-sm">
          {t(`settings.desktop.${problem}`)}
        </p>
      )}
      {quickAsk.problem === null ? null : (
        <p role="status" className="px-4 py-2.5 text-sm text-warn">
          {spoken(quickAsk.problem, t)}
        </p>
      )}
    </SettingGroup>
  )
}
