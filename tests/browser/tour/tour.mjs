// The tour: one woman who does not exist, from a sign in a village to a figure that says why. Every page it meets is read
// in Lithuanian and English, wide and narrow, by axe, and without scripts where scripts would be the easy way.
import { is, like, none, ok, step, finish, stage, pageIsSound } from '../lib/tap.mjs'
import { shot, wide, narrow } from '../lib/browser.mjs'
import { answer, follow, inLanguage, openFile, pathOf, press, signIn, today, words } from '../lib/hands.mjs'

const { registry, open } = await stage()

// A page as it is shown to people: sound, and pictured in two languages and two widths.
async function look (page, name) {
  for (const lang of ['lt', 'en']) {
    await inLanguage(page, lang, async () => {
      is(await page.getAttribute('html', 'lang'), lang, `${name}: says that it is in ${lang}`)
      if (lang === 'lt') await pageIsSound(page, `${name}, ${lang}`)
      for (const [width, size] of [[1280, wide], [360, narrow]]) {
        await page.setViewportSize(size)
        await shot(page, `${name}-${lang}-${width}`)
      }
      await page.setViewportSize(wide)
    })
  }
  like(await page.content(), /nobody here is real/i, `${name}: says that nobody here is real`)
}

const rasa = await open({ lang: 'en' })
const ona = await open({ lang: 'en' })
const vytas = await open({ lang: 'en', scripts: false })
const daiva = await open({ lang: 'en' })
const ruta = await open({ lang: 'en' })
const egle = await open({ lang: 'en' })
let person = ''
let referral = ''
let before = 0

const figure = async (page, indicator, year, asOf) => {
  await page.goto(`/figures?year=${year}&lang=en${asOf ? `&as_of=${asOf}` : ''}`)
  const card = page.locator('.at-figure').filter({ has: page.locator(`a[href^="/figures/${indicator}/"]`) }).first()
  const text = await card.locator('.at-figure__number').textContent()
  return /not reported/i.test(text) ? null : Number(text.replace(/\D/g, ''))
}

await step('1 two commands: the service says its address and the sign-ins', async () => {
  like(registry.output(), /http:\/\/(127\.0\.0\.1|localhost):\d+/, 'the address is printed')
  for (const login of ['rasa', 'ona', 'vytas', 'daiva', 'egle']) like(registry.output(), new RegExp(`\\b${login}\\b`), `${login} is printed`)
})

await step('2 the start page: three doors, four languages, nothing to scroll for', async () => {
  await rasa.goto('/?lang=en')
  is(await rasa.locator('.at-door').count(), 3, 'there are three doors')
  for (const [lang, door] of [['lt', 'Sutikau'], ['en', 'I met someone'], ['uk', 'допомога'], ['ru', 'помощь']]) {
    await inLanguage(rasa, lang, async () => {
      is(await rasa.getAttribute('html', 'lang'), lang, `the page is in ${lang}`)
      like(await rasa.locator('.at-door').first().innerText(), new RegExp(door), `its first door is in ${lang}`)
    })
  }
  is(await rasa.locator('.at-steps').first().locator('li').count(), 10, 'the tour has ten steps')
  is(await rasa.locator('.at-steps').nth(1).locator('li').count(), 10, 'the report has ten recommendations')
  const links = await rasa.locator('.at-steps a').evaluateAll(all => [...new Set(all.map(each => each.href))])
  for (const link of links) ok((await rasa.request.get(link)).status() < 400, `${new URL(link).pathname} leads somewhere`)
  const unbuilt = await rasa.locator('.at-steps li').filter({ hasText: 'Not built yet' }).count()
  ok(unbuilt <= 3, `what is not built yet is said so, and only gets shorter: ${unbuilt} of 20`)
  await look(rasa, '02-start')
})

await step('3 Rasa: one thing is due today; she meets a woman who speaks Ukrainian', async () => {
  await signIn(rasa, 'rasa')
  like(await words(rasa), /\b1 thing is due today/, 'one thing is due today')
  await look(rasa, '03-work')
  await rasa.goto('/sign/new?lang=en')
  await look(rasa, '03-sign')
  await answer(rasa, { municipality: 'rokiskis', sex: 'female', age: '25_39', language: 'uk', source: 'met' })
  await press(rasa, /write it down/i)
  person = pathOf(rasa).split('/')[2]
  like(person, /^[0-9a-f]{32}$/, 'the person has a reference and no name')
  like(await words(rasa), /Is somebody keeping your passport/, 'the first question stands there in English')
  like(await words(rasa), /Чи хтось тримає .*паспорт/, 'and in Ukrainian beside it')
  like(await words(rasa), /Without documents a person cannot leave/, 'with why it is asked')
  await look(rasa, '03-questions')
})

