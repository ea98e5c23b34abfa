import { CircleAlert, RotateCcw } from 'lucide-react'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ConfigPath, ConfigValue } from '../../../../shared/config/document/form-action'
import { cn, IconButton } from '../../../ui'
import { SettingControl } from './controls/setting-control'
import { useForm, useSetting } from './form-context'
import type { SettingField } from './settings/setting-field'
import { SourceBadges } from './source-badges'

export interface SettingRowProps {
  field: SettingField
  /** Where in this file. */
  path: ConfigPath
  /** Of the node or server it belongs to: names for secrets begin with it. */
  owner?: string
  options?: string | undefined
  /** More of its path is shown than the key: it stands outside its group. */
  withPath?: boolean
  /** Called in place of the draft's own change, which it does itself. */
  onChange?: ((value: ConfigValue | null) => string | null) | undefined
}

/** Without them others would not know what they are, or what refers to them would be cut off. */
const canBeReset = (field: SettingField) => !field.isRequired && field.id !== 'variables'

/** Controls that need the whole width. */
const wideKinds = new Set(['texts', 'map', 'choices'])

/** One setting: what it is called, what it means, where it stands, and its control. */
export function SettingRow(props: SettingRowProps) {
  const { field, path, owner = '', options, withPath = false } = props
  const setting = useSetting(field, path)
  const [refusal, setRefusal] = useState<string | null>(null)
  const id = useId()
  const error = refusal ?? setting.error
  const isWide = wideKinds.has(field.type.kind) || (field.type.kind === 'text' && field.type.long)
  const isSwitch = field.type.kind === 'switch'
  const change = (value: ConfigValue | null) => setRefusal((props.onChange ?? setting.change)(value))
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: what is typed in the control inside
    <div
      className="@container px-3.5 py-2.5"
      data-setting={field.id}
      // What was refused is about what stood in the field then.
      onInput={() => setRefusal(null)}
      onKeyDown={event => {
        if (event.key === 'Escape') setRefusal(null)
      }}
    >
      <div
        className={cn(
          'flex gap-x-5 gap-y-1.5',
          isSwitch ? 'items-start justify-between' : 'flex-col',
          !isSwitch && !isWide && '@sm:flex-row @sm:items-start @sm:justify-between',
        )}
      >
        <div className="min-w-0 flex-1">
          <div className="flex min-h-5 flex-wrap items-center gap-x-2 gap-y-1">
            <label htmlFor={id} className="font-medium text-sm">
              {setting.label}
            </label>
            <code className="text-muted text-xs [overflow-wrap:anywhere]">
              {withPath ? field.path.join('.') : field.path.at(-1)}
            </code>
            <SourceBadges value={setting.value} overlay={setting.overlay} />
            <RowTools
              label={setting.label}
              line={setting.value.position?.line ?? null}
              path={path}
              onReset={setting.isSet && canBeReset(field) ? () => change(null) : null}
            />
          </div>
          {setting.doc === '' ? null : (
            <p id={`${id}-doc`} className="text-muted text-xs [overflow-wrap:anywhere]">
              {setting.doc}
            </p>
          )}
        </div>
        <div className={cn('min-w-0', isSwitch ? 'pt-0.5' : !isWide && '@sm:w-52 @sm:shrink-0')}>
          <SettingControl
            field={field}
            setting={setting}
            owner={owner}
            options={options}
            attributes={{
              id,
              'aria-describedby': error === undefined ? `${id}-doc` : `${id}-error`,
              'aria-invalid': error === undefined ? undefined : true,
            }}
            onChange={change}
          />
        </div>
      </div>
      {error === undefined ? null : (
        <p id={`${id}-error`} className="mt-1 flex items-start gap-1 text-danger text-xs">
          <CircleAlert aria-hidden="true" className="mt-0.5 size-3 shrink-0" />
          <span className="min-w-0 [overflow-wrap:anywhere]">{error}</span>
        </p>
      )}
    </div>
  )
}

interface RowToolsProps {
  label: string
  /** Null: it is not in the file. */
  line: number | null
  path: ConfigPath
  onReset: (() => void) | null
}

/** To its place in the text, and back to the default. */
function RowTools({ label, line, path, onReset }: RowToolsProps) {
  const { t } = useTranslation()
  const { show, isUsable } = useForm()
  if (line === null && onReset === null) return null
  return (
    <span className="flex items-center gap-0.5">
      {line === null ? null : <LineLink what={label} line={line} onShow={() => show(path)} />}
      {onReset === null || !isUsable ? null : (
        <IconButton
          size="sm"
          label={t('config.form.resetOf', { what: label })}
          onClick={onReset}
          className="-my-1 size-5.5"
        >
          <RotateCcw />
        </IconButton>
      )}
    </span>
  )
}

export function LineLink({ what, line, onShow }: { what: string; line: number; onShow(): void }) {
  const { t } = useTranslation()
  return (
    <button
      type="button"
      onClick={onShow}
      aria-label={t('config.form.showInText', { what, line })}
      className="focus-ring eased rounded-xs px-1 text-muted text-xs underline-offset-3 hover:text-accent hover:underline"
    >
      {t('config.form.lineShort', { line })}
    </button>
  )
}
