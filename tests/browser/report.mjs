// The ministry's day: a list with mistakes comes in, who has not answered is seen, the report is read, a figure is asked how
// it is known, three figures that differ are laid side by side, the report is frozen and taken along.
import { writeFile, mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { is, like, none, ok, step, finish, stage, pageIsSound } from './lib/tap.mjs'
import { shot, wide, narrow } from './lib/browser.mjs'
import { answer, follow, press, signIn, words } from './lib/hands.mjs'

const { open } = await stage()
const folder = await mkdtemp(path.join(process.env.TMP_DIR ?? tmpdir(), 'lists-'))

async function look (page, name) {
  await pageIsSound(page, name)
  for (const [width, size] of [[1280, wide], [360, narrow]]) {
    await page.setViewportSize(size)
    await shot(page, `report-${name}-${width}`)
  }
  await page.setViewportSize(wide)
}

const take = async (page, link) => {
  const [file] = await Promise.all([page.waitForEvent('download'), link.click()])
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) }
}

async function upload (page, kind, name, text) {
  await writeFile(path.join(folder, name), text)
  await page.goto('/import?lang=en')
  await answer(page, { kind })
  await page.setInputFiles('#file', path.join(folder, name))
  await press(page, /read the file/i)
}

// Until the page of a running import says that it is done; it asks again by itself.
async function untilDone (page) {
  for (let i = 0; i < 30 && /being written/.test(await words(page)); i++) await page.waitForTimeout(1000)
}

const paulius = await open({ lang: 'en' })
const plain = await open({ lang: 'en', scripts: false })
const egle = await open({ lang: 'en' })
let hash = ''

await step('a list with mistakes: what is wrong is said row by row, nothing is written yet', async () => {
  await signIn(paulius, 'paulius')
  await upload(paulius, 'grant', 'grants.csv', [
    'number,day,recipient,purpose,amount,funder,shoe size',
    'T-1,2026-03-01,silto-vejo,victim_assistance,1000.50,Ministry,41',
    'T-2,2026-13-01,silto-vejo,victim_assistance,1000,Ministry,42',
    'T-3,2026-05-01,kranto-ziburys,nonsense,12x,"=1+1",43',
    'T-4,2026-06-01,kranto-ziburys,prevention,50,Ministry,44'].join('\n'))
  const text = await words(paulius)
  like(text, /4 Rows in the file/, 'four rows')
  like(text, /2 Rows that can be written/, 'two can be written')
  like(text, /3 day 2026-13-01/, 'the row, column and value of a mistake stand there')
  like(text, /4 purpose nonsense/, 'of every mistake of a row')
  like(text, /4 amount 12x/, 'the second one too')
  like(text, /Not known, left out shoe size/, 'a column nobody knows is named')
  await look(paulius, 'preview')
})

