import bash from 'highlight.js/lib/languages/bash'
import c from 'highlight.js/lib/languages/c'
import cpp from 'highlight.js/lib/languages/cpp'
import csharp from 'highlight.js/lib/languages/csharp'
import css from 'highlight.js/lib/languages/css'
import diff from 'highlight.js/lib/languages/diff'
import go from 'highlight.js/lib/languages/go'
import ini from 'highlight.js/lib/languages/ini'
import java from 'highlight.js/lib/languages/java'
import javascript from 'highlight.js/lib/languages/javascript'
import json from 'highlight.js/lib/languages/json'
import kotlin from 'highlight.js/lib/languages/kotlin'
import php from 'highlight.js/lib/languages/php'
import python from 'highlight.js/lib/languages/python'
import ruby from 'highlight.js/lib/languages/ruby'
import rust from 'highlight.js/lib/languages/rust'
import sql from 'highlight.js/lib/languages/sql'
import swift from 'highlight.js/lib/languages/swift'
import typescript from 'highlight.js/lib/languages/typescript'
import xml from 'highlight.js/lib/languages/xml'
import yaml from 'highlight.js/lib/languages/yaml'
import { createLowlight } from 'lowlight'
import type { CodeSpan, Highlighter } from './types'

const lowlight = createLowlight({
  ...{ bash, c, cpp, csharp, css, diff, go, ini, java, javascript, json, kotlin },
  ...{ php, python, ruby, rust, sql, swift, typescript, xml, yaml },
})

const roles: Readonly<Record<string, CodeSpan['role']>> = {
  addition: 'addition',
  attr: 'name',
  attribute: 'name',
  built_in: 'type',
  bullet: 'keyword',
  comment: 'comment',
  deletion: 'deletion',
  doctag: 'keyword',
  function: null,
  keyword: 'keyword',
  link: 'string',
  literal: 'number',
  meta: 'keyword',
  name: 'keyword',
  number: 'number',
  operator: null,
  quote: 'comment',
  regexp: 'string',
  section: 'title',
  selector: 'keyword',
  string: 'string',
  subst: null,
  symbol: 'number',
  tag: null,
  title: 'title',
  type: 'type',
  variable: 'name',
}

type HighlightNode = ReturnType<typeof lowlight.highlight>['children'][number]

/** `hljs-title function_` → title, `hljs-selector-class` → selector; undefined when it says nothing about colour. */
function roleOf(className: unknown): CodeSpan['role'] | undefined {
  const first: unknown = Array.isArray(className) ? className[0] : undefined
  if (typeof first !== 'string') return undefined
  const scope = first.replace(/^hljs-/, '')
  return roles[scope] ?? roles[scope.split('-', 1)[0] ?? '']
}

function flatten(nodes: readonly HighlightNode[], role: CodeSpan['role'], spans: CodeSpan[]): void {
  for (const node of nodes) {
    if (node.type === 'element') {
      const own = roleOf(node.properties.className)
      flatten(node.children as HighlightNode[], own === undefined ? role : own, spans)
    } else if (node.type === 'text') {
      const last = spans.at(-1)
      if (last?.role === role) last.text += node.value
      else spans.push({ role, text: node.value })
    }
  }
}

/** Colours `code`; the spans' texts joined are always `code` itself. */
export const highlight: Highlighter = (code, grammar) => {
  const spans: CodeSpan[] = []
  flatten(lowlight.highlight(grammar, code).children, null, spans)
  return spans.map(span => span.text).join('') === code ? spans : [{ role: null, text: code }]
}
