import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { writeScript } from './agent-fixture'
import { answersOf, ask, expect, expectAccessible, test } from './app'
import { startTestCluster } from './cluster-fixture'

const rich = String.raw`# The roots

For $ax^2 + bx + c = 0$, which costs $5 and $6, they are

$$
x_{1,2} = \frac{-b \pm \sqrt{b^2 - 4ac}}{2a}
$$

and not $\nosuchcommand{x}$ nor $\href{javascript:alert(1)}{here}$.

~~~mermaid
flowchart TD
  A[Question] --> B{Simple?}
  B -->|yes| C[Tier 0]
~~~

| Node | Tokens/s |
|:-----|---------:|
| mini | 120 |

~~~python
def a_function_with_a_name_that_is_as_long_as_its_line(first_parameter, second_parameter):
    return 1
~~~

The end of the first answer.`

/** Every edge crosses every other: laying it out takes longer than it may. */
const endless = Array.from(
  { length: 490 },
  (_, index) => `  N${(index * 7) % 61} --> N${(index * 13 + 5) % 59}`,
).join('\n')

const hostile = `~~~mermaid
%%{init: {"securityLevel": "loose", "htmlLabels": true, "themeCSS": "@import url(https://sink.example/x.css);"}}%%
flowchart TD
  A["<img src=https://sink.example/a.png onerror=alert(1)>"] --> B[Leads nowhere]
  click A "javascript:alert(1)"
  click B href "https://sink.example" _blank
~~~

~~~mermaid
sequenceDiagram
  participant A as <iframe src="https://sink.example"></iframe>
  A->>A: <script>fetch("https://sink.example")</script>
  link A: x @ https://sink.example
~~~

~~~mermaid
flowchart TD
${endless}
~~~

~~~mermaid
this is no diagram
~~~

~~~mermaid
pie title After all that
  "drawn" : 1
~~~

The end of the second answer.`

/** What asks for anything beyond the app itself. */
function foreignRequests(page: Page): string[] {
  const foreign: string[] = []
  page.on('request', request => {
    const { protocol, hostname } = new URL(request.url())
    const own = ['data:', 'blob:'].includes(protocol) || ['127.0.0.1', 'app'].includes(hostname)
    if (!own) foreign.push(request.url())
  })
  return foreign
}

// What the frame's policy says when it stops the handlers that a diagram brought along.
test.use({ provoked: /^Executing inline event handler violates .*script-src 'sha256-/ })

test('formulas, diagrams, tables and code of a model are drawn, and reach nothing', async ({
  open,
  cleanUp,
}) => {
  const folder = await mkdtemp(join(tmpdir(), 'harombe-script-'))
  cleanUp(() => rm(folder, { recursive: true, force: true }))
  const script = await writeScript(folder, [{ text: rich }, { text: hostile }])
  const cluster = await startTestCluster([{ name: 'mini', tier: 0, tokensPerSecond: 1_000, script }])
  cleanUp(cluster.stop)
  const { page } = await open(cluster.home)
  const foreign = foreignRequests(page)
  await ask(page, 'roots')
  const first = answersOf(page).first()
  await expect(first).toContainText('The end of the first answer.')

  // Formulas: drawn, money left alone, the source where there is none to draw.
  await expect(first.locator('.math[data-state="drawn"]')).toHaveCount(3)
  await expect(first.locator('.math[data-state="refused"]')).toContainText('\\nosuchcommand')
  await expect(first).toContainText('costs $5 and $6')
  await expect(first.locator('.katex-html').first()).toBeVisible()
  await expect(first.locator('.katex a')).toHaveCount(0)
  const copied = await first.evaluate(answer => {
    const selection = answer.ownerDocument.getSelection()
    selection?.selectAllChildren(answer)
    return selection?.toString() ?? ''
  })
  expect(copied.match(/ax\^2 \+ bx \+ c = 0/g)).toHaveLength(1)
  expect(copied).toContain('\\frac{-b \\pm')

  // A diagram: a picture with words, its source, and large.
  const picture = first.getByRole('img', { name: /^Diagram\. flowchart TD/ })
  await expect(picture).toBeVisible()
  await first.getByRole('button', { name: 'Show source' }).click()
  await expect(picture).toBeHidden()
  await first.getByRole('button', { name: 'Show diagram' }).click()
  await first.getByRole('button', { name: 'Enlarge' }).click()
  await expect(page.getByRole('dialog').getByRole('img')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
  const light = await picture.getAttribute('src')
  await page.emulateMedia({ colorScheme: 'dark' })
  await expect(picture).not.toHaveAttribute('src', light ?? '')

  const wrap = first.getByRole('button', { name: 'Wrap long lines' })
  await wrap.click()
  await expect(first.getByRole('button', { name: 'Do not wrap lines' })).toHaveAttribute(
    'aria-pressed',
    'true',
  )
  await first.getByRole('button', { name: 'Copy table' }).click()
  await expect(page.getByRole('menuitem')).toHaveText(['Copy as TSV', 'Copy as CSV'])
  await page.keyboard.press('Escape')
  await expectAccessible(page)

  // What means harm is drawn harmlessly or shown as it is, and the page goes on while a diagram takes too long.
  await ask(page, 'again')
  const second = answersOf(page).last()
  await expect(second).toContainText('The end of the second answer.')
  await expect(second).toContainText('Drawing this diagram took too long.', { timeout: 20_000 })
  await expect(second).toContainText('This is not a diagram that can be drawn')
  await expect(second.getByRole('img', { name: /After all that/ })).toBeVisible({ timeout: 20_000 })
  for (const image of await page.locator('.markdown img').all()) {
    expect(await image.getAttribute('src')).toMatch(/^blob:/)
  }
  await expect(
    page.locator('.markdown iframe, .markdown script, .markdown [href^="javascript:"]'),
  ).toHaveCount(0)
  // The frame has no origin: the page cannot look into it, nor it into the page.
  expect(
    await page
      .locator('iframe')
      .evaluateAll(frames => frames.map(frame => 'contentDocument' in frame && frame.contentDocument)),
  ).toEqual([null])
  expect(foreign).toEqual([])
})
