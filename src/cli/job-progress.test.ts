import { describe, expect, it } from 'vitest'
import type { ModelJob } from '../shared/entities'
import { createJobProgress, progressText } from './job-progress'
import { createTerminal } from './output'

const job = (part: Partial<ModelJob> = {}): ModelJob => ({
  id: 'a',
  kind: 'pull',
  node: 'mini',
  model: 'qwen3:8b',
  state: 'running',
  status: 'downloading',
  completedBytes: 1.2e9,
  totalBytes: 4.7e9,
  bytesPerSecond: 24e6,
  startedAt: 0,
  endedAt: null,
  error: null,
  ...part,
})

function shown({ isTTY, json = false }: { isTTY: boolean; json?: boolean }, jobs: readonly ModelJob[]) {
  let stderr = ''
  const sink = {
    isTTY,
    write(text: string) {
      stderr += text
    },
  }
  const progress = createJobProgress(createTerminal({ stdout: sink, stderr: sink }, { json, env: {} }))
  for (const each of jobs) progress.show(each)
  progress.end()
  return stderr
}

describe('progress of a pull', () => {
  it('says how far, how fast and how long, and nothing it does not know', () => {
    expect(progressText(job())).toBe('25 %, 1.2 of 4.7 GB, 24 MB/s, 2 min left')
    expect(progressText(job({ bytesPerSecond: 0 }))).toBe('25 %, 1.2 of 4.7 GB')
    expect(progressText(job({ totalBytes: null, completedBytes: 0, status: 'asking' }))).toBe('asking')
    expect(progressText(job({ completedBytes: 4.7e9, status: 'verifying' }))).toBe('verifying')
  })

  it('changes one line for who watches, and leaves it clean', () => {
    const text = shown({ isTTY: true }, [job(), job({ completedBytes: 2.4e9 })])
    expect(text).not.toContain('\n')
    expect(text.split('\r')).toHaveLength(4)
    expect(text.endsWith('\r\u001b[K')).toBe(true)
  })

  it('writes a line for every tenth part into a file, not for every update', () => {
    const steps = Array.from({ length: 101 }, (_, index) =>
      job({ completedBytes: index, totalBytes: 100, status: index === 100 ? 'verifying' : 'downloading' }),
    )
    const lines = shown({ isTTY: false }, steps).trimEnd().split('\n')
    expect(lines).toHaveLength(11)
    expect(lines[10]).toBe('verifying')
  })

  it('is silent with --json, and lets no server move the cursor', () => {
    expect(shown({ isTTY: true, json: true }, [job()])).toBe('')
    const hostile = job({ totalBytes: null, completedBytes: 0, status: '\u001b[2J\u0007gone' })
    expect(shown({ isTTY: true }, [hostile])).not.toContain('\u001b[2J')
    expect(shown({ isTTY: false }, [hostile])).not.toContain('\u001b')
  })
})
