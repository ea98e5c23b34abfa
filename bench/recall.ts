import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createMemoryStores } from '../src/core/memory/conversation-store'
import { openDatabase } from '../src/core/memory/database'
import { toBits, toBytes } from '../src/core/memory/recall/quantise'
import { createRecallIndex } from '../src/core/memory/recall/recall-index'
import { createInlineSearcher } from '../src/core/memory/search/inline-searcher'
import { createRandom } from './chaos/random'
import { percentile, type Row, row } from './measure'

const pieces = 100_000
const dimensions = 768
const topics = 400
const barMs = 50
const queries = 24
const nearest = 10

/** Vectors lie as those of texts do: around topics, not evenly. */
function createVectors(random: () => number) {
  const gaussian = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  const centres = Array.from({ length: topics }, () => Float32Array.from({ length: dimensions }, gaussian))
  return () => {
    const centre = centres[Math.floor(random() * topics)]
    return Float32Array.from({ length: dimensions }, (_, index) => (centre?.[index] ?? 0) + 0.9 * gaussian())
  }
}

const cosine = (a: Float32Array, b: Float32Array) => {
  let dot = 0
  let lengthA = 0
  let lengthB = 0
  for (let index = 0; index < dimensions; index++) {
    const [x, y] = [a[index] ?? 0, b[index] ?? 0]
    dot += x * y
    lengthA += x * x
    lengthB += y * y
  }
  return dot / Math.sqrt(lengthA * lengthB)
}

/** Of this thread, which the search runs on: steadier than the clock on a machine that others use too. */
function cpuMs(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

/** Searching by meaning and by both, against what whole vectors would have found. */
export async function benchRecall(): Promise<Row[]> {
  const root = mkdtempSync(join(tmpdir(), 'harombe-bench-'))
  const database = openDatabase(join(root, 'memory.db'), { now: Date.now })
  const { connection } = database
  const random = createRandom(1)
  const nextVector = createVectors(random)
  const word = () => `word${Math.floor(20_000 ** random())}`
  const vectors: Float32Array[] = []
  const conversation = connection.prepare(
    "INSERT INTO conversation (id, title, created_at, updated_at, activity) VALUES (?, 'Chat', 1, 1, ?)",
  )
  const message = connection.prepare(
    `INSERT INTO message (id, conversation_id, role, state, epoch, created_at, content, chunked_to)
     VALUES (?, ?, 'user', 'complete', 0, 1, ?, NULL)`,
  )
  const chunk = connection.prepare(
    'INSERT INTO chunk (id, message_sequence, start, stop, is_embedded) VALUES (?, ?, 0, ?, 1)',
  )
  const bits = connection.prepare('INSERT INTO chunk_bits VALUES (?, ?)')
  const bytes = connection.prepare('INSERT INTO chunk_vector VALUES (?, ?)')
  connection.transaction(() => {
    connection.exec(`INSERT INTO vector_model VALUES (1, 'bench', ${dimensions})`)
    for (let id = 1; id <= pieces; id++) {
      if (id % 100 === 1) conversation.run(`c${Math.ceil(id / 100)}`, id)
      const text = Array.from({ length: 40 }, word).join(' ')
      const { lastInsertRowid } = message.run(`m${id}`, `c${Math.ceil(id / 100)}`, text)
      const vector = nextVector()
      vectors.push(vector)
      chunk.run(id, lastInsertRowid, text.length)
      const values = Array.from(vector)
      bits.run(id, toBits(values))
      bytes.run(id, toBytes(values))
    }
  })()
  const stores = createMemoryStores(database, { now: Date.now, createId: () => 'none' })
  const index = createRecallIndex({
    connection,
    queue: stores.queue,
    searcher: createInlineSearcher(connection),
  })
  const never = new AbortController().signal
  const byMeaning: number[] = []
  const byBoth: number[] = []
  let found = 0
  try {
    for (let round = 0; round < queries; round++) {
      const asked = nextVector()
      const embedding = { model: 'bench', vector: Array.from(asked) }
      const query = { scope: { notConversationId: null }, limit: nearest, minSimilarity: 0 }
      const began = cpuMs()
      const hits = await index.search({ ...query, text: '', embedding }, never)
      const between = cpuMs()
      await index.search({ ...query, text: `${word()} ${word()} ${word()} ${word()}`, embedding }, never)
      const ended = cpuMs()
      // The first finds an empty cache.
      if (round > 0) {
        byMeaning.push(between - began)
        byBoth.push(ended - between)
      }
      const exact = vectors
        .map((vector, at) => ({ id: `m${at + 1}`, score: cosine(vector, asked) }))
        .sort((a, b) => b.score - a.score)
        .slice(0, nearest)
      found += exact.filter(({ id }) => hits.some(({ messageId }) => messageId === id)).length
    }
  } finally {
    await stores.conversations.close()
    database.close()
    rmSync(root, { recursive: true, force: true })
  }
  const what = `search ${pieces.toLocaleString('en')} pieces × ${dimensions} dimensions, processor time,`
  return [
    row(`${what} by meaning, p50`, percentile(byMeaning, 0.5), 'ms', barMs),
    row('… p95', percentile(byMeaning, 0.95), 'ms', barMs),
    row('… by meaning and by words, p50', percentile(byBoth, 0.5), 'ms', barMs),
    row('… p95', percentile(byBoth, 0.95), 'ms', null),
    row(`… of the ${nearest} nearest found`, (found / queries / nearest) * 100, '%', null),
  ]
}