await step('what is wrong is saved as CSV, and no cell of it is a formula', async () => {
  const { name, bytes } = await take(paulius, paulius.getByRole('button', { name: /save what is wrong/i }))
  like(name, /\.csv$/, 'a CSV')
  const text = bytes.toString()
  like(text, /"3","day","2026-13-01"/, 'with the row')
  ok(!/(^|,)"[=+@-]/m.test(text), 'and nothing that begins like a formula')
})

await step('the good rows are written; the same file again adds nothing', async () => {
  await press(paulius, /write 2 rows/i)
  await untilDone(paulius)
  like(await words(paulius), /2 New records/, 'two records are new')
  await look(paulius, 'imported')
  await upload(paulius, 'grant', 'again.csv', [
    'number,day,recipient,purpose,amount,funder',
    'T-1,2026-03-01,silto-vejo,victim_assistance,1000.50,Ministry',
    'T-4,2026-06-01,kranto-ziburys,prevention,50,Ministry'].join('\n'))
  await press(paulius, /write 2 rows/i)
  await untilDone(paulius)
  like(await words(paulius), /0 New records.*2 Were here already/, 'nothing is new')
  await paulius.goto('/import?lang=en')
  like(await words(paulius), /Brought in before.*Grants/, 'both stand in the list of imports')
  await look(paulius, 'imports')
})

await step('all or nothing: one wrong row, and none waits', async () => {
  await writeFile(path.join(folder, 'whole.csv'),
    'number,day,recipient,purpose,amount\nT-9,2026-03-01,x,victim_assistance,1\nT-10,never,x,prevention,1\n')
  await paulius.goto('/import?lang=en')
  await answer(paulius, { kind: 'grant', whole: 'yes' })
  await paulius.setInputFiles('#file', path.join(folder, 'whole.csv'))
  await press(paulius, /read the file/i)
  like(await words(paulius), /Nothing will be written/, 'it says so')
  is(await paulius.locator('button[value="run"]').count(), 0, 'and offers nothing to write')
})

await step('what is no table is refused, and the form stays', async () => {
  await upload(paulius, 'grant', 'no.csv', '\0\0\0not a table')
  ok(await paulius.locator('.govuk-error-summary').count() === 1, 'there is a summary')
  is(await paulius.locator('.govuk-error-summary a').first().getAttribute('href'), '#file', 'which leads to the file')
})

await step('without scripts the same works', async () => {
  await signIn(plain, 'paulius')
  await writeFile(path.join(folder, 'plain.csv'), 'number,day,recipient,purpose,amount\nT-20,2026-03-02,kranto-ziburys,prevention,7\n')
  await plain.goto('/import?lang=en')
  await answer(plain, { kind: 'grant' })
  await plain.setInputFiles('#file', path.join(folder, 'plain.csv'))
  await press(plain, /read the file/i)
  await press(plain, /write 1 row/i)
  for (let i = 0; i < 30 && /being written/.test(await words(plain)); i++) {
    await plain.waitForTimeout(500)
    await plain.reload()
  }
  like(await words(plain), /1 New records/, 'one record is new')
  none(plain.troubles, 'and nothing was refused')
})

await step('the calendar: who owes what, and saying that it is complete', async () => {
  await paulius.goto('/calendar?lang=en')
  like(await words(paulius), /What we owe/, 'one’s own; who has not answered is for those who read figures')
  ok(!/Who has not answered/.test(await words(paulius)), 'and nothing of what others owe')
  await look(paulius, 'calendar')
  const owed = paulius.locator('section:has(#of-mine) table a').first()
  const what = await owed.innerText()
  await owed.click()
  await paulius.waitForLoadState()
  await look(paulius, 'return')
  await answer(paulius, { return_state: 'complete' })
  await press(paulius, /write it down/i)
  like(await words(paulius), /Recorded\. Thank you/, `it is recorded: ${what}`)
})

await step('the report: every figure with its unit, and why one is missing', async () => {
  await signIn(egle, 'egle')
  await egle.goto('/reports?lang=en')
  await look(egle, 'reports')
  await egle.goto('/reports/tip/2022?lang=en')
  const text = await words(egle)
  like(text, /Investigations of trafficking.*12 cases/, 'investigations: 12')
  like(text, /Not reported/, 'what nobody reported is called so')
  like(text, /of \d+ bod(y|ies) ha(s|ve) reported|Nobody answers/, 'and why')
  await look(egle, 'report')
})

await step('how do you know: the definition, who answers, what was counted and what was left out', async () => {
  await egle.goto('/figures/victims_identified_authorities/2022?lang=en')
  like(await words(egle), /16 records are counted/, 'sixteen are counted')
  like(await words(egle), /The decision was no: \d+/, 'and what is not, by its reason')
  await egle.locator('summary', { hasText: 'The definition, point by point' }).click()
  like(await words(egle), /Which time What happened in the year/, 'the definition in plain words')
  await egle.goto('/figures/complicit_officials/2022?breakdown=investigations&lang=en')
  like(await words(egle), /Who answers for it.*Not yet/, 'who has not reported is named')
})

await step('three figures that differ, reconciled by reference and reason', async () => {
  await egle.goto('/reports/reconcile?year=2022&lang=en')
  const numbers = await egle.locator('.at-figure__number').allInnerTexts()
  is(numbers.slice(0, 3), ['16', '183', '183'], '16, 183 and 183 stand beside each other')
  like(await words(egle), /Counted/, 'and every pattern says who is counted where')
  const rows = await egle.locator('.at-patterns tbody tr').evaluateAll(all => all.map(each => [
    Number(each.querySelector('th').innerText.replace(/\D/g, '')),
    ...[...each.querySelectorAll('td')].map(cell => cell.querySelector('.at-done') !== null)]))
  for (const [i, total] of numbers.entries()) {
    is(rows.reduce((sum, row) => sum + (row[i + 1] ? row[0] : 0), 0), Number(total.replace(/\D/g, '')), `the patterns of figure ${i + 1} add up to ${total}`)
  }
  await look(egle, 'reconcile')
})

await step('frozen as an edition, it can be had again', async () => {
  await egle.goto('/reports/tip/2022?lang=en')
  await press(egle, /freeze as recorded/i)
  const text = await words(egle)
  like(text, /Counted again just now, it is the same to the byte/, 'counted again, it is the same')
  hash = text.match(/[0-9a-f]{64}/)?.[0] ?? ''
  is(hash.length, 64, 'with its hash')
  await look(egle, 'edition')
})

await step('everything can be taken along', async () => {
  const begins = { csv: /^year,indicator,breakdown,value,unit\n/, xlsx: /^PK/, pdf: /^%PDF-/, html: /^<!doctype html>/i, json: /^\{/ }
  for (const [format, start] of Object.entries(begins)) {
    const { name, bytes } = await take(egle, egle.locator('main').getByRole('link', { name: format.toUpperCase(), exact: true }))
    is(path.extname(name), `.${format}`, `${name} is one`)
    like(bytes.subarray(0, 200).toString('latin1'), start, `and begins like ${format}`)
    if (format === 'csv') is(bytes.toString().trimEnd().split('\n').length, 76, 'with 75 rows')
  }
  await egle.goto('/figures?year=2022&lang=en')
  for (const link of await egle.locator('.chart-files a').all()) {
    const { name, bytes } = await take(egle, link)
    const start = { '.svg': /^<\?xml/, '.png': /^\x89PNG/, '.csv': /^"/ }[path.extname(name)]
    like(bytes.subarray(0, 20).toString('latin1'), start ?? /never/, `${name} is what it says`)
  }
})

await finish()
