import { join, resolve } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { isolateUserData } from './user-data'

describe('isolateUserData', () => {
  it('moves everything of this app below a data directory of its own', () => {
    const app = { setPath: vi.fn(), setAppLogsPath: vi.fn() }
    isolateUserData(app, { HAROMBE_HOME: 'some/where' })
    const own = join(resolve('some/where'), 'desktop')
    expect(app.setPath).toHaveBeenCalledExactlyOnceWith('userData', own)
    expect(app.setAppLogsPath).toHaveBeenCalledExactlyOnceWith(join(own, 'logs'))
  })

  it("leaves the system's places alone otherwise", () => {
    const app = { setPath: vi.fn(), setAppLogsPath: vi.fn() }
    isolateUserData(app, {})
    isolateUserData(app, { HAROMBE_HOME: '' })
    expect(app.setPath).not.toHaveBeenCalled()
  })
})
