import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
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
  const { t } = useTranslation()
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
    toast.success(t(`cluster.node.notice.${editing ? 'changed' : 'added'}`, { node: node.name }))
    onSaved?.(node)
    onClose()
  }

  return (
    <Dialog
      open
      onOpenChange={open => {
        if (!open) onClose()
      }}
      title={
        form.editing === null ? t('cluster.setup.add') : t('cluster.setup.edit', { node: form.editing.name })
      }
      description={t(editing ? 'cluster.setup.editHint' : 'cluster.setup.addHint')}
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
  const { t } = useTranslation()
  const { busy, test } = useStore(form.store)
  const failed = test !== null && !test.reachable
  const save =
    form.editing !== null ? 'save' : failed ? 'addAnyway' : test === null ? 'testAndAdd' : 'addNode'
  return (
    <>
      <Button
        className="mr-auto"
        busy={busy === 'testing'}
        disabled={busy === 'saving'}
        onClick={() => void form.test()}
      >
        {t(test === null ? 'cluster.setup.test' : 'cluster.setup.testAgain')}
      </Button>
      <Button variant="ghost" onClick={props.onClose}>
        {t('cluster.setup.cancel')}
      </Button>
      <Button
        type="submit"
        form={formId}
        variant={failed && form.editing === null ? 'secondary' : 'primary'}
        busy={busy === 'saving'}
        disabled={busy === 'testing'}
      >
        {t(`cluster.setup.${save}`)}
      </Button>
    </>
  )
}
