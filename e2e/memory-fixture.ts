interface Said {
  role: 'user' | 'assistant'
  text: string
}

export interface ExportedChat {
  title: string
  /** Seconds since the epoch, as ChatGPT counts. */
  at: number
  said: readonly Said[]
}

/** Turns of a talk, questions and answers in turn. */
export const turns = (...texts: readonly string[]): Said[] =>
  texts.map((text, index) => ({ role: index % 2 === 0 ? 'user' : 'assistant', text }))

/** A file as ChatGPT gives it out: each chat a tree of messages under an empty root. */
export function chatGptExport(chats: readonly ExportedChat[]): Buffer {
  return Buffer.from(JSON.stringify(chats.map(chatOf)))
}

function chatOf({ title, at, said }: ExportedChat, place: number): unknown {
  const id = `chat-${place}`
  const nameOf = (index: number) => (index < 0 ? `${id}-root` : `${id}-${index}`)
  const mapping: Record<string, unknown> = {
    [nameOf(-1)]: { id: nameOf(-1), parent: null, children: [nameOf(0)], message: null },
  }
  for (const [index, { role, text }] of said.entries()) {
    const name = nameOf(index)
    mapping[name] = {
      id: name,
      parent: nameOf(index - 1),
      children: index + 1 < said.length ? [nameOf(index + 1)] : [],
      message: {
        id: name,
        author: { role },
        create_time: at + index,
        content: { content_type: 'text', parts: [text] },
        status: 'finished_successfully',
      },
    }
  }
  return {
    id,
    title,
    create_time: at,
    update_time: at + said.length,
    mapping,
    current_node: nameOf(said.length - 1),
  }
}
