import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const css = readFileSync(join(import.meta.dirname, '../src/renderer/styles/tokens.css'), 'utf8')

const themes = ['light', 'dark'] as const
type Theme = (typeof themes)[number]

/** The tokens that are opaque colours, as [red, green, blue]. */
const colours = new Map(
  [...css.matchAll(/--([\w-]+): (?:light-dark\((#\w{6}), (#\w{6})\)|(#\w{6}));/g)].map(
    ([, name = '', light, dark, both]) => [name, { light: light ?? both ?? '', dark: dark ?? both ?? '' }],
  ),
)

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map(at => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: string, other: string, theme: Theme): number {
  const [a, b] = [one, other].map(name => luminance(colours.get(name)?.[theme] ?? ''))
  if (a === undefined || b === undefined || Number.isNaN(a + b))
    throw new Error(`${one} on ${other} is no pair.`)
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}

const grounds = ['canvas', 'surface', 'raised', 'sunken']
const texts = ['ink', 'muted', 'accent', 'ok', 'warn', 'danger']

describe.each(themes)('colours of the %s theme', theme => {
  it.each(texts.flatMap(text => grounds.map(ground => [text, ground] as const)))(
    'let %s be read on %s',
    (text, ground) => expect(contrast(text, ground, theme)).toBeGreaterThanOrEqual(4.5),
  )

  it.each(['accent', 'ok', 'warn', 'danger'])('let %s be read on its own soft ground', name => {
    expect(contrast(name, `${name}-soft`, theme)).toBeGreaterThanOrEqual(4.5)
    expect(contrast('ink', `${name}-soft`, theme)).toBeGreaterThanOrEqual(4.5)
  })

  it.each(['accent-fill', 'accent-fill-hover', 'danger-fill', 'danger-fill-hover'])(
    'let the words of a button be read on %s',
    fill => expect(contrast('on-accent', fill, theme)).toBeGreaterThanOrEqual(4.5),
  )

  it.each(grounds)('let the edge of a control be seen on %s', ground => {
    expect(contrast('control', ground, theme)).toBeGreaterThanOrEqual(3)
  })
})
