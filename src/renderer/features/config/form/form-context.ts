import { createContext, useContext } from 'react'
import { useTranslation } from 'react-i18next'
import type { ConfigPath, ConfigValue, FormAction } from '../../../../shared/config/document/form-action'
import type { FormValue, FormView } from '../../../../shared/config/document/form-view'
import { formatPath } from '../../../../shared/issues'
import { spoken } from '../../../../shared/texts/spoken'
import { changeAction, overlayOf } from './form-model'
import type { SettingField } from './settings/setting-field'

export interface FormContextValue {
  /** Of the draft, or of what it was when it last could be read. */
  view: FormView
  /** false: the draft is no YAML now, and nothing can be changed here. */
  isUsable: boolean
  /** The draft could never be read as YAML: there is nothing to show. */
  isEmpty: boolean
  /** What is wrong, by path, in the reader's language. */
  problems: ReadonlyMap<string, string>
  overlays: readonly { name: string; overrides: readonly string[] }[]
  /** @returns why it could not be done, in the reader's language; null when it was */
  edit(actions: FormAction | readonly FormAction[]): string | null
  undo(): void
  /** Shows the text of a path. */
  show(path: ConfigPath): void
}

const FormContext = createContext<FormContextValue | null>(null)

export const FormProvider = FormContext.Provider

export function useForm(): FormContextValue {
  const form = useContext(FormContext)
  if (form === null) throw new Error('useForm is used outside FormProvider')
  return form
}

/** What a field is called; a key without a name of its own by itself. */
export function useLabels(): (id: string) => string {
  const { t } = useTranslation()
  const labels: Readonly<Record<string, string>> = t('config.keys', { returnObjects: true })
  return id => labels[id] ?? (id.split('/').at(-1) ?? '').replaceAll('_', ' ')
}

export interface Setting {
  label: string
  /** What it means, in the reader's language; empty for nothing. */
  doc: string
  path: ConfigPath
  value: FormValue
  /** It stands in the file, in this place. */
  isSet: boolean
  error: string | undefined
  /** The overlay that wins over it. */
  overlay: string | null
  /** Null takes it out of the file. @returns why not */
  change(value: ConfigValue | null): string | null
}

/** One field at one place of the file. */
export function useSetting(field: SettingField, path: ConfigPath): Setting {
  const { t } = useTranslation()
  const { view, problems, overlays, edit } = useForm()
  const label = useLabels()(field.id)
  const found = view.value(path)
  // Defaults within entries of lists and maps are the schema's.
  const isUnset = found.source.kind === 'default' && found.value === undefined
  const value = isUnset ? { ...found, value: field.fallback } : found
  return {
    label,
    doc: field.doc === '' ? '' : spoken(field.doc, t),
    path,
    value,
    isSet: value.source.kind !== 'default' && value.source.kind !== 'merge',
    error: problems.get(formatPath(path)),
    overlay: overlayOf(view, path, overlays),
    change: next => edit(changeAction(view, path, next)),
  }
}
