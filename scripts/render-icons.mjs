/**
 * Renders every icon of the app from the drawings in resources/source. What it writes is committed, so neither building nor
 * packaging needs it; `--check` writes nothing and exits 1 when a committed file does not show what its drawing does.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Resvg } from '@resvg/resvg-js'

const projectRoot = dirname(dirname(fileURLToPath(import.meta.url)))
const source = name => readFileSync(join(projectRoot, 'resources', 'source', `${name}.svg`), 'utf8')

export const appSizes = [16, 22, 24, 32, 48, 64, 128, 256, 512, 1024]
export const trayStates = ['idle', 'answering', 'attention', 'paused', 'offline']

/** Mid-tones that keep 3:1 against a white and a near-black panel: Linux does not tell which of the two it has. */
const trayColors = {
  idle: '#3b72e4',
  answering: '#3b72e4',
  attention: '#b8760b',
  paused: '#808389',
  offline: '#808389',
}

function renderPng(svg, size) {
  return new Resvg(svg, { fitTo: { mode: 'width', value: size }, font: { loadSystemFonts: false } })
    .render()
    .asPng()
}

/** Below 64 pixels the lamps and the margin of the large drawing turn to mud. */
const appPng = size => renderPng(source(size < 64 ? 'app-small' : 'app'), size)

/**
 * Filled to the edges: a phone cuts it to a shape of its own. What is drawn stays within the circle of 80 % that every
 * shape leaves.
 */
function bleedPng(size) {
  const drawing = source('app')
  const filled = drawing.replace(
    /<rect [^>]*fill="url\(#ground\)"\/>/,
    '<rect width="1024" height="1024" fill="url(#ground)"/>',
  )
  if (filled === drawing) throw new Error('resources/source/app.svg has no ground to fill')
  return renderPng(filled, size)
}

const trayPng = (state, size, color) =>
  renderPng(
    source(`tray-${state}`)
      .replace('<svg ', `<svg fill="${color}" `)
      .replaceAll('stroke="#000" stroke-width="2"', `stroke="${color}" stroke-width="2"`),
    size,
  )

/** ICO: a directory of 16-byte entries, then the images; PNG inside is read since Windows Vista. */
export function packIco(images) {
  const header = Buffer.alloc(6 + 16 * images.length)
  header.writeUInt16LE(1, 2)
  header.writeUInt16LE(images.length, 4)
  let offset = header.length
  for (const [index, { size, png }] of images.entries()) {
    const at = 6 + 16 * index
    // One byte a side: 0 stands for 256.
    header.writeUInt8(size % 256, at)
    header.writeUInt8(size % 256, at + 1)
    header.writeUInt16LE(1, at + 4)
    header.writeUInt16LE(32, at + 6)
    header.writeUInt32LE(png.length, at + 8)
    header.writeUInt32LE(offset, at + 12)
    offset += png.length
  }
  return Buffer.concat([header, ...images.map(({ png }) => png)])
}

/** ICNS types that hold PNG: plain sizes and their @2x twins. */
const icnsTypes = [
  ['icp4', 16],
  ['icp5', 32],
  ['icp6', 64],
  ['ic07', 128],
  ['ic08', 256],
  ['ic09', 512],
  ['ic10', 1024],
  ['ic11', 32],
  ['ic12', 64],
  ['ic13', 256],
  ['ic14', 512],
]

/** ICNS: magic and total length, then per image its type, its length with this header, and the PNG; all big-endian. */
export function packIcns(pngOf) {
  const parts = icnsTypes.map(([type, size]) => {
    const png = pngOf(size)
    const header = Buffer.alloc(8)
    header.write(type, 0, 'ascii')
    header.writeUInt32BE(png.length + 8, 4)
    return Buffer.concat([header, png])
  })
  const body = Buffer.concat(parts)
  const header = Buffer.alloc(8)
  header.write('icns', 0, 'ascii')
  header.writeUInt32BE(body.length + 8, 4)
  return Buffer.concat([header, body])
}

/** Path below the project → contents, for every icon there is. */
export function renderIcons() {
  const files = new Map()
  const app = new Map(appSizes.map(size => [size, appPng(size)]))
  for (const [size, png] of app) files.set(`resources/icons/${size}x${size}.png`, png)
  const ico = sizes => packIco(sizes.map(size => ({ size, png: appPng(size) })))
  files.set('resources/icon.ico', ico([16, 20, 24, 32, 40, 48, 64, 128, 256]))
  files.set('resources/icon.icns', packIcns(appPng))
  for (const state of trayStates) {
    const color = trayColors[state]
    files.set(`resources/tray/${state}.png`, trayPng(state, 24, color))
    files.set(`resources/tray/${state}@2x.png`, trayPng(state, 48, color))
    files.set(`resources/tray/${state}Template.png`, trayPng(state, 16, '#000'))
    files.set(`resources/tray/${state}Template@2x.png`, trayPng(state, 32, '#000'))
    const sizes = [16, 20, 24, 32, 48]
    files.set(
      `resources/tray/${state}.ico`,
      packIco(sizes.map(size => ({ size, png: trayPng(state, size, color) }))),
    )
  }
  const page = 'src/renderer/public'
  // Every visitor of the page downloads it: without the remarks.
  files.set(`${page}/icon.svg`, Buffer.from(source('app-small').replace(/\n *<!--.*?-->/gs, '')))
  files.set(`${page}/icon-192.png`, appPng(192))
  files.set(`${page}/icon-512.png`, appPng(512))
  for (const size of [192, 512]) files.set(`${page}/icon-maskable-${size}.png`, bleedPng(size))
  // Opaque, as iOS wants it: it fills what is transparent with black.
  files.set(`${page}/apple-touch-icon.png`, bleedPng(180))
  return files
}

const svgOfPng = (png, size) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}"><image width="${size}" height="${size}" href="data:image/png;base64,${png.toString('base64')}"/></svg>`

/** Whether two PNG images show the same; another processor may round the edge of a shape by a few levels of 255. */
function showSame(left, right) {
  const size = left.readUInt32BE(16)
  if (right.readUInt32BE(16) !== size) return false
  const [a, b] = [left, right].map(png => new Resvg(svgOfPng(png, size)).render().pixels)
  return a.every((value, index) => Math.abs(value - b[index]) <= 24)
}

function isCurrent(path, contents) {
  const file = join(projectRoot, path)
  if (!existsSync(file)) return false
  const committed = readFileSync(file)
  if (committed.equals(contents)) return true
  // Written together with the PNG files and from the same drawings: if those are current, so are the containers.
  return path.endsWith('.png') ? showSame(committed, contents) : !path.endsWith('.svg')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const check = process.argv.includes('--check')
  const icons = [...renderIcons()]
  const stale = icons.filter(([path, contents]) => !isCurrent(path, contents))
  for (const [path, contents] of check ? [] : icons) {
    const file = join(projectRoot, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, contents)
  }
  process.stdout.write(
    `${check ? 'stale' : 'written'}: ${stale.map(([path]) => path).join(', ') || 'none'}\n`,
  )
  process.exit(check && stale.length > 0 ? 1 : 0)
}
