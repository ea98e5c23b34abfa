import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { copyText } from '../copy-text'
import { Button, IconButton, toast } from '../ui'
import type { ButtonProps } from '../ui/button'

const confirmationMs = 1_500

/** Copies, and says so for a moment. */
function useCopy(): { copied: boolean; copy(text: string): void } {
  const { t } = useTranslation()
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), confirmationMs)
    return () => clearTimeout(timer)
  }, [copied])
  return {
    copied,
    copy(text) {
      copyText(text).then(
        () => setCopied(true),
        () => toast.error(t('common.clipboard')),
      )
    },
  }
}

export function CopyButton({ label, text }: { label: string; text: string }) {
  const { t } = useTranslation()
  const { copied, copy } = useCopy()
  return (
    <IconButton size="sm" label={copied ? t('common.copied') : label} onClick={() => copy(text)}>
      {copied ? <Check className="text-ok" /> : <Copy />}
    </IconButton>
  )
}

export function CopyWordButton({ label, text, ...rest }: { label: string; text: string } & ButtonProps) {
  const { t } = useTranslation()
  const { copied, copy } = useCopy()
  return (
    <Button {...rest} icon={copied ? <Check /> : <Copy />} onClick={() => copy(text)}>
      {copied ? t('common.copied') : label}
    </Button>
  )
}

/** Text to be taken somewhere else as it stands. */
export function CopyBlock({ label, text }: { label: string; text: string }) {
  return (
    <div className="flex min-w-0 items-start gap-1 rounded-md border border-line bg-sunken py-1 pr-1 pl-3">
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: WCAG 2.1.1 for scrolling regions
        tabIndex={0}
        aria-label={label}
        className="focus-ring min-w-0 flex-1 overflow-x-auto rounded-xs py-1"
      >
        <pre className="font-mono text-xs">{text}</pre>
      </section>
      <CopyButton label={label} text={text} />
    </div>
  )
}
