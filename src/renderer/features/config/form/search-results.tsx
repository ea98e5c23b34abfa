import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { spoken } from '../../../../shared/texts/spoken'
import { Button, Card } from '../../../ui'
import { useForm, useLabels } from './form-context'
import { addressOf, laneNodes, modelsOf } from './nodes/lane-nodes'
import { SettingRow } from './setting-row'
import { matchesNode, matchingFields } from './settings/matching'
import { type SectionId, sectionOf } from './settings/sections'
import type { SettingField } from './settings/setting-field'
import { allSettings } from './settings/setting-tree'

export interface SearchResultsProps {
  query: string
  onOpenNode(key: string): void
  /** What has a section of its own is shown there. */
  onOpenSection(section: SectionId): void
}

const ownSections = new Set(['entries', 'switchOrEntries', 'records'])

/** Settings and nodes that are called or about what was typed, ready to be changed. */
export function SearchResults({ query, onOpenNode, onOpenSection }: SearchResultsProps) {
  const { t } = useTranslation()
  const { view } = useForm()
  const labels = useLabels()
  const fields = useMemo(
    () =>
      matchingFields(allSettings(), query, field => ({
        label: labels(field.id),
        doc: field.doc === '' ? '' : spoken(field.doc, t),
      })),
    [query, labels, t],
  )
  const nodes = laneNodes(view).filter(({ node, name }) =>
    matchesNode(query, [name, addressOf(node), modelsOf(node).model]),
  )
  const count = fields.length + nodes.length
  return (
    <div className="flex flex-col gap-3">
      <p role="status" className="text-muted text-xs">
        {count === 0 ? t('config.form.foundNothing') : t('config.form.found', { count })}
      </p>
      {nodes.length === 0 ? null : (
        <div className="flex flex-wrap gap-1.5">
          {nodes.map(({ key, name }) => (
            <Button key={key} size="sm" onClick={() => onOpenNode(key)}>
              {name}
            </Button>
          ))}
        </div>
      )}
      {fields.length === 0 ? null : (
        <Card className="divide-y divide-line">
          {fields.map(field => (
            <Found key={field.id} field={field} onOpenSection={onOpenSection} />
          ))}
        </Card>
      )}
    </div>
  )
}

function Found({
  field,
  onOpenSection,
}: {
  field: SettingField
  onOpenSection: SearchResultsProps['onOpenSection']
}) {
  const { t } = useTranslation()
  const labels = useLabels()
  if (!ownSections.has(field.type.kind)) {
    return <SettingRow field={field} path={field.path} owner={field.path.at(-2) ?? ''} withPath />
  }
  const section = sectionOf(field.id)
  return (
    <div className="flex items-center gap-3 px-3.5 py-2.5 text-sm">
      <div className="min-w-0 flex-1">
        <span className="font-medium">{labels(field.id)}</span>{' '}
        <code className="text-muted text-xs">{field.path.join('.')}</code>
        <p className="text-muted text-xs">{spoken(field.doc, t)}</p>
      </div>
      <Button size="sm" onClick={() => onOpenSection(section)}>
        {t(`config.form.section.${section}`)}
      </Button>
    </div>
  )
}
