import { ImageOff } from 'lucide-react'
import { createElement, Fragment, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Inline } from './ast'
import { CitedText, mayCite } from './citations'
import { ExternalAnchor } from './external-anchor'
import { Formula } from './math/formula'

/** Children in order. Position is their identity, so they are passed as arguments and need no keys. */
export function inOrder<T>(items: readonly T[], render: (item: T, index: number) => ReactNode): ReactNode {
  return createElement(Fragment, null, ...items.map(render))
}

function Chip({ alt, host }: { alt: string; host: string }) {
  const { t } = useTranslation()
  return (
    <>
      <ImageOff aria-hidden="true" />
      <span>{alt === '' ? t('markdown.image') : t('markdown.imageOf', { alt })}</span>
      {host === '' ? null : <span className="markdown-host">{host}</span>}
    </>
  )
}

function renderInline(inline: Inline): ReactNode {
  switch (inline.kind) {
    case 'text':
      return mayCite(inline.text) ? <CitedText text={inline.text} /> : inline.text
    case 'strong':
      return <strong>{inlines(inline.children)}</strong>
    case 'emphasis':
      return <em>{inlines(inline.children)}</em>
    case 'strike':
      return <del>{inlines(inline.children)}</del>
    case 'code':
      return <code className="markdown-code">{inline.text}</code>
    case 'math':
      return <Formula tex={inline.tex} display={inline.display} source={inline.source} />
    case 'break':
      return <br />
    case 'link':
      return (
        <ExternalAnchor target={inline.target}>
          {inlines(inline.children)}
          {inline.shownHost === null ? null : <span className="markdown-host"> ({inline.shownHost})</span>}
        </ExternalAnchor>
      )
    case 'refusedLink':
      return (
        <span className="markdown-refused">
          {inlines(inline.children)}
          <span className="markdown-host"> ({inline.address.slice(0, 120)})</span>
        </span>
      )
    case 'image':
      return inline.target === null ? (
        <span className="markdown-image">
          <Chip alt={inline.alt} host="" />
        </span>
      ) : (
        <ExternalAnchor target={inline.target} className="markdown-image">
          <Chip alt={inline.alt} host={inline.target.host} />
        </ExternalAnchor>
      )
  }
}

export function inlines(items: readonly Inline[]): ReactNode {
  return inOrder(items, renderInline)
}
