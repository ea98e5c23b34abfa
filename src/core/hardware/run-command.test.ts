import { ChildProcess } from 'node:child_process'
import { describe, expect, it, vi } from 'vitest'
import { runCommand, runFirstPresent } from './run-command'

const { signal } = new AbortController()
const node = (script: string, options: { signal?: AbortSignal; timeoutMs?: number } = {}) =>
  runCommand(process.execPath, ['-e', script], { signal, ...options })

describe('runCommand', () => {
  it('returns what a program prints, run in the C locale', async () => {
    const result = await node('process.stdout.write(process.env.LC_ALL + "é")')
    expect(result).toEqual({ status: 'ok', stdout: 'Cé' })
  })

  it('passes arguments on as they are, since there is no shell', async () => {
    const result = await runCommand(process.execPath, ['-p', 'process.argv[1]', '--', '$(id); `id`'], {
      signal,
    })
    expect(result).toEqual({ status: 'ok', stdout: '$(id); `id`\n' })
  })

  it('tells a missing program from a failing one', async () => {
    expect(await runCommand('no-such-program-here', [], { signal })).toEqual({ status: 'absent' })
    expect(await runCommand('/dev/null/nvidia-smi', [], { signal })).toEqual({ status: 'absent' })
    expect(await node('console.log("listed"); console.error("one is lost"); process.exit(15)')).toEqual({
      status: 'failed',
      exitCode: 15,
      stdout: 'listed\n',
      output: expect.stringMatching(/^one is lost\n/),
    })
  })

  it('reports a file that may not be run as a failure with its reason', async () => {
    const result = await runCommand('/', [], { signal })
    expect(result).toMatchObject({ status: 'failed', output: expect.stringContaining('EACCES') })
  })

  it('does not wait for a program that reads its input', async () => {
    expect(await node('process.stdin.resume().on("end", () => console.log("ended"))')).toEqual({
      status: 'ok',
      stdout: 'ended\n',
    })
  })

  it('lets go in time of a program that ignores signals', async () => {
    const startedAt = performance.now()
    const result = await node('process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)', {
      timeoutMs: 300,
    })
    expect(result).toEqual({ status: 'timed-out', timeoutMs: 300 })
    expect(performance.now() - startedAt).toBeLessThan(3_000)
  })

  it('lets go in time of a child that keeps the pipe open after its parent is gone', async () => {
    const startedAt = performance.now()
    const script = `
      const { spawn } = require('node:child_process')
      spawn(process.execPath, ['-e', 'setTimeout(() => {}, 5000)'], { stdio: 'inherit' }).unref()`
    expect(await node(script, { timeoutMs: 800 })).toEqual({ status: 'timed-out', timeoutMs: 800 })
    expect(performance.now() - startedAt).toBeLessThan(4_000)
  })

  it('stops a program that prints without end', async () => {
    const result = await node('(function more() { process.stdout.write("x".repeat(65536), more) })()')
    expect(result.status).toBe('failed')
    expect('stdout' in result ? result.stdout.length : 0).toBeLessThanOrEqual(1024 * 1024)
  })

  it('ends at once when it is cancelled, before or after the start', async () => {
    expect(await node('', { signal: AbortSignal.abort() })).toEqual({ status: 'cancelled' })
    const controller = new AbortController()
    const running = node('setInterval(() => {}, 1000)', { signal: controller.signal })
    controller.abort()
    expect(await running).toEqual({ status: 'cancelled' })
  })

  it('signals nobody when it is cancelled before a missing program is known to be missing', async () => {
    // Its handle has pid 0 then, and the signal would end the whole process group, these tests among it.
    const kill = vi.spyOn(ChildProcess.prototype, 'kill').mockReturnValue(true)
    const controller = new AbortController()
    const running = runCommand('there-is-no-such-program', [], { signal: controller.signal })
    controller.abort()
    expect(await running).toEqual({ status: 'cancelled' })
    expect(kill).not.toHaveBeenCalled()
    kill.mockRestore()
  })

  it('never rejects, also not for arguments that cannot be passed', async () => {
    expect(await runCommand(process.execPath, ['a\0b'], { signal })).toMatchObject({ status: 'failed' })
  })
})

describe('runFirstPresent', () => {
  it('goes on only past what is missing, not past what fails', async () => {
    const tried: string[] = []
    const result = await runFirstPresent(
      async file => {
        tried.push(file)
        return file === 'first'
          ? { status: 'absent' }
          : { status: 'failed', exitCode: 1, stdout: '', output: 'broken' }
      },
      ['first', 'second', 'third'],
      [],
      { signal },
    )
    expect(tried).toEqual(['first', 'second'])
    expect(result.status).toBe('failed')
  })
})
