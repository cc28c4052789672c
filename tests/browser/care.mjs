// What is planned and done for one person, and for many at once: forms made of definitions, two people who write at once,
// a connection that fails, what is not finished, documents, and a group of 120.
import { is, like, none, ok, step, finish, stage, pageIsSound } from './lib/tap.mjs'
import { shot, wide, narrow } from './lib/browser.mjs'
import { answer, follow, inLanguage, pathOf, press, signIn, words } from './lib/hands.mjs'
import { at, meet } from './lib/deeds.mjs'

const { open } = await stage()

async function look (page, name) {
  await inLanguage(page, 'lt', async () => {
    await pageIsSound(page, name)
    for (const [width, size] of [[1280, wide], [360, narrow]]) {
      await page.setViewportSize(size)
      await shot(page, `care-${name}-lt-${width}`)
    }
    await page.setViewportSize(wide)
  })
  if (process.env.SHOTS) await shot(page, `care-${name}-en-1280`)
}

// A page that answers a form: in the language it came.
async function lookHere (page, name) {
  await pageIsSound(page, name)
  await shot(page, `care-${name}-en-1280`)
}

const ona = await open({ lang: 'en' })
const again = await open({ lang: 'en' }) // the same account at another desk
let person = ''
const records = async (page, sheet) => {
  await at(page, person, `/sheet/${sheet}`)
  return page.locator('.at-fact').count()
}

await step('a record of the file is one form, made of its definition', async () => {
  await signIn(ona, 'ona')
  await signIn(again, 'ona')
  person = await meet(ona, { language: 'uk' })
  await at(ona, person, '/sheets')
  await look(ona, 'sheets')
  await at(ona, person, '/sheet/need/new')
  await press(ona, /^save$/i)
  like(await ona.locator('.govuk-error-summary').innerText(), /needed/i, 'sent empty it says what is needed')
  await lookHere(ona, 'form-empty')
  await answer(ona, { need: ['shelter', 'interpreter'] })
  await press(ona, /^save$/i)
  like(await words(ona), /It is recorded.*A safe place to stay/i, 'what was recorded stands there in words')
  await look(ona, 'sheet')
  await at(ona, person)
  like(await words(ona), /What is planned and done.*A safe place to stay/i, 'and on the page of the person')
  await look(ona, 'person')
  await at(ona, person, '/parties')
  like(await words(ona), /Šilto vėjo/, 'who works on the case is said')
  await look(ona, 'parties')
})

await step('two people write at once: both versions are kept, side by side, and one is chosen', async () => {
  await at(ona, person, '/sheet/plan/new')
  const options = await ona.locator('main [name="aim"]').evaluateAll(all => all.map(each => each.value).filter(Boolean))
  await answer(ona, { aim: options[0], words: 'Nobody reads this but us.' })
  await ona.locator('main [name="state"]').first().check({ force: true })
  await press(ona, /^save$/i)
  await follow(ona, /open the record/i)
  const record = pathOf(ona)
  for (const page of [ona, again]) {
    await at(page, person)
    await page.goto(`${record}/correct?lang=en`)
  }
  is(await ona.locator('main [name="words"]').inputValue(), 'Nobody reads this but us.', 'the form holds what was written')
  await answer(ona, { words: 'The first hand wrote this.' })
  await press(ona, /^save$/i)
  await answer(again, { words: 'The second hand wrote that.' })
  await press(again, /^save$/i)
  like(pathOf(again), /\/beside$/, 'whoever saves second is led to both')
  like(await words(again), /The first hand wrote this\..*The second hand wrote that\./, 'both stand there')
  is(await again.locator('mark').count(), 2, 'what differs is marked')
  await look(again, 'beside')
  await at(ona, person)
  like(await words(ona), /Two versions/, 'the page of the person says that there are two')
  await press(again, /the second holds/i)
  like(await words(again), /put together/i, 'one is chosen')
  is(await again.locator('.at-fact').count(), 1, 'and one record stands')
  await follow(again, /open the record/i)
  like(await words(again), /The second hand wrote that\./, 'the one that was chosen')
  await look(again, 'record')
})

await step('the connection fails: nothing is lost, and it is recorded once', async () => {
  const before = await records(ona, 'need')
  await at(ona, person, '/sheet/need/new')
  await answer(ona, { need: ['health'] })
  await ona.context().setOffline(true)
  await ona.locator('main').getByRole('button', { name: /^save$/i }).click()
  await ona.getByText('Not saved: no connection').waitFor()
  ok(await ona.locator('main [name="need"][value="health"]').isChecked(), 'the form is still there')
  is(await ona.evaluate(() => localStorage.length + sessionStorage.length), 0, 'nothing is stored in the browser')
  await shot(ona, 'care-offline-en-1280')
  await ona.context().setOffline(false)
  await ona.waitForURL(/done=recorded/)
  ona.troubles.splice(0)
  is(await records(ona, 'need'), before + 1, 'it is recorded once')
})

await step('an answer that is lost on the way: the same form is sent again and recorded once', async () => {
  const before = await records(ona, 'need')
  await at(ona, person, '/sheet/need/new')
  await answer(ona, { need: ['legal'] })
  let lost = 0
  await ona.route('**/sheet/need/new', async route => {
    if (route.request().method() !== 'POST' || lost++ > 0) return route.continue()
    await route.fetch()
    await route.abort()
  })
  await ona.locator('main').getByRole('button', { name: /^save$/i }).click()
  await ona.waitForURL(/done=recorded/)
  await ona.unroute('**/sheet/need/new')
  ona.troubles.splice(0)
  is(lost, 2, 'it was sent twice')
  is(await records(ona, 'need'), before + 1, 'and recorded once')
})

