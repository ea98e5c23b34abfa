export interface Sample {
  name: string
  labels: Record<string, string>
  value: number
}

export interface Family {
  name: string
  type: string
  help: string
  samples: Sample[]
}

const metricName = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/
const sampleLine = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)$/
const label = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(,|$)/y
const escapes: Record<string, string> = { '\\\\': '\\', '\\"': '"', '\\n': '\n' }

function parseLabels(text: string, line: string): Record<string, string> {
  const labels: Record<string, string> = {}
  label.lastIndex = 0
  while (label.lastIndex < text.length) {
    const found = label.exec(text)
    if (found === null) throw new Error(`Labels that cannot be read: ${line}`)
    const [, key = '', value = ''] = found
    if (key in labels) throw new Error(`A label twice: ${line}`)
    labels[key] = value.replace(/\\["\\n]/g, written => escapes[written] ?? '')
  }
  return labels
}

function parseValue(text: string, line: string): number {
  if (text === '+Inf' || text === '-Inf') return text === '+Inf' ? Infinity : -Infinity
  const value = Number(text)
  if (text !== 'NaN' && Number.isNaN(value)) throw new Error(`No number: ${line}`)
  return value
}

const partsOfHistogram = ['_bucket', '_sum', '_count']

function belongsTo(name: string, { name: family, type }: Family): boolean {
  return type === 'histogram' ? partsOfHistogram.some(part => name === family + part) : name === family
}

/** A histogram's buckets count up and end with everything, for every set of labels. */
function checkHistogram({ name, samples }: Family): void {
  const series = new Map<string, Sample[]>()
  for (const sample of samples) {
    const { le: _le, ...others } = sample.labels
    const key = JSON.stringify(others)
    series.set(key, [...(series.get(key) ?? []), sample])
  }
  for (const [key, parts] of series) {
    const buckets = parts.filter(part => part.name === `${name}_bucket`)
    const bounds = buckets.map(({ labels }) => (labels.le === '+Inf' ? Infinity : Number(labels.le)))
    const counts = buckets.map(({ value }) => value)
    const total = parts.find(part => part.name === `${name}_count`)?.value
    const isRising = (values: number[]) =>
      values.every((value, at) => at === 0 || value >= (values[at - 1] ?? 0))
    if (!isRising(bounds) || !isRising(counts)) throw new Error(`Buckets do not rise: ${name} ${key}`)
    if (
      bounds.at(-1) !== Infinity ||
      counts.at(-1) !== total ||
      !parts.some(part => part.name === `${name}_sum`)
    )
      throw new Error(`An incomplete histogram: ${name} ${key}`)
  }
}

/**
 * Reads Prometheus' text format 0.0.4 as strictly as `promtool check metrics` does: every family once, with HELP and TYPE
 * before its samples and all of them together, no sample twice, totals named so, histograms complete.
 * @throws Error naming the line
 */
export function parseExposition(text: string): Map<string, Family> {
  const families = new Map<string, Family>()
  const seen = new Set<string>()
  let current: Family | null = null
  if (!text.endsWith('\n')) throw new Error('The last line has no end.')
  for (const line of text.split('\n')) {
    if (line === '') continue
    const [, keyword, name = '', rest = ''] = /^# (HELP|TYPE) (\S+) (.*)$/.exec(line) ?? []
    if (keyword === 'HELP') {
      if (families.has(name) || !metricName.test(name) || rest === '')
        throw new Error(`A bad family: ${line}`)
      current = { name, type: '', help: rest, samples: [] }
      families.set(name, current)
      continue
    }
    if (current === null) throw new Error(`Nothing says what this is: ${line}`)
    if (keyword === 'TYPE') {
      if (current.name !== name || current.type !== '' || current.samples.length > 0)
        throw new Error(`A type in the wrong place: ${line}`)
      if (rest !== 'counter' && rest !== 'gauge' && rest !== 'histogram') throw new Error(`No type: ${line}`)
      if ((rest === 'counter') !== name.endsWith('_total')) throw new Error(`Totals are counters: ${line}`)
      current.type = rest
      continue
    }
    const [, sampleName, labelText = '', valueText = ''] = sampleLine.exec(line) ?? []
    if (sampleName === undefined || !belongsTo(sampleName, current)) throw new Error(`Out of place: ${line}`)
    const labels = parseLabels(labelText, line)
    const value = parseValue(valueText, line)
    const key = JSON.stringify([sampleName, Object.entries(labels).sort()])
    if (seen.has(key)) throw new Error(`A sample twice: ${line}`)
    seen.add(key)
    if (current.type === 'counter' && !(value >= 0)) throw new Error(`A counter below zero: ${line}`)
    current.samples.push({ name: sampleName, labels, value })
  }
  for (const family of families.values()) if (family.type === 'histogram') checkHistogram(family)
  return families
}
