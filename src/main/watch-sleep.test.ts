import { EventEmitter } from 'node:events'
import type { PowerMonitor } from 'electron'
import { describe, expect, it } from 'vitest'
import { asElectron } from './testing/fixtures'
import { watchSleep } from './watch-sleep'

describe('sleep of the machine', () => {
  it('reaches the coordinator there is at that moment, and nobody when there is none', () => {
    const powerMonitor = new EventEmitter()
    const heard: string[] = []
    const linkNamed = (name: string) => ({
      suspended: () => void heard.push(`${name} suspended`),
      resumed: () => void heard.push(`${name} resumed`),
    })
    let link: ReturnType<typeof linkNamed> | null = null
    watchSleep(asElectron<PowerMonitor>(powerMonitor), () => link)
    powerMonitor.emit('resume')
    link = linkNamed('first')
    powerMonitor.emit('suspend')
    link = linkNamed('second')
    powerMonitor.emit('resume')
    expect(heard).toEqual(['first suspended', 'second resumed'])
  })
})
