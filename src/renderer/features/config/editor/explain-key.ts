import type { Extension } from '@codemirror/state'
import { hoverTooltip } from '@codemirror/view'
import type { Translate } from '../../../../shared/texts/translator'
import { type SchemaNode, schemaAt } from './schema-tree'
import { schemaWords, schemaWordsElement } from './schema-words'
import { keyAt } from './yaml-place'

/** Says what a key means while the pointer rests on it. */
export function explainKey(schema: SchemaNode, t: () => Translate): Extension {
  return hoverTooltip((view, position) => {
    const found = keyAt(view.state.doc.toString(), position)
    if (found === null) return null
    const node = schemaAt(schema, found.path)
    const words = node === null ? null : schemaWords(String(found.path.at(-1)), node, t())
    if (words === null || (words.text === null && words.facts.length === 0)) return null
    return {
      pos: found.from,
      end: found.to,
      above: true,
      create() {
        const dom = schemaWordsElement(words, true)
        dom.classList.add('px-3', 'py-2')
        return { dom }
      },
    }
  })
}
