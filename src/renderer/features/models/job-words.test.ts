import { describe, expect, it } from 'vitest'
import { english } from '../../../shared/texts/english'
import { jobFigures, timeLeft } from './job-words'
import { createJob } from './models.fixture'

describe('job figures', () => {
  it('tell amount, speed and the time that is left', () => {
    expect(
      jobFigures(createJob({ completedBytes: 1.2e9, totalBytes: 4.7e9, bytesPerSecond: 24.2e6 }), english),
    ).toEqual({
      amount: '1.2 of 4.7 GB',
      speed: '24 MB/s',
      left: '2 min 25 s left',
    })
  })

  it('count the last seconds whole', () => {
    const left = (bytesPerSecond: number) =>
      jobFigures(createJob({ completedBytes: 0, totalBytes: 100, bytesPerSecond }), english).left
    expect([left(8), left(11), left(200)]).toEqual(['13 s left', '10 s left', 'nearly done'])
  })

  it('promise nothing while the speed or the size is unknown', () => {
    expect(timeLeft(createJob({ totalBytes: null }))).toBeNull()
    expect(timeLeft(createJob({ bytesPerSecond: null }))).toBeNull()
    expect(timeLeft(createJob({ bytesPerSecond: 0 }))).toBeNull()
    expect(
      jobFigures(
        createJob({ totalBytes: null, completedBytes: 0, status: 'asking', bytesPerSecond: null }),
        english,
      ),
    ).toEqual({ amount: 'asking', speed: null, left: null })
    expect(jobFigures(createJob({ totalBytes: null, completedBytes: 3e8 }), english).amount).toBe('300 MB')
  })

  it('name the stage once everything has come', () => {
    const job = createJob({ completedBytes: 10, totalBytes: 10, status: 'verifying' })
    expect(jobFigures(job, english)).toEqual({ amount: 'verifying', speed: null, left: null })
  })
})
