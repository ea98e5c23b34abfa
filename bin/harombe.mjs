#!/usr/bin/env node
import { existsSync } from 'node:fs'

// In a checkout the sources are newer than out/; an installed package has no scripts folder and needs none of this.
const bootstrap = new URL('../scripts/bootstrap.mjs', import.meta.url)
if (existsSync(bootstrap)) await (await import(bootstrap.href)).ensureReady()
else if (Number(process.versions.node.split('.')[0]) < 24) {
  process.stderr.write(`harombe needs Node 24 or newer; this is ${process.version}\n`)
  process.exit(1)
}
await import(new URL('../out/main/cli.js', import.meta.url).href)
