import { CircleCheck, FolderOpen, TriangleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { ConfigFileView } from '../../../../shared/contract/config'
import { useClient } from '../../../client'
import { CopyButton } from '../../../components/copy-button'
import { formatMoment } from '../../../format-moment'
import { useCapability } from '../../../mirrors'
import { Button, Card, toast } from '../../../ui'

/** Where the file is, and whether it is what counts. */
export function ConfigState({ view, onShowLine }: { view: ConfigFileView; onShowLine(): void }) {
  const { t, i18n } = useTranslation()
  const client = useClient()
  const canOpenFolder = useCapability('openFolder')
  const { path, text, problem, loadedAt } = view
  const state = problem !== null ? 'inForceNot' : text.trim() === '' ? 'inForceDefaults' : 'inForce'
  return (
    <Card className="divide-y divide-line">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-3">
        <p className="min-w-0 flex-[1_1_14rem] text-sm">
          <span className="block text-muted text-xs">{t('config.path')}</span>
          <span className="font-mono text-xs [overflow-wrap:anywhere]">{path}</span>
        </p>
        <CopyButton label={t('config.copyPath')} text={path} />
        {canOpenFolder ? (
          <Button
            icon={<FolderOpen />}
            onClick={() => {
              client.call('system.openConfigFolder', {}).catch(() => toast.error(t('config.folderFailed')))
            }}
          >
            {t('config.openFolder')}
          </Button>
        ) : null}
      </div>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-3" role="status">
        {problem === null ? (
          <CircleCheck aria-hidden="true" className="size-4 shrink-0 text-ok" />
        ) : (
          <TriangleAlert aria-hidden="true" className="size-4 shrink-0 text-warn" />
        )}
        <p className="min-w-0 flex-1 text-sm">
          {t(`config.${state}`)}
          <span className="block text-muted text-xs">
            {t('config.since', { when: formatMoment(loadedAt, i18n.language) })}
          </span>
        </p>
        {problem?.line == null ? null : (
          <Button size="sm" onClick={onShowLine}>
            {t('config.goToLine', { line: problem.line })}
          </Button>
        )}
      </div>
    </Card>
  )
}
