import { describe, expect, it } from 'vitest'
import { defaultPreferences } from '../../../shared/entities'
import { clusterView, nodeView } from '../../../shared/entities/testing/views'
import { type DiagnosticsInput, diagnosticsReport } from './diagnostics'

const canary = 'hrb_c4n4ryc4n4ry'

const input: DiagnosticsInput = {
  info: {
    version: '1.2.3',
    capabilities: ['openFolder', 'desktop'],
    configPath: '/home/marguerite/.harombe/harombe.yaml',
    dataDirectory: '/home/marguerite/.harombe',
    endpoint: 'http://192.168.1.77:8000',
    configProblem: `harombe.yaml: auth_token: ${canary} is not a text`,
    storageProblem: null,
    firstRun: false,
  },
  hardware: {
    platform: 'linux',
    arch: 'x64',
    hostname: 'margueritestower',
    cpu: { name: 'Ryzen 7', physicalCores: 8, logicalCores: 16 },
    memoryBytes: 64 * 1024 ** 3,
    gpus: [
      {
        name: 'RTX 4090',
        vendor: 'nvidia',
        memoryBytes: 24 * 1024 ** 3,
        unified: false,
        source: 'nvidia-smi',
      },
    ],
    recommendation: { model: 'm', usableBytes: 1, reason: 'r' },
    warnings: [`probe failed at /home/marguerite: ${canary}`],
  },
  cluster: clusterView([
    nodeView('margueritestower', {
      url: 'http://192.168.1.77:11434',
      error: { code: 'NODE_UNREACHABLE', message: `192.168.1.77 refused ${canary}`, retryable: true },
    }),
  ]),
  sharing: {
    listener: { host: '192.168.1.77', port: 8000, scheme: 'http', hasToken: true },
    isShared: true,
    addresses: [{ host: '192.168.1.77', url: 'http://192.168.1.77:8000', isCertified: null }],
    needsRestart: false,
  },
  preferences: defaultPreferences,
  desktop: {
    openAtLogin: true,
    quickAsk: { keys: 'F9', problem: 'taken by /home/marguerite/bin/other' },
    update: { state: 'failed', message: `https://me:${canary}@updates` },
    crash: { at: 1, report: canary },
    logsDirectory: '/home/marguerite/.harombe/logs',
    asksForLocalNetwork: false,
  },
  page: { userAgent: 'Chromium/156', width: 1280, height: 800, scale: 1, connection: 'online' },
}

describe('the report', () => {
  it('says what a helper has to know', () => {
    const report = diagnosticsReport(input)
    for (const fact of [
      'version 1.2.3',
      'Ryzen 7, 8 cores, 64.0 GB',
      'RTX 4090, 24.0 GB',
      'the network, http, with a token',
      'problem with harombe.yaml: yes',
      'NODE_UNREACHABLE',
      'F9, not registered',
    ])
      expect(report).toContain(fact)
  })

  it('names no person, no machine, no address and no secret, whatever the messages hold', () => {
    const report = diagnosticsReport(input)
    for (const word of ['marguerite', '192.168', 'c4n4ry', '/home', 'refused'])
      expect(report).not.toContain(word)
  })

  it('can be made while nothing is known', () => {
    const unknown = {
      info: null,
      hardware: null,
      cluster: null,
      sharing: null,
      preferences: null,
      desktop: null,
    }
    expect(diagnosticsReport({ ...input, ...unknown })).toContain('unknown')
  })
})
