import type Database from 'better-sqlite3'
import { cutText } from './cut-text'

/** Changes of the index, as plain data: they may cross to the storage thread. */
export type RecallStep =
  /**
   * Cuts texts that were not cut yet: files first, then the newest messages unless it is for files alone. At most so many pieces, since
   * this holds up whatever else is to be written.
   */
  | { kind: 'cut'; maximum: number; onlyFiles: boolean }
  /** Vectors of another model, or of another length, are no use any more. */
  | { kind: 'changeModel'; model: string; dimensions: number }
  | { kind: 'vectors'; model: string; rows: readonly VectorRow[] }

/** A vector of one piece, in the two forms in which it is kept. */
export interface VectorRow {
  chunkId: number
  bits: Uint8Array
  vector: Uint8Array
}

interface MessageText {
  sequence: number
  content: string
  chunked_to: number
}
interface FileText {
  id: string
  text: string | null
  chunked_to: number
}

/** @returns texts that were cut, or vectors written. Nothing here fails or differs when it is done a second time. */
export function createRecallSteps(connection: Database.Database): (step: RecallStep) => number {
  const nextMessage = connection.prepare<[], MessageText>(
    `SELECT sequence, content, chunked_to FROM message INDEXED BY message_unchunked
     WHERE chunked_to IS NOT NULL AND state <> 'streaming' ORDER BY sequence DESC LIMIT 1`,
  )
  const messageCut = connection.prepare<[number | null, number]>(
    'UPDATE message SET chunked_to = ? WHERE sequence = ?',
  )
  const nextFile = connection.prepare<[], FileText>(
    `SELECT a.id, c.text, a.chunked_to FROM attachment a INDEXED BY attachment_unchunked
     LEFT JOIN attachment_content c ON c.attachment_id = a.id
     WHERE a.chunked_to IS NOT NULL AND a.state = 'ready' ORDER BY a.id LIMIT 1`,
  )
  const fileCut = connection.prepare<[number | null, string]>(
    'UPDATE attachment SET chunked_to = ? WHERE id = ?',
  )
  const add = connection.prepare<[number | null, string | null, number, number]>(
    'INSERT INTO chunk (message_sequence, attachment_id, start, stop) VALUES (?, ?, ?, ?)',
  )
  const addWords = connection.prepare<[number | bigint, string]>(
    'INSERT INTO chunk_search (rowid, content) VALUES (?, ?)',
  )
  const currentModel = connection.prepare<[], { name: string; dimensions: number }>(
    'SELECT name, dimensions FROM vector_model',
  )
  const setModel = connection.prepare<[string, number]>(
    `INSERT INTO vector_model (id, name, dimensions) VALUES (1, ?, ?)
     ON CONFLICT (id) DO UPDATE SET name = excluded.name, dimensions = excluded.dimensions`,
  )
  const exists = connection.prepare<[number], number>('SELECT 1 FROM chunk WHERE id = ?').pluck()
  const addBits = connection.prepare<[number, Uint8Array]>(
    'INSERT INTO chunk_bits (chunk_id, bits) VALUES (?, ?) ON CONFLICT (chunk_id) DO UPDATE SET bits = excluded.bits',
  )
  const addVector = connection.prepare<[number, Uint8Array]>(
    `INSERT INTO chunk_vector (chunk_id, vector) VALUES (?, ?)
     ON CONFLICT (chunk_id) DO UPDATE SET vector = excluded.vector`,
  )
  const embedded = connection.prepare<[number]>('UPDATE chunk SET is_embedded = 1 WHERE id = ?')

  function cutFile(maximum: number): number | null {
    const file = nextFile.get()
    if (file === undefined) return null
    const text = file.text ?? ''
    const { pieces, next } = cutText(text, { from: file.chunked_to, maximum })
    for (const { start, stop } of pieces) {
      const { lastInsertRowid } = add.run(null, file.id, start, stop)
      addWords.run(lastInsertRowid, text.slice(start, stop))
    }
    fileCut.run(next, file.id)
    return pieces.length
  }

  function cutMessage(maximum: number): number | null {
    const message = nextMessage.get()
    if (message === undefined) return null
    const { pieces, next } = cutText(message.content, { from: message.chunked_to, maximum })
    for (const { start, stop } of pieces) add.run(message.sequence, null, start, stop)
    messageCut.run(next, message.sequence)
    return pieces.length
  }

  /** @returns texts looked at: those without a word make no piece. */
  function cut(maximum: number, onlyFiles: boolean): number {
    let made = 0
    let looked = 0
    while (looked < maximum && made < maximum) {
      const pieces = cutFile(maximum - made) ?? (onlyFiles ? null : cutMessage(maximum - made))
      if (pieces === null) break
      made += pieces
      looked += 1
    }
    return looked
  }

  function changeModel(model: string, dimensions: number): number {
    const current = currentModel.get()
    if (current?.name === model && current.dimensions === dimensions) return 0
    connection.exec('DELETE FROM chunk_bits; DELETE FROM chunk_vector; UPDATE chunk SET is_embedded = 0')
    return setModel.run(model, dimensions).changes
  }

  function addVectors(model: string, rows: readonly VectorRow[]): number {
    // The model was changed while these were being made.
    if (currentModel.get()?.name !== model) return 0
    let added = 0
    for (const { chunkId, bits, vector } of rows) {
      if (exists.get(chunkId) === undefined) continue
      addBits.run(chunkId, bits)
      addVector.run(chunkId, vector)
      embedded.run(chunkId)
      added += 1
    }
    return added
  }

  return step => {
    switch (step.kind) {
      case 'cut':
        return cut(step.maximum, step.onlyFiles)
      case 'changeModel':
        return changeModel(step.model, step.dimensions)
      case 'vectors':
        return addVectors(step.model, step.rows)
    }
  }
}
