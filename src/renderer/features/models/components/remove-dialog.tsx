import type { NodeModel } from '../../../../shared/entities'
import { formatSize } from '../../../format'
import { useCluster } from '../../../mirrors'
import { AlertDialog } from '../../../ui'
import { useModelsView, useServices } from '../services'

/** Says where, how large, and what else has it. */
export function RemoveDialog({ model, onClose }: { model: NodeModel; onClose(): void }) {
  const { models } = useServices()
  const view = useModelsView()
  const answering = (useCluster()?.nodes.find(({ name }) => name === model.node)?.activeRequests ?? 0) > 0
  const others = (view?.models ?? []).filter(({ name, node }) => name === model.name && node !== model.node)
  const size = model.sizeBytes === null || model.sizeBytes === 0 ? null : formatSize(model.sizeBytes)
  return (
    <AlertDialog
      open
      onOpenChange={onClose}
      title={`Delete ${model.name} from ${model.node}?`}
      description={
        <>
          {size === null ? 'Its files are deleted' : `Its ${size} are deleted`} on {model.node}. To have it
          there again, it must be downloaded again.{' '}
          {others.length === 0
            ? 'No other node has it.'
            : `It stays on ${others.map(({ node }) => node).join(', ')}.`}
          {model.isDefault ? ` ${model.node} answers with it when no model is named.` : ''}
          {answering ? (
            <span className="mt-2 block text-warn">
              {model.node} is answering now. A model in use is not deleted; wait until it is done.
            </span>
          ) : null}
        </>
      }
      action="Delete"
      danger
      onConfirm={() => void models.remove(model.node, model.name)}
    />
  )
}
