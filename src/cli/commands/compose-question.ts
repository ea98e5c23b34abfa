import { randomBytes } from 'node:crypto'
import { createFence } from '../../core/agent/run/fence'
import type { UntrustedKind } from '../../shared/entities'
import type { TextDocument } from '../read-document'

const fence = createFence(randomBytes(32))

/** Question and files as one message; what is in the files is marked as material. Alone, piped text is the question itself. */
export function composeQuestion(
  question: string | undefined,
  documents: readonly TextDocument[],
): { content: string; tainted: UntrustedKind[] } {
  const asked = question?.trim() ?? ''
  const [only] = documents
  if (asked === '' && only !== undefined && documents.length === 1)
    return { content: only.text, tainted: ['attachment'] }
  const parts = documents.map(({ name, text }) => `${name}:\n${fence(text)}`)
  return {
    content: [asked, ...parts].filter(part => part !== '').join('\n\n'),
    tainted: documents.length === 0 ? [] : ['attachment'],
  }
}
