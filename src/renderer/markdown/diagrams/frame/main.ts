import type { Mermaid } from 'mermaid'
import { type DiagramAnswer, type DiagramRequest, frameReady } from '../messages'
import { cleanPicture } from './clean-picture'
import { palettes } from './palettes'

declare const mermaid: Mermaid

/** Keys a diagram's own directives may not change. */
const secure = [
  ...['secure', 'securityLevel', 'startOnLoad', 'maxTextSize', 'maxEdges', 'suppressErrorRendering'],
  ...['htmlLabels', 'flowchart', 'themeCSS', 'fontFamily', 'altFontFamily', 'dompurifyConfig', 'layout'],
]

/** The fonts of the reader's system: a picture may load none. */
const fontFamily = 'system-ui, sans-serif'

function prepare(theme: DiagramRequest['theme']): void {
  mermaid.initialize({
    startOnLoad: false,
    securityLevel: 'strict',
    secure,
    suppressErrorRendering: true,
    // Labels made of HTML are drawn by few programs that show a picture.
    htmlLabels: false,
    flowchart: { htmlLabels: false, useMaxWidth: false },
    maxTextSize: 20_000,
    maxEdges: 500,
    logLevel: 'fatal',
    fontFamily,
    theme: 'base',
    themeVariables: { ...palettes[theme], fontFamily, darkMode: theme === 'dark' },
  })
}

const message = (error: unknown): string => (error instanceof Error ? error.message : String(error))

async function draw({ id, source, theme }: DiagramRequest): Promise<DiagramAnswer> {
  const place = document.createElement('div')
  document.body.append(place)
  try {
    prepare(theme)
    const { svg } = await mermaid.render(`diagram-${id}`, source, place)
    // Mermaid hands out text; the frame has no trusted types, and nothing in it is worth stealing.
    const parsed = new DOMParser().parseFromString(svg, 'text/html').querySelector('svg')
    return parsed === null ? { id, problem: 'nothing was drawn' } : { id, ...cleanPicture(parsed) }
  } catch (error) {
    return { id, problem: message(error) }
  } finally {
    place.remove()
    for (const left of document.querySelectorAll('body > :not(script)')) left.remove()
  }
}

addEventListener(
  'message',
  event => {
    const [port] = event.ports
    if (port === undefined) return
    port.onmessage = ({ data }: MessageEvent<DiagramRequest>) =>
      void draw(data).then(answer => port.postMessage(answer))
    port.postMessage(frameReady)
  },
  { once: true },
)
