import { Plus } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { ModelJob, ModelsView, NodeLibraryView, NodeModel } from '../../../../shared/entities'
import { Section, TierGlyph } from '../../../components'
import { formatRoute } from '../../../navigation'
import { Banner, Button, cn, Dialog, StatusDot } from '../../../ui'
import { type CellAction, cellActions, cellLook, missingAbility } from '../cell-state'
import { type CellSubject, useCellActions, useOpenDialog } from '../dialogs'
import { runningJobs } from '../matrix'
import { ModelFacts } from './model-facts'

export interface ModelDrawerProps {
  view: ModelsView
  name: string
  /** The node whose copy is shown; null for the first that has it. */
  node: string | null
  onClose(): void
}

interface Copy {
  node: NodeLibraryView
  model: NodeModel
  job: ModelJob | null
}

/** One model: where it is, what it can do, how it fits, what can be done with it. */
export function ModelDrawer({ view, name, node, onClose }: ModelDrawerProps) {
  const jobs = runningJobs(view.jobs).get(name)
  const copies = view.nodes.flatMap((candidate): Copy[] => {
    const model = view.models.find(known => known.name === name && known.node === candidate.node)
    return model === undefined ? [] : [{ node: candidate, model, job: jobs?.get(candidate.node) ?? null }]
  })
  const shown = copies.find(copy => copy.node.node === node) ?? copies[0]
  return (
    <Dialog
      open
      onOpenChange={open => {
        if (!open) onClose()
      }}
      placement="side"
      title={<span className="font-mono">{name}</span>}
      footer={shown === undefined ? undefined : <DrawerActions subject={{ ...shown, name }} />}
    >
      {shown === undefined ? (
        <NotThere name={name} />
      ) : (
        <div className="flex flex-col gap-6">
          <Places copies={copies} shown={shown} name={name} view={view} />
          <ModelFacts key={shown.node.node} node={shown.node} model={shown.model} />
        </div>
      )}
    </Dialog>
  )
}

function NotThere({ name }: { name: string }) {
  const { t } = useTranslation()
  const openDialog = useOpenDialog()
  return (
    <Banner
      title={t('models.drawer.none')}
      actions={
        <Button size="sm" onClick={() => openDialog({ kind: 'get', preset: { model: name } })}>
          {t('models.drawer.getIt')}
        </Button>
      }
    >
      {t('models.drawer.noneHint')}
    </Banner>
  )
}

function Places(props: { copies: readonly Copy[]; shown: Copy; name: string; view: ModelsView }) {
  const { t } = useTranslation()
  const { copies, shown, name, view } = props
  const openDialog = useOpenDialog()
  const more = view.nodes.some(
    node => node.online && node.abilities.pull && !copies.some(copy => copy.node.node === node.node),
  )
  return (
    <Section
      title={
        copies.length === 1 ? t('models.drawer.on') : t('models.drawer.onNodes', { count: copies.length })
      }
    >
      <ul className="flex flex-col divide-y divide-line overflow-hidden rounded-lg border border-line">
        {copies.map(copy => {
          const look = cellLook(copy.node, copy.model, copy.job, t)
          return (
            <li key={copy.node.node}>
              <a
                href={formatRoute({ page: 'models', model: name, node: copy.node.node })}
                aria-current={copy === shown ? 'true' : undefined}
                className={cn(
                  'eased flex items-center gap-2.5 px-3 py-2 text-sm outline-none hover:bg-hover focus-visible:shadow-[inset_0_0_0_2px_var(--accent)]',
                  copies.length > 1 && copy === shown && 'bg-accent-soft',
                )}
              >
                <TierGlyph tier={copy.node.tier} className="text-muted" />
                <span className="min-w-0 flex-1 truncate font-medium">{copy.node.node}</span>
                {look === null ? null : (
                  <>
                    <span data-figure className="text-muted text-xs">
                      {look.details.join(' · ')}
                    </span>
                    <StatusDot shape={look.shape} label={look.label} className="text-xs" />
                  </>
                )}
              </a>
            </li>
          )
        })}
      </ul>
      {more ? (
        <Button
          size="sm"
          variant="ghost"
          icon={<Plus />}
          className="-ml-2.5 self-start"
          onClick={() => openDialog({ kind: 'get', preset: { model: name } })}
        >
          {t('models.drawer.getElsewhere')}
        </Button>
      ) : null}
    </Section>
  )
}

function DrawerActions({ subject }: { subject: CellSubject }) {
  const { t } = useTranslation()
  const run = useCellActions()
  const actions = cellActions(subject.node, subject.model, subject.job).filter(
    (action): action is Exclude<CellAction, 'details'> => action !== 'details',
  )
  const reason = missingAbility(subject.node, t)
  return (
    <>
      {reason === null ? null : <p className="min-w-0 flex-1 text-muted text-xs">{reason}</p>}
      {actions.map(action => (
        <Button
          key={action}
          variant={action === 'remove' ? 'ghost' : 'secondary'}
          className={action === 'remove' ? 'order-first mr-auto text-danger hover:text-danger' : undefined}
          onClick={() => run(action, subject)}
        >
          {t(`models.action.${action}`)}
        </Button>
      ))}
    </>
  )
}
