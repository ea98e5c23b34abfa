import { useState } from 'react'
import { useClusterStore } from './features/cluster/cluster-context'
import { NodeDialog, type NodeDialogSubject } from './features/cluster/components/node-dialog'
import { OnboardingPage } from './features/onboarding/onboarding-page'
import { useMirrors } from './mirrors'
import { navigate } from './navigation'
import { Banners } from './shell/banners'
import { Logo } from './shell/logo'

/** The first steps, with the dialog of the cluster for what they find. */
export function FirstRun() {
  const cluster = useClusterStore()
  const { system } = useMirrors()
  const [adding, setAdding] = useState<NodeDialogSubject | null>(null)
  return (
    <div className="flex h-full flex-col">
      <Banners />
      <OnboardingPage
        logo={<Logo className="size-10" />}
        onAddNode={found => setAdding({ preset: found ?? {} })}
        onStartDemo={cluster.startDemo}
        onFinished={() => {
          navigate({ page: 'chat', conversationId: null })
          void system.refresh()
        }}
      />
      {adding === null ? null : (
        <NodeDialog
          subject={adding}
          onClose={() => setAdding(null)}
          // The steps go on with the node that is there now.
          onSaved={() => setAdding(null)}
        />
      )}
    </div>
  )
}
