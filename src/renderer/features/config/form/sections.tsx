import { ChevronRight } from 'lucide-react'
import { type ReactNode, useId, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Badge, Card, cn } from '../../../ui'
import { useForm, useLabels } from './form-context'
import { ModelsSection } from './rules/models-section'
import { PoliciesSection } from './rules/policies-section'
import { RecordList } from './rules/record-list'
import { SettingRow } from './setting-row'
import { groupsOf, type SectionId, sectionIds, sectionOf } from './settings/sections'
import type { SettingField } from './settings/setting-field'
import { allSettings } from './settings/setting-tree'
import { UnknownKeys } from './unknown-keys'

export interface SectionsProps {
  open: ReadonlySet<SectionId>
  onToggle(section: SectionId): void
}

/** Everything of the file but its nodes, by what it is about. */
export function Sections({ open, onToggle }: SectionsProps) {
  const { t } = useTranslation()
  const known = useMemo(() => new Set(allSettings().map(({ path }) => path[0] ?? '')), [])
  return (
    <div className="flex flex-col">
      {sectionIds
        .filter(section => section !== 'nodes')
        .map(section => (
          <Section
            key={section}
            section={section}
            isOpen={open.has(section)}
            onToggle={() => onToggle(section)}
          />
        ))}
      <UnknownKeys
        title={t('config.form.section.other')}
        hint={t('config.form.section.otherHint')}
        base={[]}
        known={known}
      />
    </div>
  )
}

interface SectionProps {
  section: SectionId
  isOpen: boolean
  onToggle(): void
}

/** How many of a section's values stand in the file, and how many of them are wrong. */
function useSectionState(section: SectionId): { set: number; wrong: number } {
  const { view, problems } = useForm()
  return useMemo(() => {
    const fields = allSettings().filter(({ id }) => sectionOf(id) === section)
    const starts = fields.map(({ path }) => path.join('.'))
    const isInside = (path: string) =>
      starts.some(start => path === start || path.startsWith(`${start}.`) || path.startsWith(`${start}[`))
    return {
      set: fields.filter(({ path }) => view.positionOf(path) !== null).length,
      wrong: [...problems.keys()].filter(isInside).length,
    }
  }, [view, problems, section])
}

function Section({ section, isOpen, onToggle }: SectionProps) {
  const { t } = useTranslation()
  const { set, wrong } = useSectionState(section)
  const id = useId()
  return (
    <section aria-labelledby={id} data-section={section} className="flex flex-col">
      <h2 className="border-line border-t">
        <button
          type="button"
          id={id}
          aria-expanded={isOpen}
          onClick={onToggle}
          className="focus-ring eased flex min-h-10 w-full items-center gap-2 rounded-sm text-left font-semibold text-sm hover:text-accent"
        >
          <ChevronRight
            aria-hidden="true"
            className={cn('size-4 shrink-0 text-muted transition-transform', isOpen && 'rotate-90')}
          />
          <span className="min-w-0 flex-1 truncate">{t(`config.form.section.${section}`)}</span>
          {wrong === 0 ? null : <Badge tone="danger">{t('config.form.problems', { count: wrong })}</Badge>}
          {set === 0 ? null : (
            <span data-figure className="font-normal text-muted text-xs">
              {t('config.form.set', { count: set })}
            </span>
          )}
        </button>
      </h2>
      {isOpen ? (
        <div className="pt-1 pb-4">
          <SectionContent section={section} />
        </div>
      ) : null}
    </section>
  )
}

function SectionContent({ section }: { section: SectionId }) {
  if (section === 'models') return <ModelsSection />
  if (section === 'policies') return <PoliciesSection />
  return <Groups section={section} />
}

function Groups({ section }: { section: SectionId }) {
  const labels = useLabels()
  const groups = useMemo(() => groupsOf(section, allSettings()), [section])
  return (
    <div className="flex flex-col gap-4">
      {groups.map(({ id, fields }) => (
        // A group of one value by the same name needs no second one.
        <Group
          key={id}
          title={groups.length === 1 || fields[0]?.id === id ? null : labels(id)}
          fields={fields}
        />
      ))}
    </div>
  )
}

function Group({ title, fields }: { title: string | null; fields: readonly SettingField[] }): ReactNode {
  const rows = fields.filter(field => field.type.kind !== 'records')
  const records = fields.filter(field => field.type.kind === 'records')
  return (
    <div className="flex flex-col gap-1.5 [&>div+div]:mt-2.5">
      {title === null ? null : <h3 className="font-medium text-muted text-xs">{title}</h3>}
      {records.map(field =>
        field.type.kind === 'records' ? (
          <RecordList key={field.id} field={field} fields={field.type.fields} />
        ) : null,
      )}
      {rows.length === 0 ? null : (
        <Card className="divide-y divide-line">
          {rows.map(field => (
            <SettingRow key={field.id} field={field} path={field.path} owner={field.path.at(-2) ?? ''} />
          ))}
        </Card>
      )}
    </div>
  )
}
