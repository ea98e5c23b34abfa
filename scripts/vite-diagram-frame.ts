import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build, type Plugin } from 'vite'

const script = 'src/renderer/markdown/diagrams/frame/main.ts'
/** As Mermaid itself bundles it for a page without modules: bundling it again would double the time of every build. */
const mermaid = 'node_modules/mermaid/dist/mermaid.min.js'

export const diagramFrameFile = 'diagram-frame.html'

/**
 * What a script must not say inside of an element: the end of it, or what begins a comment. In a program these stand in
 * strings and patterns only, where the escapes mean the same.
 */
export function toInlineScript(code: string): string {
  return code.replaceAll(/<(?=\/script|script)/gi, '\\x3C').replaceAll('<!--', '\\x3C!--')
}

const hashOf = (code: string) => `'sha256-${createHash('sha256').update(code, 'utf8').digest('base64')}'`

/**
 * The document of the diagram frame, all in one file: the frame has no origin, so everything it asked for would be a request
 * from another site. Only these scripts run in it, whatever a diagram brings along.
 */
export function frameDocument(scripts: readonly string[]): string {
  const inline = scripts.map(toInlineScript)
  const policy = [
    "default-src 'none'",
    `script-src ${inline.map(hashOf).join(' ')}`,
    "style-src 'unsafe-inline'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<title>Mermaid</title></head><body>',
    ...inline.map(code => `<script>${code}</script>`),
    '</body></html>',
  ].join('\n')
}

async function readScript(root: string): Promise<string> {
  const built = await build({
    configFile: false,
    root,
    logLevel: 'warn',
    build: {
      write: false,
      minify: true,
      modulePreload: false,
      rollupOptions: { input: join(root, script), output: { format: 'iife' } },
    },
  })
  const outputs = Array.isArray(built)
    ? built.flatMap(({ output }) => output)
    : 'output' in built
      ? built.output
      : []
  const chunk = outputs.find(output => output.type === 'chunk')
  if (chunk?.type !== 'chunk') throw new Error('The script of the diagram frame was not built.')
  return chunk.code
}

async function readFrame(root: string): Promise<string> {
  const [library, own] = await Promise.all([readFile(join(root, mermaid), 'utf8'), readScript(root)])
  return frameDocument([library, own])
}

/** Adds the diagram frame to the page's files. `root`: the project's folder. */
export function diagramFramePlugin(root: string): Plugin {
  return {
    name: 'harombe:diagram-frame',
    buildStart() {
      if (this.meta.watchMode) this.addWatchFile(join(root, script))
    },
    async generateBundle() {
      this.emitFile({ type: 'asset', fileName: diagramFrameFile, source: await readFrame(root) })
    },
    configureServer(server) {
      server.middlewares.use(`/${diagramFrameFile}`, (_request, response, next) => {
        readFrame(root).then(
          source => response.setHeader('content-type', 'text/html; charset=utf-8').end(source),
          next,
        )
      })
    },
  }
}
