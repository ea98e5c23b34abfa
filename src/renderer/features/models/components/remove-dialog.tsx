import { useTranslation } from 'react-i18next'
import type { NodeModel } from '../../../../shared/entities'
import { formatSize } from '../../../format'
import { useCluster } from '../../../mirrors'
import { AlertDialog } from '../../../ui'
import { useModelsView, useServices } from '../services'

/** Says where, how large, and what else has it. */
export function RemoveDialog({ model, onClose }: { model: NodeModel; onClose(): void }) {
  const { t } = useTranslation()
  const { models } = useServices()
  const view = useModelsView()
  const answering = (useCluster()?.nodes.find(({ name }) => name === model.node)?.activeRequests ?? 0) > 0
  const others = (view?.models ?? []).filter(other => other.name === model.name && other.node !== model.node)
  const { name, node } = model
  const size = model.sizeBytes === null || model.sizeBytes === 0 ? null : formatSize(model.sizeBytes)
  const sentences = [
    size === null ? t('models.remove.files', { node }) : t('models.remove.size', { size, node }),
    others.length === 0
      ? t('models.remove.noOther')
      : t('models.remove.others', { nodes: others.map(other => other.node).join(', ') }),
    ...(model.isDefault ? [t('models.remove.isDefault', { node })] : []),
  ]
  return (
    <AlertDialog
      open
      onOpenChange={onClose}
      title={t('models.remove.title', { model: name, node })}
      description={
        <>
          {sentences.join(' ')}
          {answering ? (
            <span className="mt-2 block text-warn">{t('models.remove.answering', { node })}</span>
          ) : null}
        </>
      }
      action={t('models.remove.action')}
      danger
      onConfirm={() => void models.remove(node, name)}
    />
  )
}
