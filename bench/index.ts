import { writeFileSync } from 'node:fs'
import { benchAnswers } from './answers'
import { benchDecisions } from './decisions'
import { benchEscalation } from './escalation'
import { benchExecution } from './execution'
import { printRows, type Row } from './measure'
import { benchMemory } from './memory'
import { benchRecall } from './recall'
import { benchRelay } from './relay'
import { benchRequestLog } from './request-log'
import { benchStorage } from './storage'
import { benchView } from './view'

const rows: Row[] = [
  ...benchDecisions(),
  ...benchEscalation(),
  ...(await benchStorage()),
  ...(await benchAnswers()),
  ...benchView(),
  ...(await benchRequestLog()),
  ...(await benchMemory()),
  ...(await benchRecall()),
]
if (process.platform === 'linux') rows.push(...(await benchRelay()))
else process.stdout.write('The relay is measured on Linux only: processor time is read from /proc.\n')
rows.push(...(await benchExecution()))
printRows(rows)
writeFileSync('bench-results.json', `${JSON.stringify({ node: process.version, rows }, null, 2)}\n`)
process.stdout.write(
  '\nWritten to bench-results.json. Absolute times mean little on a shared machine; the ratios do.\n',
)
