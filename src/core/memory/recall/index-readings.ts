import type { Reading } from '../search/types'
import { loadVectors } from './load-vectors'

export interface IndexCounts {
  model: string | null
  indexed: number
  /** Pieces without a vector, and texts that are not cut yet. */
  pending: number
  /** Why vectors cannot be searched here; null when they can. */
  problem: string | null
}

export const indexCountsReading: Reading<null, IndexCounts> = connection => {
  const problem = loadVectors(connection)
  const counts = connection.prepare<[], Omit<IndexCounts, 'problem'>>(
    `SELECT (SELECT name FROM vector_model) AS model, (SELECT COUNT(*) FROM chunk_bits) AS indexed,
       (SELECT COUNT(*) FROM chunk WHERE is_embedded = 0)
       + (SELECT COUNT(*) FROM message WHERE chunked_to IS NOT NULL AND state <> 'streaming')
       + (SELECT COUNT(*) FROM attachment WHERE chunked_to IS NOT NULL AND state = 'ready') AS pending`,
  )
  return () => ({ ...(counts.get() ?? { model: null, indexed: 0, pending: 0 }), problem })
}

export interface UnembeddedPiece {
  id: number
  text: string
}

/** The newest pieces without a vector. */
export const unembeddedReading: Reading<{ limit: number }, UnembeddedPiece[]> = connection => {
  const newest = connection.prepare<
    [number],
    { id: number; sequence: number | null; attachmentId: string | null; start: number; stop: number }
  >(
    `SELECT id, message_sequence AS sequence, attachment_id AS attachmentId, start, stop
     FROM chunk WHERE is_embedded = 0 ORDER BY id DESC LIMIT ?`,
  )
  const message = connection
    .prepare<[number], string>('SELECT content FROM message WHERE sequence = ?')
    .pluck()
  const file = connection
    .prepare<[string], string | null>('SELECT text FROM attachment_content WHERE attachment_id = ?')
    .pluck()
  return ({ limit }) => {
    const texts = new Map<string, string>()
    const textOf = (sequence: number | null, attachmentId: string | null): string => {
      const key = `${sequence ?? attachmentId}`
      const known = texts.get(key)
      if (known !== undefined) return known
      const text = (sequence === null ? file.get(attachmentId ?? '') : message.get(sequence)) ?? ''
      texts.set(key, text)
      return text
    }
    return newest.all(limit).map(({ id, sequence, attachmentId, start, stop }) => ({
      id,
      text: textOf(sequence, attachmentId).slice(start, stop),
    }))
  }
}
