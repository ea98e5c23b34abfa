import { Check, CircleAlert, FileJson, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { ImportReport } from '../../../../shared/entities'
import { spoken } from '../../../../shared/texts/spoken'
import { formatCount, formatSize } from '../../../format'
import { Button, IconButton, ProgressBar } from '../../../ui'
import type { ImportJob, ImportStage, ImportStore } from '../import-store'
import { doneText, plannedText } from '../report-words'

function Problems({ problems }: Pick<ImportReport, 'problems'>) {
  const { t } = useTranslation()
  if (problems.length === 0) return null
  return (
    <details className="text-sm">
      <summary className="focus-ring w-fit rounded-xs text-warn">
        {t('memory.import.problems', { count: problems.length, figure: formatCount(problems.length) })}
      </summary>
      <ul className="mt-1 flex max-h-40 list-disc flex-col gap-1 overflow-y-auto pl-5 text-muted text-xs">
        {problems.map((problem, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same may be said of two
          <li key={index} className="[overflow-wrap:anywhere]">
            {spoken(problem, t)}
          </li>
        ))}
      </ul>
    </details>
  )
}

function Stage({ stage }: { stage: ImportStage }) {
  const { t } = useTranslation()
  switch (stage.name) {
    case 'sending':
      return (
        <Progress
          text={t('memory.import.sending', { percent: Math.round(stage.share * 100) })}
          share={stage.share}
        />
      )
    case 'checking':
      return <Progress text={t('memory.import.checking')} share={null} />
    case 'importing':
      return <Progress text={t('memory.import.importing')} share={null} />
    case 'checked':
      return (
        <>
          <p className="text-sm">{plannedText(stage.report, t)}</p>
          <Problems problems={stage.report.problems} />
        </>
      )
    case 'done':
      return (
        <>
          <p className="flex items-start gap-1.5 text-sm">
            <Check aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-ok" />
            {doneText(stage.report, t)}
          </p>
          <Problems problems={stage.report.problems} />
        </>
      )
    case 'failed':
      return (
        <p className="flex items-start gap-1.5 text-danger text-sm">
          <CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
          <span className="min-w-0 [overflow-wrap:anywhere]">{stage.problem}</span>
        </p>
      )
  }
}

function Progress({ text, share }: { text: string; share: number | null }) {
  const { t } = useTranslation()
  return (
    <div className="flex flex-col gap-1">
      <p data-figure className="text-muted text-sm">
        {text}
      </p>
      <ProgressBar label={t('memory.import.label')} share={share} text={text} />
    </div>
  )
}

/** One file on its way in. */
export function ImportJobRow({ job, imports }: { job: ImportJob; imports: ImportStore }) {
  const { t } = useTranslation()
  const { id, name, bytes, stage } = job
  const isOver = stage.name === 'done' || stage.name === 'failed'
  const hasNew = stage.name === 'checked' && stage.report.conversations > 0
  return (
    <li className="flex flex-col gap-2 rounded-md border border-line p-3">
      <div className="flex items-center gap-2">
        <FileJson aria-hidden="true" className="size-4 shrink-0 text-muted" />
        <p className="min-w-0 flex-1 truncate font-medium text-sm" title={name}>
          {name}
        </p>
        <span data-figure className="shrink-0 text-muted text-xs">
          {bytes < 1_000 ? t('memory.import.bytes', { count: bytes, figure: bytes }) : formatSize(bytes)}
        </span>
        {stage.name === 'importing' ? null : (
          <IconButton
            size="sm"
            tooltip={false}
            label={isOver ? t('memory.import.close', { name }) : t('memory.import.dismiss', { name })}
            onClick={() => imports.dismiss(id)}
          >
            <X />
          </IconButton>
        )}
      </div>
      <div role="status" className="flex flex-col gap-2">
        <Stage stage={stage} />
      </div>
      {hasNew ? (
        <Button variant="primary" className="self-start" onClick={() => void imports.confirm(id)}>
          {t('memory.import.confirm', {
            count: stage.report.conversations,
            figure: formatCount(stage.report.conversations),
          })}
        </Button>
      ) : null}
    </li>
  )
}
