import { CodeBlock } from '../code-block'
import { createLazy } from '../lazy'

/** What draws, fetched with the first diagram. */
const useDiagramBlock = createLazy(async () => (await import('./diagram-block')).DiagramBlock)

export const isDiagram = (language: string): boolean => language.toLowerCase() === 'mermaid'

/** A closed fence of Mermaid; its source until what draws it is there. */
export function LazyDiagram({ source }: { source: string }) {
  const DiagramBlock = useDiagramBlock(true)
  return DiagramBlock === null ? (
    <CodeBlock text={source} language="mermaid" open={false} />
  ) : (
    <DiagramBlock source={source} />
  )
}
