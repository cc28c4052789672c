// The three pictures of the README, taken anew into $SHOTS (make shots puts them into docs/shots), and beside them the
// ones that stand there: same page, same width.
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { is, ok, step, finish, stage } from './lib/tap.mjs'
import { shot } from './lib/browser.mjs'
import { root } from './lib/registry.mjs'
import { openFile, signIn, words } from './lib/hands.mjs'

const { registry, open } = await stage()
const size = { width: 1280, height: 1000 }

const widthOf = async file => (await readFile(file)).readUInt32BE(16) // of a PNG
async function picture (page, name) {
  await page.setViewportSize(size)
  await shot(page, name, { full: false })
  is(await widthOf(path.join(root, 'docs/shots', `${name}.png`)), size.width, `docs/shots/${name}.png is that picture`)
  if (process.env.SHOTS) is(await widthOf(path.join(process.env.SHOTS, `${name}.png`)), size.width, `${name} was taken anew`)
}

await step('the start page', async () => {
  const page = await open({ lang: 'en' })
  await page.goto('/?lang=en')
  await picture(page, 'start')
})

await step('a person', async () => {
  const page = await open({ lang: 'en' })
  await signIn(page, 'ona')
  const { rows } = await registry.op('person_list', {}, 'ona')
  for (const row of rows.slice(0, 12)) {
    const { ends } = await registry.op('person_read', { person: row.person }, 'ona')
    if (!ends) continue
    await page.goto(`/person/${row.person}?lang=en`)
    await openFile(page)
    if (/of 30/.test(await words(page))) break
  }
  ok(/of 30/.test(await words(page)), 'somebody has time to decide')
  await picture(page, 'person')
})

await step('the figures', async () => {
  const page = await open({ lang: 'en' })
  await signIn(page, 'egle')
  await page.goto('/figures?lang=en')
  await picture(page, 'figures')
})

await finish()
