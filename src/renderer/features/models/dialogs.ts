import { createContext, useContext } from 'react'
import type { ModelJob, NodeLibraryView, NodeModel } from '../../../shared/entities'
import { navigate } from '../../navigation'
import type { CellAction } from './cell-state'
import type { GetModelPreset } from './get-model-store'
import { useServices } from './services'

export type ModelsDialog = { kind: 'get'; preset: GetModelPreset } | { kind: 'remove'; model: NodeModel }

const DialogContext = createContext<(dialog: ModelsDialog) => void>(() => undefined)

/** The page owns the dialogs; whatever is in it may open one. */
export const DialogProvider = DialogContext.Provider
export const useOpenDialog = () => useContext(DialogContext)

export interface CellSubject {
  node: NodeLibraryView
  /** The model's name, also where the node does not have it. */
  name: string
  model: NodeModel | null
  job: ModelJob | null
}

/** Runs an action of a cell's menu or of the drawer. */
export function useCellActions(): (action: CellAction, subject: CellSubject) => void {
  const { models } = useServices()
  const openDialog = useOpenDialog()
  return (action, { node, name, model, job }) => {
    switch (action) {
      case 'load':
        return void models.load(node.node, name)
      case 'unload':
        return void models.unload(node.node, name)
      case 'cancel':
        return job === null ? undefined : void models.cancel(job)
      case 'pull':
        return openDialog({ kind: 'get', preset: { model: name, node: node.node } })
      case 'details':
        return navigate({ page: 'models', model: name, node: node.node })
      case 'remove':
        return model === null ? undefined : openDialog({ kind: 'remove', model })
    }
  }
}