await step('4 eight questions: signs are present, no score, and what comes next', async () => {
  await rasa.goto(`/person/${person}/screening?language=uk&lang=en`)
  for (const [i, said] of ['yes', 'yes', 'no', 'yes', 'unclear', 'no', 'no', 'no'].entries()) await answer(rasa, { [`q${i + 1}`]: said })
  await press(rasa, /what do the answers say/i)
  like(await words(rasa), /Signs are present/, 'signs are present')
  like(await words(rasa), /You do not need to be certain.*Next: ask whether the person wants help/, 'and the next step is said')
  ok(!/\b\d+ (of|out of|points)\b|score/i.test(await words(rasa)), 'there is no score')
  await look(rasa, '04-result')
})

await step('5 consent in her language: yes to a shelter, never to one police unit; the referral is due tomorrow', async () => {
  await follow(rasa, /ask whether the person wants help/i)
  await look(rasa, '05-consent')
  await answer(rasa, { org: 'silto-vejo', purpose: 'support' })
  await press(rasa, /show the question/i)
  like(await words(rasa), /Шилто|Šilto vėjo/, 'the question names the shelter')
  like(await words(rasa), /[іїєґ]/, 'and is there in Ukrainian')
  await look(rasa, '05-read-aloud')
  await answer(rasa, { consent_state: 'given', read_aloud: 'yes' })
  await press(rasa, /write down the answer/i)
  await rasa.goto(`/person/${person}/block?lang=en`)
  await answer(rasa, { unit: 'panevezys-unit-2' })
  await look(rasa, '05-never')
  await answer(rasa, { unit: 'panevezys-unit-2' })
  await press(rasa, /close the file/i)
  await rasa.goto(`/person/${person}/name?lang=en`)
  await look(rasa, '05-name')
  await answer(rasa, { given: 'Оlena', family: 'Коваленко', born: '1994' })
  await press(rasa, /seal it/i)
  like(await words(rasa), /alphabet/, 'a name in two alphabets is refused, and says why')
  is(await rasa.locator('[name="family"]').inputValue(), 'Коваленко', 'and what was typed is kept')
  await answer(rasa, { given: 'Олена', family: 'Коваленко', born: '1994' })
  await press(rasa, /seal it/i)
  await rasa.goto(`/person/${person}/refer?lang=en`)
  await look(rasa, '05-refer')
  await rasa.locator('main input[type="radio"]').first().check({ force: true })
  await answer(rasa, { need: ['shelter', 'interpreter'] })
  await press(rasa, /send the referral/i)
  like(await words(rasa), /must answer by \d\d:\d\d tomorrow\. If not, the county coordinator is told/, 'she reads by when, and what if not')
  await look(rasa, '05-referred')
})

await step('6 Ona sees need, age band and language; accepts; the name opens; perhaps a caller from March', async () => {
  await signIn(ona, 'ona')
  await look(ona, '06-work')
  await ona.goto('/referrals?lang=en')
  await look(ona, '06-referrals')
  const list = await ona.locator('main a[href^="/referral/"]').evaluateAll(all => all.map(each => each.getAttribute('href')))
  for (const href of list) {
    await ona.goto(`${href}?lang=en`)
    const text = await words(ona)
    if (/Waiting for an answer/.test(text) && /Ukrainian/.test(text)) { referral = href; break }
  }
  ok(referral !== '', 'the referral waits')
  const text = await words(ona)
  like(text, /A safe place to stay.*An interpreter/, 'she sees what is needed')
  like(text, /25 to 39.*Ukrainian/, 'age band and language')
  ok(!/Олена|Коваленко/.test(await ona.content()), 'and no name')
  is((await ona.request.get(`/person/${person}`)).status(), 404, 'the person herself is not there for her yet')
  await look(ona, '06-referral')
  await press(ona, /accept/i)
  await ona.goto(`/person/${person}?lang=en`)
  ok(!/Коваленко/.test(await ona.content()), 'the name is closed until somebody opens it')
  await look(ona, '06-person')
  await ona.goto(`/person/${person}?open=1&lang=en`)
  like(await words(ona), /Олена Коваленко/, 'the name opens')
  ok(!/Олена|Коваленко/.test(await ona.title()), 'and is not in the title')
  await ona.goto('/work?lang=en')
  const alike = await ona.locator('main a[href^="/likeness/"]').evaluateAll(all => all.map(each => each.getAttribute('href')))
  let found = false
  for (const href of alike) {
    await ona.goto(`${href}?lang=en`)
    if (pathOf(ona) === '/open') await look(ona, '06-open')
    await openFile(ona)
    if (/Олена/.test(await ona.content()) && /Olena/.test(await ona.content())) { found = true; break }
  }
  ok(found, 'two records stand side by side in two scripts')
  await look(ona, '06-likeness')
  await answer(ona, { like: 'same' })
  await press(ona, /save the answer/i)
  like(await words(ona), /A second colleague has to agree/, 'one person alone makes no two records one')
  await signIn(ruta, 'ruta')
  await ruta.goto('/review?lang=en')
  await follow(ruta, /two records are of one person/i)
  like(await words(ruta), /If you agree, the two records count as one person/, 'the second colleague reads what agreeing does')
  await look(ruta, '06-proposal')
  await press(ruta, /^agree$/i)
  like(await words(ruta), /You agreed. It is done/, 'and agrees')
})