await step('signed out meanwhile: the form stays, and is sent once its writer is signed in again', async () => {
  const before = await records(ona, 'need')
  await at(again, person, '/sheet/need/new')
  await answer(again, { need: ['safety'] })
  const other = await again.context().newPage()
  await other.goto('/work?lang=en')
  await other.getByRole('button', { name: /sign out/i }).click()
  await other.waitForLoadState()
  const save = again.locator('main').getByRole('button', { name: /^save$/i })
  await save.click()
  await again.getByText('Not saved: you were signed out').waitFor()
  await signIn(other, 'ona')
  await save.click()
  await again.waitForURL(/done=recorded|\/open/)
  again.troubles.splice(0)
  await other.close()
  is(await records(ona, 'need'), before + 1, 'it is recorded')
})

await step('what is not finished is kept for its writer, and gone on with', async () => {
  await ona.goto('/sign/new?lang=en')
  await answer(ona, { municipality: 'rokiskis', sex: 'male', note: 'Half of what I saw.' })
  await press(ona, /keep for later/i)
  like(await words(ona), /Kept for you alone/, 'it is kept')
  await look(ona, 'drafts')
  await follow(ona, /a sign/i)
  is(await ona.locator('main [name="note"]').inputValue(), 'Half of what I saw.', 'the form holds what was typed')
  ok(await ona.locator('main [name="sex"][value="male"]').isChecked(), 'and what was chosen')
  ok(!/Half|male/.test(ona.url()), 'none of which stands in the address')
  await answer(ona, { age: '25_39', language: 'lt', source: 'met' })
  await press(ona, /write it down/i)
  await ona.goto('/drafts?lang=en')
  like(await words(ona), /Everything is finished/, 'recorded, it is a draft no more')
  await at(ona, person, '/sheet/need/new')
  await answer(ona, { need: ['legal'] })
  await press(ona, /keep for later/i)
  await follow(ona, /a record of the file/i)
  ok(await ona.locator('main [name="need"][value="legal"]').isChecked(), 'nor is anything of a file lost')
})

await step('documents and pictures are sealed, and come back as files', async () => {
  await at(ona, person, '/attachments')
  await answer(ona, { title: 'A contract' })
  const file = ona.locator('main [name="bytes"]')
  await file.setInputFiles({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('words') })
  await press(ona, /seal it/i)
  like(await words(ona), /neither a PDF nor/i, 'another kind of file is refused')
  const pdf = Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.alloc(1200000, 'a'), Buffer.from('\n%%EOF\n')])
  await answer(ona, { title: 'A contract' })
  await file.setInputFiles({ name: 'kim.pdf', mimeType: 'application/pdf', buffer: pdf })
  await press(ona, /seal it/i)
  await ona.waitForURL(/done=added/)
  like(await words(ona), /It is sealed.*A contract/i, 'a document is sealed')
  await look(ona, 'attachments')
  const href = await ona.locator('main a[download]').first().getAttribute('href')
  const got = await ona.request.get(href)
  is(got.headers()['content-disposition'], 'attachment; filename="document.pdf"', 'it is kept, never shown')
  is(got.headers()['x-content-type-options'], 'nosniff', 'nor guessed at')
  is(got.headers()['cache-control'], 'no-store', 'nor stored')
  ok(pdf.equals(await got.body()), 'and is what it was, byte for byte')
})

await step('a group of 120: written down in three rows, and one thing done for all of them', async () => {
  await ona.goto('/groups/new?lang=en')
  await look(ona, 'group-new')
  await answer(ona, { label: 'Greenhouses by the lake', municipality: 'rokiskis' })
  await press(ona, /save and write/i)
  await look(ona, 'group-more')
  const rows = [['80', 'male', '25_39', 'ru'], ['30', 'male', '40_up', 'uk'], ['10', 'female', '18_24', 'uk']]
  for (const [i, [heads, sex, age, language]] of rows.entries())
    await answer(ona, { [`heads-${i + 1}`]: heads, [`sex-${i + 1}`]: sex, [`age-${i + 1}`]: age, [`language-${i + 1}`]: language })
  await press(ona, /write them down/i)
  like(await words(ona), /120 people/, 'all are written down')
  is(await ona.locator('main [name="person"]').count(), 120, 'each with a file')
  await look(ona, 'group')
  await ona.locator('[data-all]').check({ force: true })
  await press(ona, /record help/i)
  await lookHere(ona, 'group-act')
  await ona.locator('main [name="need"]').first().check({ force: true })
  const began = Date.now()
  await press(ona, /record it for all/i)
  await ona.getByText(/Done for 120 people/).waitFor({ timeout: 60000 })
  ok(Date.now() - began < 30000, `help is recorded for 120 people in ${Date.now() - began} ms`)
  await lookHere(ona, 'group-done')
  await ona.goto(`${pathOf(ona).replace(/\/act$/, '')}?lang=en`)
  await ona.locator('main [name="person"]').nth(3).check({ force: true })
  await press(ona, /ask an organisation/i)
  await answer(ona, { org: 'saules-slenkstis', need: ['shelter'] })
  await press(ona, /send the referrals/i)
  like(await words(ona), /Not done for 1 person.*agree/i, 'who cannot be referred is named, with the reason')
  await lookHere(ona, 'group-failed')
})

none(ona.troubles, 'no script error on the way')
await finish()
