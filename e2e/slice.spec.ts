import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import { answersOf, ask, expect, expectAccessible, type Look, test } from './app'
import { startTestCluster, type TestCluster } from './cluster-fixture'

const easy = 'What is 2+2?'
const hard = 'Design a fault-tolerant distributed database, compare Raft with Paxos and prove its safety.'

const looks: Look[] = [
  { width: 1280, height: 800, colorScheme: 'light' },
  { width: 900, height: 600, colorScheme: 'dark' },
]
const otherLooks: Look[] = [{ width: 900, height: 600, colorScheme: 'light' }]
const nameOf = (look: Look) => `${look.width}×${look.height}, ${look.colorScheme}`

let cluster: TestCluster
test.beforeEach(async ({ cleanUp }) => {
  cluster = await startTestCluster()
  cleanUp(cluster.stop)
})

for (const look of looks) {
  test(`answers on the right machine, streams, and falls back when one dies (${nameOf(look)})`, async ({
    open,
  }) => {
    const { page } = await open(cluster.home, look)
    const answers = answersOf(page)

    await ask(page, easy)
    await expect(answers.last()).toContainText('mini')
    await expect(answers.last()).toContainText('Simulated')
    await expectAccessible(page)

    await ask(page, hard)
    const streaming = answers.last()
    await expect(streaming).toContainText('Outline')
    const early = (await streaming.innerText()).length
    await expect.poll(async () => (await streaming.innerText()).length).toBeGreaterThan(early)

    await cluster.machine('workstation').kill()
    await expect(streaming).toContainText(/workstation/)
    // Only a finished answer has its count of tokens; before, the text is still fading from the seam.
    await expect(streaming.getByRole('button', { name: /gaming-pc.*tokens/ })).toBeVisible({
      timeout: 30_000,
    })
    await expectAccessible(page)

    await page.getByRole('link', { name: 'Cluster' }).click()
    const powerful = page.getByRole('region', { name: /Powerful/ })
    await expect(powerful).toContainText('Offline')
    await expectAccessible(page)

    await cluster.machine('workstation').revive()
    await expect(powerful).toContainText('Online', { timeout: 5_000 })
  })
}

for (const look of otherLooks) {
  test(`is accessible with an answer and with a machine that died (${nameOf(look)})`, async ({ open }) => {
    const { page } = await open(cluster.home, look)
    await ask(page, easy)
    await expect(answersOf(page).last().getByRole('button', { name: /mini/ })).toBeVisible()
    await expectAccessible(page)
    await cluster.machine('workstation').kill()
    await page.getByRole('link', { name: 'Cluster' }).click()
    await expect(page.getByRole('region', { name: /Powerful/ })).toContainText('Offline')
    await expectAccessible(page)
  })
}

test('says what to do when no machine can answer, and answers after one came back', async ({ open }) => {
  await appendFile(join(cluster.home, 'harombe.yaml'), '  queue:\n    max_wait: 2\n')
  const { page } = await open(cluster.home)
  for (const name of ['mini', 'gaming-pc', 'workstation']) await cluster.machine(name).kill()
  await ask(page, easy)
  const alert = page.getByRole('alert')
  // A question asked before the checks have noticed tries the nodes itself; either way the person is told what to do.
  await expect(alert).toContainText(/No node can answer|Every node that was tried failed/)
  await expect(alert.getByRole('button', { name: /Try again|Retry/ })).toBeVisible()
  await expectAccessible(page)
  await cluster.machine('gaming-pc').revive()
  // Asked again before a check has found it, the question would wait its two seconds and fail once more.
  await expect(page.getByText('1 of 3 nodes online')).toBeVisible({ timeout: 30_000 })
  await page
    .getByRole('button', { name: /Try again|Retry/ })
    .first()
    .click()
  await expect(answersOf(page).last()).toContainText('gaming-pc')
})