await step('7 a place, its closed door, and thirty days', async () => {
  await ona.goto(`/person/${person}/place?lang=en`)
  await look(ona, '07-places')
  like(await words(ona), /address is sealed/i, 'addresses are closed doors that name who may open them')
  ok(!/Prasimanyta|Niekur/.test(await ona.content()), 'and no address is on the page')
  await follow(ona, /choose this place/i)
  await look(ona, '07-take')
  await ona.locator('main form button').last().click()
  await ona.waitForLoadState()
  await ona.goto(`/person/${person}/reflection?lang=en`)
  await look(ona, '07-reflection')
  await press(ona, /let it begin/i)
  await ona.goto(`/person/${person}?lang=en`)
  like(await words(ona), /Day 1 of 30|1 of 30/i, 'it is day 1 of 30')
  await ona.goto(`/person/${person}/presume?lang=en`)
  await look(ona, '07-presume')
  await answer(ona, { form: ['labour_forced'] })
  await ona.locator('main form button').last().click()
  await ona.waitForLoadState()
  await ona.goto(`/person/${person}?lang=en`)
  await look(ona, '07-person')
})

await step('8 the blocked officer reads what anybody reads about an invented name; Ona sees that somebody tried', async () => {
  await signIn(vytas, 'vytas')
  const asked = []
  for (const [given, family] of [['Олена', 'Коваленко'], ['Zigmantas', 'Niekada']]) {
    await vytas.goto('/ask?lang=en')
    await answer(vytas, { given, family, born: '1994', why: 'A relative asks for her, and I would like to know.' })
    await vytas.locator('main form button').last().click()
    await vytas.waitForLoadState()
    asked.push((await words(vytas)).replace(/\d\d:\d\d/g, 'HH:MM'))
  }
  is(asked[0], asked[1], 'the two answers are the same')
  like(asked[0], /Your question has been passed on; if somebody can help, you will hear by/, 'and say what happens')
  const hers = await vytas.request.get(`/person/${person}`)
  const nobody = await vytas.request.get(`/person/${'0'.repeat(32)}`)
  is(hers.status(), 404, 'her page is not there for him')
  const plain = text => text.replaceAll(person, 'REF').replaceAll('0'.repeat(32), 'REF').replace(/value="(?:[0-9a-f]{32}){1,2}"/g, '')
  is(plain(await hers.text()) === plain(await nobody.text()), true, 'and reads as one that never was, byte for byte')
  await vytas.goto('/people?lang=en')
  ok(!(await vytas.content()).includes(person), 'she is in no list of his')
  await vytas.goto('/emergency?lang=en')
  await answer(vytas, { given: 'Олена', family: 'Коваленко', born: '1994', glass_why: 'life', words: 'I say that it is an emergency, and that nobody answers.' })
  await press(vytas, /open in an emergency/i)
  like(await words(vytas), /Nothing can be opened for you/, 'nor does an emergency open what she closed to him')
  await ona.goto(`/person/${person}/looked?lang=en`)
  like(await words(ona), /2-asis skyrius/, 'who looked names the unit that tried')
  like(await words(ona), /may never see her file/i, 'and why it was refused')
  await look(ona, '08-looked')
})

