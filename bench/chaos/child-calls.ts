import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'

/** What a child can be asked: one argument, one answer, both plain JSON. */
type CallTable<C> = { [K in keyof C]: (input: never) => unknown }
type Input<F> = F extends (input: infer I) => unknown ? I : never
type Output<F> = F extends (input: never) => infer O ? Awaited<O> : never

interface Question {
  id: number
  name: string
  input: unknown
}
interface Answer {
  id: number
  value?: unknown
  error?: string
}

/** In the child: answers what the parent asks until the parent is gone. */
export function serveCalls<C extends CallTable<C>>(calls: C): void {
  process.on('message', async (question: Question) => {
    const send = (answer: Answer) => process.send?.(answer)
    try {
      const call: unknown = Reflect.get(calls, question.name)
      if (typeof call !== 'function') throw new Error(`There is no ${question.name}.`)
      send({ id: question.id, value: await call(question.input) })
    } catch (error) {
      send({
        id: question.id,
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      })
    }
  })
  process.on('disconnect', () => process.exit(0))
}

export interface Child<C> {
  readonly pid: number
  /** @throws Error with the child's own words, or when the child has ended */
  call<K extends keyof C & string>(name: K, input: Input<C[K]>): Promise<Output<C[K]>>
  signal(name: 'SIGSTOP' | 'SIGCONT' | 'SIGKILL'): void
  /** Resolves once it is gone. Idempotent. */
  end(): Promise<void>
}

/** Starts a script under this Node; `wrapper` is a command that runs another, such as `ip netns exec x`. */
export function startChild<C extends CallTable<C>>(
  script: string,
  args: readonly string[],
  wrapper: readonly string[] = [],
): Child<C> {
  const [command = '', ...rest] = [...wrapper, process.execPath, '--enable-source-maps', script, ...args]
  const child: ChildProcess = spawn(command, rest, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const waiting = new Map<number, PromiseWithResolvers<unknown>>()
  let nextId = 0
  let gone = false
  child.on('message', (answer: Answer) => {
    const asked = waiting.get(answer.id)
    waiting.delete(answer.id)
    if (answer.error === undefined) asked?.resolve(answer.value)
    else asked?.reject(new Error(answer.error))
  })
  const onGone = () => {
    gone = true
    for (const { reject } of waiting.values()) reject(new Error(`The child ${args.join(' ')} has ended.`))
    waiting.clear()
  }
  child.once('exit', onGone)
  child.once('error', onGone)

  return {
    get pid() {
      return child.pid ?? 0
    },
    call(name, input) {
      const asked = Promise.withResolvers<unknown>()
      if (gone) asked.reject(new Error(`The child ${args.join(' ')} has ended.`))
      else {
        const question: Question = { id: nextId++, name, input }
        waiting.set(question.id, asked)
        child.send(question)
      }
      return asked.promise as Promise<never>
    },
    signal: name => child.kill(name),
    async end() {
      if (gone) return
      const ended = once(child, 'exit')
      child.kill('SIGCONT')
      if (child.connected) child.disconnect()
      const impatience = setTimeout(() => child.kill('SIGKILL'), 5000)
      await ended
      clearTimeout(impatience)
    },
  }
}
