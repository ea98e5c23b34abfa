import { Copy, ExternalLink } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { copyText } from '../copy-text'
import { Button, Dialog } from '../ui'
import { type ExternalLinks, externalLinks } from './external-links'
import type { ExternalTarget } from './external-target'

/** The address with its host emphasised: the only part that says where it leads. */
function Address({ target }: { target: ExternalTarget }) {
  const at = target.url.indexOf(target.host)
  return (
    <p className="max-h-40 overflow-y-auto rounded-md border border-line bg-sunken px-3 py-2 font-mono text-muted text-xs [overflow-wrap:anywhere]">
      {target.url.slice(0, at)}
      <strong className="font-semibold text-ink">{target.host}</strong>
      {target.url.slice(at + target.host.length)}
    </p>
  )
}

/** Asks before a link of a model's text is opened. Once, around everything that shows such text. */
export function ExternalLinkDialog({ links = externalLinks }: { links?: ExternalLinks }) {
  const { t } = useTranslation()
  const asking = useStore(links.store, state => state.asking)
  // The address stays on screen while the dialog fades away.
  const [shown, setShown] = useState(asking)
  useEffect(() => {
    if (asking !== null) setShown(asking)
  }, [asking])
  const target = asking ?? shown
  if (target === null) return null
  const mail = target.url.startsWith('mailto:')
  return (
    <Dialog
      open={asking !== null}
      onOpenChange={open => {
        if (!open) links.dismiss()
      }}
      title={t(mail ? 'markdown.link.writeTo' : 'markdown.link.openHost', { host: target.host })}
      description={t('markdown.link.warning')}
      footer={
        <>
          <Button icon={<Copy />} onClick={() => void copyText(target.url)}>
            {t('markdown.link.copy')}
          </Button>
          <Button variant="primary" icon={<ExternalLink />} onClick={links.confirm}>
            {t('markdown.link.open')}
          </Button>
        </>
      }
    >
      <Address target={target} />
    </Dialog>
  )
}
