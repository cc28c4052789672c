// The body decides that she is not a victim; who helps her asks that it looks again; a colleague, not the same officer, decides
// otherwise, and everything that was decided stays readable.
import { answer, openFile, press, words } from '../hands.mjs'
import { is, like, ok } from '../tap.mjs'
import { accept, at, consent, meet, refer } from '../deeds.mjs'

export const title = 'a decision reversed: asked for by who helps her, decided by another officer, both readable'

async function decide (page, person, outcome, rest = '') {
  await at(page, person, `/decision${rest}`, 'decision')
  await answer(page, { outcome, form: ['labour_forced'] })
  await press(page, /record the decision/i)
  return words(page)
}

export async function tell ({ as, look }) {
  const rasa = await as('rasa')
  const ona = await as('ona')
  const daiva = await as('daiva')
  const dovydas = await as('dovydas')
  const person = await meet(rasa, { sex: 'male', age: '40_up', language: 'uk', source: 'colleague' })
  await consent(rasa, person, 'silto-vejo')
  await at(rasa, person, '/consent?purpose=decision')
  await answer(rasa, { org: 'police-bureau' })
  await press(rasa, /show the question/i)
  await answer(rasa, { consent_state: 'given', read_aloud: 'yes' })
  await press(rasa, /write down the answer/i)
  await accept(ona, await refer(rasa, person, 'silto-vejo', ['shelter']))
  await accept(daiva, await refer(rasa, person, 'police-bureau', ['legal'], 'decision'))

  await at(daiva, person, '/clocks', 'decision')
  like(await words(daiva), /days are left/i, 'the time for the decision began with the referral, and counts down')
  await look(daiva, 'reversed-clock')
  like(await decide(daiva, person, 'not_identified'), /recorded/i, 'the first officer decides: not a victim')

  await at(ona, person, '/decisions')
  await ona.locator('main a[href*="/review/"]').first().click()
  await openFile(ona)
  await look(ona, 'reversed-ask')
  await answer(ona, { asked_by: 'self', words: 'He remembers the foreman now, and there are pay slips.' })
  await press(ona, /ask for it/i)
  like(await words(ona), /looked at again/i, 'who helps him asks that it is looked at again')

  const refused = await decide(daiva, person, 'identified', await supersedes(daiva, person))
  like(refused, /a colleague decides/i, 'the same officer may not answer it')
  await at(dovydas, person, '/decisions', 'decision')
  like(await words(dovydas), /pay slips/i, 'the colleague reads why it was asked')
  await look(dovydas, 'reversed-again')
  like(await decide(dovydas, person, 'identified', await supersedes(dovydas, person)), /recorded/i, 'and decides otherwise')

  await at(ona, person, '/decisions')
  const read = await words(ona)
  like(read, /No longer stands/, 'the first decision stays readable, and no longer stands')
  like(read, /takes the place of an earlier decision/i, 'the second says that it takes its place')
  await look(ona, 'reversed-history')
  await at(ona, person)
  ok(!/Not identified as a victim/.test((await words(ona)).split('Decisions')[0]), 'he counts as identified from now on')
  await at(ona, person, '/clocks')
  like(await words(ona), /What it waited for has happened/, 'both times were met')
  is((await ona.locator('main section.at-panel').count()) >= 2, true, 'the one for the decision and the one for the second look')
}

// "?supersedes=..." of the decision that is looked at again.
async function supersedes (page, person) {
  await at(page, person, '/decisions', 'decision')
  const href = await page.locator('main a[href*="supersedes="]').first().getAttribute('href')
  return href.slice(href.indexOf('?'))
}
