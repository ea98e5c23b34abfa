import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { formatText } from './format-text'

const folder = join(import.meta.dirname, 'testing/golden')
const files = readdirSync(folder).map(name => [name, readFileSync(join(folder, name), 'utf8')] as const)
const dataOf = (text: string): unknown =>
  parse(text.replace(/^\ufeff/, ''), { version: '1.2', merge: true, stringKeys: true, logLevel: 'silent' })

describe('formatText', () => {
  it('indents by two, lists too, and takes away blanks that mean nothing', () => {
    const messy = `

# top
cluster:
    # the nodes
    nodes:
    -   name: tower   # strong
        # where
        host: 10.0.0.1   


        note: |
              text
                further in

              last
        capabilities:
        - vision
        - - deep
          - list
    # small
    -
        name: mini
        wake: {
            mac: "x"
        }
    # end of nodes
server:
        port:
            8000
        quoted: 'over
            two lines'


`
    expect(formatText(messy)).toBe(`# top
cluster:
  # the nodes
  nodes:
    - name: tower   # strong
      # where
      host: 10.0.0.1

      note: |
        text
          further in

        last
      capabilities:
        - vision
        - - deep
          - list
    # small
    -
      name: mini
      wake: {
          mac: "x"
      }
    # end of nodes
server:
  port:
    8000
  quoted: 'over
      two lines'
`)
  })

  it.each(files)('keeps words, data and comments of %s, and has nothing left to do', (name, text) => {
    const formatted = formatText(text)
    expect(dataOf(formatted)).toEqual(dataOf(text))
    expect(formatted.replaceAll(/\s+/g, '')).toBe(text.replaceAll(/\s+/g, ''))
    expect(formatText(formatted)).toBe(formatted)
    if (text !== '') expect(formatted.endsWith('\n')).toBe(true)
    if (name !== 'block-scalars.yaml') expect(formatted).not.toMatch(/[ \t]$|\n\n\n/m)
    const windows = `\ufeff${text.replaceAll('\n', '\r\n')}`
    expect(formatText(windows)).toBe(`\ufeff${formatted.replaceAll('\n', '\r\n')}`)
  })

  it('refuses a text that cannot be read, with the line', () => {
    expect(() => formatText('a: [\n')).toThrowError(expect.objectContaining({ code: 'CONFIG_INVALID' }))
  })
})
