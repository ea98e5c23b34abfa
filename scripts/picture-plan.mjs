import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { projectRoot } from './bootstrap.mjs'

const cli = join(projectRoot, 'out', 'main', 'cli.js')

const firstLine = async program => {
  let text = ''
  for await (const part of program.stdout) {
    text += part
    if (text.includes('\n')) break
  }
  return JSON.parse(text.slice(0, text.indexOf('\n')))
}

const node = (name, url, model, tier) =>
  `    - name: ${name}\n      url: ${url}\n      model: ${model}\n      tier: ${tier}\n`

/** Pictures of the editor and of a plan, of simulated machines and a harombe.yaml of their own. */
export async function picturePlan(browser, picture) {
  const home = mkdtempSync(join(tmpdir(), 'harombe-pictures-'))
  const env = { ...process.env, HAROMBE_HOME: home }
  const programs = []
  const start = (...args) => {
    const program = spawn(process.execPath, [cli, ...args, '--json'], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    programs.push(program)
    return firstLine(program)
  }
  try {
    const models = ['llama3.2:3b', 'qwen3:8b', 'qwen3:14b']
    const [mini, gaming, workstation] = await Promise.all(
      models.map(async model => (await start('simulate', '--port', '0', '--model', model)).url),
    )
    const write = (...nodes) =>
      writeFileSync(
        join(home, 'harombe.yaml'),
        `# What should be; harombe plan says what that means\nserver:\n  port: 0\ncluster:\n  local:\n    enabled: false\n  nodes:\n    # on day and night\n${nodes.join('')}`,
      )
    write(node('mini', mini, models[0], 0), node('gaming-pc', gaming, models[1], 0))
    const { status } = spawnSync(process.execPath, [cli, 'apply', '--yes'], { env, stdio: 'ignore' })
    if (status !== 0) throw new Error('The first apply failed.')
    write(
      node('mini', mini, models[0], 0),
      node('gaming-pc', gaming, models[2], 1),
      node('workstation', workstation, models[2], 2),
    )
    const { url } = await start('serve')
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1 })
    await page.goto(url)
    await page.goto(new URL('/#/config', page.url()).href)
    await page.getByText('workstation').first().waitFor()
    await page.getByText('Online').nth(2).waitFor()
    await page.waitForTimeout(1000)
    await picture(page, 'config')
    await page.getByRole('button', { name: 'Plan', exact: true }).click()
    await page.getByRole('dialog').getByText('move gaming-pc').waitFor()
    await page.waitForTimeout(500)
    await picture(page, 'plan')
    await page.close()
  } finally {
    for (const program of programs) program.kill('SIGTERM')
    rmSync(home, { recursive: true, force: true })
  }
}
