import type { LocalBackend } from '../../../shared/contract/cluster'
import { LocalBackendList, useLocalBackends } from '../../components'
import { useCluster } from '../../mirrors'
import { isSameServer } from '../../same-server'
import { Button, Skeleton, StatusDot } from '../../ui'

/** The model servers of this machine; those the cluster already uses say so. */
export function FoundHere({ onAdd }: { onAdd(found: LocalBackend): void }) {
  const { found, search } = useLocalBackends()
  const nodes = useCluster()?.nodes ?? []
  if (found === null) {
    return (
      <div className="flex flex-col gap-2">
        <p className="text-muted text-sm">Looking for model servers…</p>
        <Skeleton className="h-14 w-full" />
      </div>
    )
  }
  if (found.length === 0) {
    return (
      <div className="flex flex-col items-start gap-3 text-sm">
        <p className="text-muted">
          No model server answers on this machine. Start Ollama, LM Studio or llama.cpp and look again, add a
          machine of your network, or install harombe’s own engine on the Models page and use it for this
          machine.
        </p>
        <Button size="sm" onClick={search}>
          Look again
        </Button>
      </div>
    )
  }
  return (
    <LocalBackendList
      backends={found}
      action={backend =>
        nodes.some(node => isSameServer(node.url, backend.url)) ? (
          <StatusDot shape="ok" label="In use" className="text-muted text-xs" />
        ) : (
          <Button size="sm" onClick={() => onAdd(backend)}>
            Add
          </Button>
        )
      }
    />
  )
}
