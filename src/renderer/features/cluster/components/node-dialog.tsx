import { useId, useState } from 'react'
import { useStore } from 'zustand'
import type { NodeView } from '../../../../shared/entities'
import { useClient } from '../../../client'
import { useCluster } from '../../../mirrors'
import { Button, Dialog, toast } from '../../../ui'
import type { NodeDraft } from '../node-draft'
import { createNodeFormStore, type NodeFormStore } from '../node-form-store'
import { DiscoveredNodes } from './discovered-nodes'
import { LocalBackends } from './local-backends'
import { NetworkDialog } from './network-dialog'
import { NodeForm } from './node-form'

export type NodeDialogSubject = { node: NodeView } | { preset: Partial<NodeDraft> }

export interface NodeDialogProps {
  subject: NodeDialogSubject
  onClose(): void
  onSaved?: ((node: NodeView) => void) | undefined
}

/** Adds a node or edits one; mounted anew for each opening. */
export function NodeDialog({ subject, onClose, onSaved }: NodeDialogProps) {
  const client = useClient()
  const [form] = useState(() => createNodeFormStore(client, subject))
  const formId = useId()
  const cluster = useCluster()
  const editing = form.editing !== null
  const [checking, setChecking] = useState(false)

  async function submit(): Promise<void> {
    if (!editing && form.store.getState().test === null) {
      const result = await form.test()
      if (result === null || !result.reachable) return
    }
    const node = await form.save()
    if (node === null) return
    toast.success(editing ? `${node.name} was changed` : `${node.name} was added`)
    onSaved?.(node)
    onClose()
  }

  return (
    <Dialog
      open
      onOpenChange={open => {
        if (!open) onClose()
      }}
      title={editing ? `Edit ${form.editing?.name}` : 'Add a node'}
      description={
        editing ? 'Written to harombe.yaml, comments kept.' : 'A machine that already runs a model server.'
      }
      footer={<DialogActions form={form} formId={formId} onClose={onClose} />}
    >
      <form
        id={formId}
        noValidate
        className="flex flex-col gap-5"
        onSubmit={event => {
          event.preventDefault()
          void submit()
        }}
      >
        {editing ? null : (
          <DiscoveredNodes
            nodes={cluster?.nodes ?? []}
            onPick={preset => {
              form.change(preset)
              void form.test()
            }}
            onCheckNetwork={() => setChecking(true)}
          />
        )}
        {editing ? null : (
          <LocalBackends
            nodes={cluster?.nodes ?? []}
            onPick={preset => {
              form.change(preset)
              void form.test()
            }}
          />
        )}
        <NodeForm form={form} />
      </form>
      {checking ? <NetworkDialog onClose={() => setChecking(false)} /> : null}
    </Dialog>
  )
}

function DialogActions(props: { form: NodeFormStore; formId: string; onClose(): void }) {
  const { form, formId } = props
  const { busy, test } = useStore(form.store)
  const failed = test !== null && !test.reachable
  const save =
    form.editing !== null ? 'Save' : failed ? 'Add anyway' : test === null ? 'Test and add' : 'Add node'
  return (
    <>
      <Button
        className="mr-auto"
        busy={busy === 'testing'}
        disabled={busy === 'saving'}
        onClick={() => void form.test()}
      >
        {test === null ? 'Test' : 'Test again'}
      </Button>
      <Button variant="ghost" onClick={props.onClose}>
        Cancel
      </Button>
      <Button
        type="submit"
        form={formId}
        variant={failed && form.editing === null ? 'secondary' : 'primary'}
        busy={busy === 'saving'}
        disabled={busy === 'testing'}
      >
        {save}
      </Button>
    </>
  )
}
