import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ChordKeys, type CommandId, commandGroups, commands, useKeymap } from '../../commands'
import type { Chord } from '../../commands/chord'
import { isMac } from '../../commands/platform'
import { formatRoute } from '../../navigation'
import { Dialog, SegmentedControl } from '../../ui'

const enter: Chord = { mod: false, ctrl: false, alt: false, shift: false, meta: false, key: 'Enter' }

function Row({ name, chords, mac }: { name: string; chords: readonly Chord[]; mac: boolean }) {
  return (
    <div className="flex items-center justify-between gap-3 py-1">
      <dt className="min-w-0">{name}</dt>
      <dd className="flex shrink-0 flex-wrap justify-end gap-x-2 gap-y-1">
        {chords.map(chord => (
          <ChordKeys key={JSON.stringify(chord)} chord={chord} mac={mac} />
        ))}
      </dd>
    </div>
  )
}

/** All keys by group, for this keyboard or the other kind. */
export function ShortcutSheet({ onClose }: { onClose(): void }) {
  const { t } = useTranslation()
  const keymap = useKeymap()
  const [mac, setMac] = useState(isMac)
  const shown = (group: (typeof commandGroups)[number]): { id: CommandId; chords: readonly Chord[] }[] =>
    commands.flatMap(({ id, group: own }) => {
      const chords = keymap.get(id) ?? []
      return own === group && chords.length > 0 ? [{ id, chords }] : []
    })
  return (
    <Dialog
      open
      onOpenChange={open => {
        if (!open) onClose()
      }}
      title={t('shell.sheet.title')}
      width="lg"
      footer={
        <>
          <SegmentedControl
            label={t('shell.sheet.keyboard')}
            value={mac ? 'mac' : 'other'}
            onChange={value => setMac(value === 'mac')}
            options={[
              { value: 'mac', label: t('shell.sheet.mac') },
              { value: 'other', label: t('shell.sheet.other') },
            ]}
          />
          <a
            href={formatRoute({ page: 'settings', section: 'shortcuts' })}
            onClick={onClose}
            className="focus-ring ml-auto rounded-xs text-accent text-sm underline-offset-3 hover:underline"
          >
            {t('shell.sheet.customize')}
          </a>
        </>
      }
    >
      <div className="grid gap-x-8 gap-y-5 sm:grid-cols-2">
        {commandGroups
          .filter(group => shown(group).length > 0)
          .map(group => (
            <section key={group}>
              <h3 className="mb-1 font-medium text-muted text-xs">{t(`shell.group.${group}`)}</h3>
              <dl className="text-sm">
                {shown(group).map(({ id, chords }) => (
                  <Row key={id} name={t(`shell.command.${id}`)} chords={chords} mac={mac} />
                ))}
              </dl>
            </section>
          ))}
        <section>
          <h3 className="mb-1 font-medium text-muted text-xs">{t('shell.sheet.inFields')}</h3>
          <dl className="text-sm">
            <Row name={t('shell.sheet.send')} chords={[enter]} mac={mac} />
            <Row name={t('shell.sheet.newLine')} chords={[{ ...enter, shift: true }]} mac={mac} />
          </dl>
        </section>
      </div>
    </Dialog>
  )
}