await step('9 the decision; the figure is one higher and says why; as of yesterday one lower; 2022: 16 beside 183', async () => {
  const year = Number(today().slice(0, 4))
  await signIn(egle, 'egle')
  before = await figure(egle, 'victims_identified_authorities', year) ?? 0
  await ona.goto(`/person/${person}/consent?purpose=decision&lang=en`)
  await answer(ona, { org: 'police-bureau' })
  await press(ona, /show the question/i)
  await answer(ona, { consent_state: 'given', read_aloud: 'yes' })
  await press(ona, /write down the answer/i)
  await ona.goto(`/person/${person}/refer?lang=en`)
  await ona.locator('main label', { hasText: 'Kriminalinės policijos biuras' }).first().click()
  await answer(ona, { need: ['decision'] })
  await press(ona, /send the referral/i)
  await signIn(daiva, 'daiva')
  await daiva.goto('/referrals?lang=en')
  for (const href of await daiva.locator('main a[href^="/referral/"]').evaluateAll(all => all.map(each => each.getAttribute('href')))) {
    await daiva.goto(`${href}?lang=en`)
    if (/Waiting for an answer/.test(await words(daiva)) && /Ukrainian/.test(await words(daiva))) break
  }
  await press(daiva, /accept/i)
  await daiva.goto(`/person/${person}/decision?lang=en`)
  like(await words(daiva), /apart from the criminal case/, 'the decision stands apart from the criminal case')
  await look(daiva, '09-decision')
  await answer(daiva, { outcome: 'identified', form: ['labour_forced'] })
  await press(daiva, /record the decision/i)
  await daiva.goto(`/person/${person}?lang=en`)
  like(await words(daiva), /Identified/, 'she is identified as a victim')

  is(await figure(egle, 'victims_identified_authorities', year), before + 1, 'the figure is one higher')
  await look(egle, '09-figures')
  is(await figure(egle, 'victims_identified_authorities', year, today(-1)), before, 'as of yesterday it is one lower')
  is(await figure(egle, 'victims_identified_authorities', 2022), 16, '2022: authorities 16')
  is(await figure(egle, 'potential_victims_identified_ngos', 2022), 183, '2022: NGOs 183')
  await egle.goto(`/figures/victims_identified_authorities/${year}?lang=en`)
  like(await words(egle), new RegExp(`${before + 1} records? (is|are) counted`), 'how do you know: as many records as the figure says')
  like(await words(egle), /decision was no/i, 'and what was left out, with its reason')
  ok(!(await egle.content()).includes(person), 'none of which leads to her')
  await look(egle, '09-how')
  for (const one of [person, '0'.repeat(32)]) {
    is((await egle.request.get(`/person/${one}`)).status(), 403, 'the rapporteur reads no person, real or not')
  }
})

await step('she takes one yes back: it ends at once, and whoever was told confirms that they stopped', async () => {
  await ona.goto(`/person/${person}/agreed?lang=en`)
  await look(ona, '09-agreed')
  await ona.locator('main section', { hasText: 'Kriminalinės policijos biuras' }).locator('a', { hasText: 'takes it back' }).click()
  await ona.waitForLoadState()
  await press(ona, /take it back/i)
  like(await words(ona), /It is taken back, from this moment on/, 'two presses, and no reason')
  await daiva.goto('/work?lang=en')
  like(await words(daiva), /took her consent back: confirm that you stopped/, 'who was told is asked to confirm')
  is((await daiva.request.get(`/person/${person}`)).status(), 404, 'and reads no more of it')
})

await step('10 what is not built is said so', async () => {
  await rasa.goto('/?lang=en')
  like(await rasa.locator('.at-steps').first().locator('li').last().innerText(), /People no agency recorded.*Not built yet/s, 'people no agency recorded: not built yet')
})

await step('the keyboard reaches every step of the first form, and everything works without scripts', async () => {
  const plain = await open({ lang: 'en', scripts: false })
  await signIn(plain, 'rasa')
  await plain.goto('/sign/new?lang=en')
  await answer(plain, { municipality: 'rokiskis', sex: 'female', age: 'unknown', language: 'lt', source: 'met' })
  await press(plain, /write it down/i)
  like(pathOf(plain), /\/ask\/child-8$/, 'a sign is recorded without scripts; in doubt a child is asked')
  none(plain.troubles, 'and nothing was refused')
})

await finish()
