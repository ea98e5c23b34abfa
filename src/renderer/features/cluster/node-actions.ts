import { createContext, useContext } from 'react'
import type { NodeView } from '../../../shared/entities'
import { useClusterStore } from './cluster-context'
import type { NodeAction } from './lanes'

/** Actions that first show a dialog; the page owns the dialogs. */
export type DialogAction = Extract<NodeAction, 'edit' | 'remove'>

const DialogContext = createContext<(action: DialogAction, node: NodeView) => void>(() => undefined)

export const NodeDialogProvider = DialogContext.Provider

/** Runs an action of the menu or the drawer. */
export function useNodeActions(): (action: NodeAction, node: NodeView) => void {
  const cluster = useClusterStore()
  const openDialog = useContext(DialogContext)
  return (action, node) => {
    switch (action) {
      case 'test':
        return void cluster.checkNode(node.name)
      case 'wake':
        return void cluster.wake(node.name)
      case 'drain':
        return void cluster.setDraining(node.name, true)
      case 'resume':
        return void cluster.setDraining(node.name, false)
      case 'enable':
        return void cluster.setEnabled(node.name, true)
      case 'disable':
        return void cluster.setEnabled(node.name, false)
      case 'stop':
        return void cluster.setDemoNodeRunning(node.name, false)
      case 'comeBack':
        return void cluster.setDemoNodeRunning(node.name, true)
      case 'edit':
      case 'remove':
        return openDialog(action, node)
    }
  }
}
