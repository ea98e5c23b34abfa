import { Brain, ChevronRight } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { ModelMarkdown } from '../../../markdown'
import { isSafeMode } from '../../../safe-mode'

/** What the model thought before it answered. Folded: it is not the answer. */
export function Reasoning({ text, streaming }: { text: string; streaming: boolean }) {
  const { t } = useTranslation()
  return (
    <details className="group/reasoning mb-3 rounded-lg border border-line text-muted">
      <summary className="focus-ring flex cursor-default select-none list-none items-center gap-2 rounded-lg px-3 py-1.5 text-sm hover:bg-hover [&::-webkit-details-marker]:hidden">
        <Brain aria-hidden="true" className="size-4" />
        {streaming ? t('chat.answer.thinking') : t('chat.answer.thoughts')}
        <ChevronRight
          aria-hidden="true"
          className="ml-auto size-4 transition-transform duration-(--motion-fast) group-open/reasoning:rotate-90"
        />
      </summary>
      <div className="border-line border-t px-3 py-2.5 [&_.markdown]:text-muted [&_.markdown]:text-sm">
        <ModelMarkdown plain={isSafeMode} text={text} streaming={streaming} />
      </div>
    </details>
  )
}
