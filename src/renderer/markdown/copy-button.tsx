import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { copyText } from '../copy-text'
import { IconButton, toast } from '../ui'

const confirmationMs = 1_500

export interface CopyButtonProps {
  label: string
  /** Asked for when pressed. */
  text(): string
  keys?: string
}

/** Copies and says so for a moment. */
export function CopyButton({ label, text, keys }: CopyButtonProps) {
  const { t } = useTranslation()
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), confirmationMs)
    return () => clearTimeout(timer)
  }, [copied])
  const copy = () => {
    copyText(text()).then(
      () => setCopied(true),
      () => toast.error(t('markdown.clipboardClosed')),
    )
  }
  return (
    <IconButton
      size="sm"
      label={copied ? t('common.copied') : label}
      onClick={copy}
      {...(keys === undefined ? {} : { keys })}
    >
      {copied ? <Check className="text-ok" /> : <Copy />}
    </IconButton>
  )
}
