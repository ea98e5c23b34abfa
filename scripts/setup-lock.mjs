import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const patienceMs = 15 * 60_000

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** Two commands started at once in a fresh checkout must not install or build over each other. */
export function createSetupLock(directory, say) {
  const pidFile = join(directory, 'pids')

  function isAbandoned() {
    if (!existsSync(pidFile)) {
      // Between making the folder and writing into it its owner needs milliseconds.
      return existsSync(directory) && Date.now() - statSync(directory).mtimeMs > 10_000
    }
    return readFileSync(pidFile, 'utf8')
      .split(/\s+/)
      .filter(Boolean)
      .every(pid => !isAlive(Number(pid)))
  }

  async function take() {
    const deadline = Date.now() + patienceMs
    let announced = false
    for (;;) {
      try {
        mkdirSync(directory)
        writeFileSync(pidFile, `${process.pid}\n`)
        return true
      } catch {
        if (isAbandoned()) rmSync(directory, { recursive: true, force: true })
        else if (Date.now() > deadline) return false
        else {
          if (!announced) say('waiting for another set-up of this folder to finish')
          announced = true
          await pause(250)
        }
      }
    }
  }

  return {
    /**
     * Runs `work` alone. It is given a function to name a child that must have ended too before anybody else may begin,
     * for the case that we are killed while it goes on.
     */
    async hold(work) {
      if (!(await take()))
        throw new Error(`another set-up has held ${directory} for 15 minutes; remove it if none runs`)
      const release = () => rmSync(directory, { recursive: true, force: true })
      // An interrupted set-up ends the process from within.
      process.once('exit', release)
      try {
        return await work(child => writeFileSync(pidFile, `${process.pid}\n${child.pid}\n`))
      } finally {
        process.off('exit', release)
        release()
      }
    },
  }
}
