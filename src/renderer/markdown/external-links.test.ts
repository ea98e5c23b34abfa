import { describe, expect, it } from 'vitest'
import { createExternalLinks } from './external-links'

describe('createExternalLinks', () => {
  it('opens nothing before the user confirmed, and then only once', () => {
    const opened: string[] = []
    const links = createExternalLinks(url => opened.push(url))
    links.openExternalSafely({ url: 'https://a.example/', host: 'a.example', disguised: false })
    expect(links.store.getState().asking?.host).toBe('a.example')
    expect(opened).toEqual([])
    links.confirm()
    links.confirm()
    expect(opened).toEqual(['https://a.example/'])
  })

  it('opens nothing after a dismissal', () => {
    const opened: string[] = []
    const links = createExternalLinks(url => opened.push(url))
    links.openExternalSafely({ url: 'https://a.example/', host: 'a.example', disguised: false })
    links.dismiss()
    links.confirm()
    expect(opened).toEqual([])
  })

  it('checks the address itself, whatever the caller made of it', () => {
    const opened: string[] = []
    const links = createExternalLinks(url => opened.push(url))
    links.openExternalSafely({ url: 'javascript:alert(1)', host: 'a.example', disguised: false })
    links.confirm()
    expect(opened).toEqual([])
  })
})
