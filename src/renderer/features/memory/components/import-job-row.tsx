import { Check, CircleAlert, FileJson, X } from 'lucide-react'
import type { ImportReport } from '../../../../shared/entities'
import { formatSize, plural } from '../../../format'
import { Button, IconButton, ProgressBar } from '../../../ui'
import type { ImportJob, ImportStage, ImportStore } from '../import-store'
import { doneText, plannedText } from '../report-words'

function Problems({ problems }: Pick<ImportReport, 'problems'>) {
  if (problems.length === 0) return null
  return (
    <details className="text-sm">
      <summary className="focus-ring w-fit rounded-xs text-warn">
        {plural(problems.length, 'thing')} could not be taken over as it was
      </summary>
      <ul className="mt-1 flex max-h-40 list-disc flex-col gap-1 overflow-y-auto pl-5 text-muted text-xs">
        {problems.map((problem, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same may be said of two
          <li key={index} className="[overflow-wrap:anywhere]">
            {problem}
          </li>
        ))}
      </ul>
    </details>
  )
}

function Stage({ stage }: { stage: ImportStage }) {
  switch (stage.name) {
    case 'sending':
      return <Progress text={`Sending, ${Math.round(stage.share * 100)} %`} share={stage.share} />
    case 'checking':
      return <Progress text="Looking through it" share={null} />
    case 'importing':
      return <Progress text="Importing" share={null} />
    case 'checked':
      return (
        <>
          <p className="text-sm">{plannedText(stage.report)}</p>
          <Problems problems={stage.report.problems} />
        </>
      )
    case 'done':
      return (
        <>
          <p className="flex items-start gap-1.5 text-sm">
            <Check aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-ok" />
            {doneText(stage.report)}
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
  return (
    <div className="flex flex-col gap-1">
      <p data-figure className="text-muted text-sm">
        {text}
      </p>
      <ProgressBar label="Import" share={share} text={text} />
    </div>
  )
}

/** One file on its way in. */
export function ImportJobRow({ job, imports }: { job: ImportJob; imports: ImportStore }) {
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
          {bytes < 1_000 ? plural(bytes, 'byte') : formatSize(bytes)}
        </span>
        {stage.name === 'importing' ? null : (
          <IconButton
            size="sm"
            tooltip={false}
            label={isOver ? `Close: ${name}` : `Do not import ${name}`}
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
          Import {plural(stage.report.conversations, 'chat')}
        </Button>
      ) : null}
    </li>
  )
}
