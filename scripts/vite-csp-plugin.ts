import type { Plugin } from 'vite'

/**
 * Our content security policy is `style-src 'self'` with no inline styles, so no `<style>` element made at run time is
 * applied. Three of the renderer's dependencies make one; this replaces how they do it: react-style-singleton (scroll lock of
 * Radix dialogs) and style-mod (CodeMirror) adopt a constructed sheet, sonner's styles are imported as a file.
 * An upgrade that moves the code, or a new dependency with the same habit, fails the build instead of the page's looks.
 */
export function contentSecurityPolicyPlugin(): Plugin {
  return {
    name: 'harombe:content-security-policy',
    apply: 'build',
    enforce: 'pre',
    transform(code, id) {
      const patch = patches.find(candidate => candidate.file.test(id))
      if (patch === undefined) return null
      const patched = patch.apply(code)
      if (patched === null) {
        return this.error(`${id} no longer looks as scripts/vite-csp-plugin.ts expects. Adapt its patch.`)
      }
      return { code: patched, map: null }
    },
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter(output => output.type === 'chunk')
      const first = initialFiles(chunks)
      for (const chunk of chunks) {
        for (const [id, module] of Object.entries(chunk.modules)) {
          const problem = findProblem(id, module.code, first.has(chunk.fileName))
          if (problem !== null) this.error(`${id} ${problem}`)
        }
      }
    },
  }
}

const styleElement = /createElement\(\s*["'`]style["'`]|jsxs?\)?\(\s*["'`]style["'`]/

export interface ChunkLinks {
  fileName: string
  isEntry: boolean
  imports: readonly string[]
}

/** What a window loads before it shows anything: the entry, and all it imports other than on demand. */
export function initialFiles(chunks: readonly ChunkLinks[]): Set<string> {
  const byName = new Map(chunks.map(chunk => [chunk.fileName, chunk]))
  const found = new Set(chunks.flatMap(({ isEntry, fileName }) => (isEntry ? [fileName] : [])))
  // A set is gone through to its end, what is added meanwhile included.
  for (const name of found) for (const next of byName.get(name)?.imports ?? []) found.add(next)
  return found
}

/** What a module must not bring into the page, or not into what is loaded first; null when it is fine. */
export function findProblem(id: string, code: string | null, isInitial: boolean): string | null {
  if (isInitial && /[/\\]node_modules[/\\](?:zod|yaml|@codemirror|@dnd-kit)[/\\]/.test(id)) {
    return 'is loaded with the first page. Only the editor of harombe.yaml needs it, and is loaded on demand; the rest of the renderer imports the contract as types only, and errors from shared/harombe-error.'
  }
  // React hoists <style precedence> elements if asked to; nothing here asks.
  if (/[/\\]node_modules[/\\]react-dom[/\\]/.test(id)) return null
  return code !== null && styleElement.test(code)
    ? 'makes a <style> element, which the content security policy refuses. Patch it in scripts/vite-csp-plugin.ts.'
    : null
}

interface Patch {
  file: RegExp
  /** Null when the code is not what was expected. */
  apply(code: string): string | null
}

/** The same counter as the original: the sheet is there from the first `add` to the last `remove`. */
const adoptedSingleton = `
export function stylesheetSingleton() {
  let users = 0
  let sheet = null
  return {
    add(css) {
      if (users === 0) {
        sheet = new CSSStyleSheet()
        sheet.replaceSync(css)
        document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
      }
      users += 1
    },
    remove() {
      users -= 1
      if (users === 0) {
        document.adoptedStyleSheets = document.adoptedStyleSheets.filter(adopted => adopted !== sheet)
        sheet = null
      }
    },
  }
}
`

export const patches: readonly Patch[] = [
  {
    file: /[/\\]react-style-singleton[/\\]dist[/\\]es\d+[/\\]singleton\.js$/,
    apply(code) {
      const expected = [
        'export var stylesheetSingleton = function () {',
        "document.createElement('style')",
        'add: function (style)',
        'remove: function ()',
      ]
      return expected.every(part => code.includes(part)) ? adoptedSingleton : null
    },
  },
  {
    file: /[/\\]sonner[/\\]dist[/\\]index\.mjs$/,
    apply(code) {
      const declaration = /function __insertCSS\(code\) \{[\s\S]*?\n\}/
      if (!declaration.test(code)) return null
      return code.replace(declaration, 'function __insertCSS() {}').replace(/^__insertCSS\(.*\);?$/gm, '')
    },
  },
  {
    file: /[/\\]style-mod[/\\]src[/\\]style-mod\.js$/,
    apply(code) {
      const condition = 'if (!root.head && root.adoptedStyleSheets && win.CSSStyleSheet)'
      const element = 'this.styleTag = doc.createElement("style")'
      if (!code.includes(condition) || !code.includes(element)) return null
      return code
        .replace(condition, 'if (root.adoptedStyleSheets && win.CSSStyleSheet)')
        .replace(element, 'throw new Error("This browser has no constructed style sheets")')
    },
  },
  {
    // It tries out once whether it may compile code, which the policy forbids and reports.
    file: /[/\\]zod[/\\]v4[/\\]core[/\\]core\.js$/,
    apply(code) {
      const config = 'export const globalConfig = globalThis.__zod_globalConfig;'
      return code.includes(config) ? code.replace(config, `${config}\nglobalConfig.jitless = true;`) : null
    },
  },
  {
    // Every browser of today reads WOFF2; the other two kinds would triple what is shipped.
    file: /[/\\]katex[/\\]dist[/\\]katex\.min\.css$/,
    apply(code) {
      const others = /,url\([^)]+\.woff\) format\("woff"\),url\([^)]+\.ttf\) format\("truetype"\)/g
      const patched = code.replace(others, '')
      return patched === code || /\.(?:woff|ttf)\)/.test(patched) ? null : patched
    },
  },
]
