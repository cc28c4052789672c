// Forty people come to a centre at night. Each is registered on one page; the next of a family takes over what is the same; a boy
// who is alone is child protection's work at once; nobody becomes a victim, and who may come to need help is called on.
import { answer, follow, inLanguage, openFile, pathOf, press, today, words } from '../hands.mjs'
import { is, like, ok } from '../tap.mjs'

export const title = 'forty people at a centre: families, a boy who is alone, and whom to call on'

const same = { municipality: 'zarasai', route: 'crossing', country: 'by' }

// Everything a browser would send for one person, in one request: what the form has, filled in.
async function send (page, more) {
  const form = page.locator('main form')
  const typed = await form.evaluate(each => Object.fromEntries(new FormData(each)))
  const answer = await page.request.post('/centre/new', { form: { ...typed, key: crypto.randomUUID().replaceAll('-', ''), ...same, sex: 'female',
    language: 'uk', leaflet: 'uk', next_one: 'other', accompanied: '', ...more }, maxRedirects: 0 })
  is(answer.status(), 303, 'somebody is registered')
}

// A bus whose driver kept a list: a mother and her child, two women of whom nothing but that is known, one row mended and sent again.
async function bringList (page, look) {
  const rows = language => ['Given name,Amžius,sex,Kalba,Family number,Where is the centre?,When?,Who is with the child?',
    `Olena,25_39,Woman or girl,uk,7,zarasai,${today()},`, `Ivas,under_12,male,uk,7,zarasai,${today()},parent`,
    `,40_up,female,uk,,zarasai,${today()},`, `,40_up,female,uk,,zarasai,${today()},`, `Petro,40_up,male,${language},,zarasai,${today()},`]
  for (const [language, said] of [['klingon', /4 people are registered.*Row.*6 Language/], ['uk', /5 people are registered/], ['uk', /5 people are registered/]]) {
    await page.goto('/centre/list?lang=en')
    await page.setInputFiles('#file', { name: 'bus.csv', mimeType: 'text/csv', buffer: Buffer.from(rows(language).join('\n')) })
    await press(page, /register these/i)
    like(await words(page), said, `the list is read, with ${language}`)
    if (language === 'klingon') await look(page, 'centre-list')
  }
}

export async function tell ({ as, look }) {
  const tomas = await as('tomas')
  await tomas.goto('/centre?lang=en')
  await look(tomas, 'centre-empty')
  await follow(tomas, /register somebody/i)
  await look(tomas, 'centre-form')
  const began = Date.now()
  await answer(tomas, { ...same, given: 'Halyna', family: 'Nevidoma', 'birth-year': '1988', 'birth-month': '5', 'birth-day': '4', sex: 'female',
    language: 'uk', citizenship: 'ua', leaflet: 'uk' })
  await press(tomas, /next of the same family/i)
  like(await words(tomas), /Registered\. Here is the next form/, 'the mother is registered')
  is(await tomas.inputValue('main [name=language]'), 'uk', 'the next of her family speaks her language')
  is(await tomas.inputValue('main [name=citizenship]'), 'ua', 'and is of her country')
  await answer(tomas, { given: 'Marko', 'birth-year': String(new Date().getFullYear() - 6), 'birth-month': '1', 'birth-day': '2', sex: 'male' })
  await press(tomas, /next person/i)
  like(await words(tomas), /Say who is with the child/, 'who is with a child is not forgotten')
  await answer(tomas, { accompanied: 'parent' })
  await press(tomas, /next person/i)
  await answer(tomas, { given: 'Danylo', age: '12_17', sex: 'male', language: 'uk', leaflet: 'uk', accompanied: 'nobody' })
  await press(tomas, /next person/i)
  like(await words(tomas), /Child protection has been told/, 'a boy is alone: child protection has work')
  ok((Date.now() - began) / 3 < 180000, 'each took less than three minutes')
  for (let i = 0; i < 37; i++) await send(tomas, { age: '25_39', ...(i === 5 ? { wish: 'true' } : {}) })
  await bringList(tomas, look)
  await tomas.goto('/centre?lang=en')
  like(await words(tomas), /Registered today 45 .*Child protection was told: Waiting for an answer/, 'forty are registered; the boy stands first')
  like(await words(tomas), /Wants help/, 'and who asked for help is seen')
  await look(tomas, 'centre-full')
  await follow(tomas, /^call on again/i)
  await openFile(tomas, 'protection')
  await answer(tomas, { state: 'open', why: ['child_alone'], consent: 'child_alone' })
  await press(tomas, /save|write|record/i)
  await tomas.goto('/centre/call-on?lang=en')
  like(await words(tomas), /Boy, 12 to 17 .*until .*Call now/, 'somebody will ask how he is, for ninety days')
  await look(tomas, 'centre-call-on')
  await tomas.goto('/near?lang=en')
  await answer(tomas, { language: 'uk' })
  await press(tomas, /show/i)
  like(await words(tomas), /Nobody is listed|Ukrainian/, 'help in her language is looked for')
  await tomas.goto('/near?lang=en')
  await look(tomas, 'centre-help')

  const egle = await as('egle')
  await egle.goto('/practice?lang=en')
  like(await words(egle), /People registered on arrival.*4\d/, 'the rapporteur sees that they arrived')
  const told = await egle.locator('.at-indicator').evaluateAll(all => all.map(each => each.textContent.match(/numbers? (is|are) withheld/g)?.length ?? 0))
  ok(Math.max(...told) === 1, 'how many numbers a figure withholds is said once')
  await inLanguage(egle, 'lt', async () => like(await words(egle), /Registruoti atvykusieji/, 'in Lithuanian too'))
  await look(egle, 'centre-practice')
  is(pathOf(egle), '/practice', 'all of it on one page')
}
