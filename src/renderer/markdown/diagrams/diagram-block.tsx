import { Code, Expand, Workflow } from 'lucide-react'
import { memo, useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { themeStore } from '../../theme-store'
import { Dialog, IconButton } from '../../ui'
import { useMediaQuery } from '../../use-media-query'
import { revealHidden } from '../characters'
import { CodeBlock } from '../code-block'
import { CopyButton } from '../copy-button'
import { createDiagramDrawer, type Drawing } from './diagram-drawer'
import { openDiagramFrame } from './open-diagram-frame'
import { summariseDiagram } from './summarise-diagram'

const drawer = createDiagramDrawer(openDiagramFrame)

function useTheme(): 'light' | 'dark' {
  const chosen = useStore(themeStore, state => state.theme)
  const prefersDark = useMediaQuery('(prefers-color-scheme: dark)')
  return chosen === 'system' ? (prefersDark ? 'dark' : 'light') : chosen
}

/** Null until it is decided. A drawing in the other theme stays until the one in this theme is there. */
function useDrawing(source: string): Drawing | null {
  const theme = useTheme()
  const [drawing, setDrawing] = useState<Drawing | null>(null)
  useEffect(() => {
    let wanted = true
    void drawer.draw(source, theme).then(result => {
      if (wanted) setDrawing(result)
    })
    return () => {
      wanted = false
    }
  }, [source, theme])
  return drawing
}

/** The address of a picture for as long as it is shown: an image runs nothing and loads nothing. */
function usePictureUrl(drawing: Drawing | null): string | null {
  const svg = drawing?.kind === 'drawn' ? drawing.svg : null
  const [url, setUrl] = useState<string | null>(null)
  useEffect(() => {
    if (svg === null) return setUrl(null)
    const created = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }))
    setUrl(created)
    return () => URL.revokeObjectURL(created)
  }, [svg])
  return url
}

/** A closed fence of Mermaid: its picture, or its source with the reason why there is none. */
export const DiagramBlock = memo(function DiagramBlock({ source }: { source: string }) {
  const { t } = useTranslation()
  const drawing = useDrawing(source)
  const url = usePictureUrl(drawing)
  const [asSource, setAsSource] = useState(false)
  const [enlarged, setEnlarged] = useState(false)
  const summary = useMemo(() => summariseDiagram(source), [source])
  if (drawing?.kind !== 'drawn' || url === null) {
    const note =
      drawing?.kind === 'refused'
        ? t(`markdown.diagram.refused.${drawing.reason}`, { detail: revealHidden(drawing.detail) })
        : t('markdown.diagram.drawing')
    return <CodeBlock text={source} language="mermaid" open={false} note={note} />
  }
  const { width, height } = drawing
  const toggle = (
    <IconButton
      size="sm"
      label={t(asSource ? 'markdown.diagram.showPicture' : 'markdown.diagram.showSource')}
      onClick={() => setAsSource(!asSource)}
    >
      {asSource ? <Workflow /> : <Code />}
    </IconButton>
  )
  if (asSource) return <CodeBlock text={source} language="mermaid" open={false} actions={toggle} />
  const alternative = t('markdown.diagram.alternative', { summary })
  return (
    <figure className="code-block diagram" aria-label={t('markdown.diagram.label')}>
      <figcaption>
        <span>mermaid</span>
        <span className="code-actions">
          {toggle}
          <IconButton size="sm" label={t('markdown.diagram.enlarge')} onClick={() => setEnlarged(true)}>
            <Expand />
          </IconButton>
          <CopyButton label={t('markdown.diagram.copy')} text={() => revealHidden(source)} />
        </span>
      </figcaption>
      <div className="diagram-picture">
        <img src={url} alt={alternative} width={width} height={height} draggable={false} />
      </div>
      <Dialog open={enlarged} onOpenChange={setEnlarged} title={t('markdown.diagram.label')} width="2xl" tall>
        <img
          className="diagram-large"
          src={url}
          alt={alternative}
          width={width * 1.5}
          height={height * 1.5}
        />
      </Dialog>
    </figure>
  )
})
