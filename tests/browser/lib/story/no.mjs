// An adult who says no for now: counted without who it is, and a yes on another day is a beginning of its own.
import { answer, follow, press, words } from '../hands.mjs'
import { is, like, ok } from '../tap.mjs'
import { shot } from '../browser.mjs'
import { at, consent, meet, refer } from '../deeds.mjs'

export const title = 'an adult says no for now: counted without a name, and may say yes later'

export async function tell ({ as, look }) {
  const rasa = await as('rasa')
  const person = await meet(rasa, { sex: 'female', age: '25_39', language: 'lt' })
  await at(rasa, person, '/name')
  await answer(rasa, { given: 'Ramunė', family: 'Išgalvotaitė' })
  await press(rasa, /seal it/i)
  await consent(rasa, person, 'silto-vejo', 'support', 'refused')
  like(await words(rasa), /The person says no for now/, 'after the no the page offers to count it')
  await look(rasa, 'no-consent')
  await follow(rasa, /count it without a name/i)
  await look(rasa, 'no-form')
  is(await rasa.locator('main [name="municipality"]').inputValue(), 'rokiskis', 'what the sign says stands there already')
  ok(!(await words(rasa)).includes('Išgalvotaitė'), 'the name does not')
  const said = { reason: 'afraid', form: ['labour_forced'], told: 'yes' }
  await answer(rasa, { ...said, words: 'Ramunę matė kaimynai.' })
  await press(rasa, /count it without a name/i)
  like(await words(rasa), /looks like the person's name/, 'her name in any form is refused')
  if (process.env.SHOTS) await shot(rasa, 'story-no-refused') // a posted form: not to be had in another language
  await answer(rasa, { words: 'Rings back from 8 600 00000.' })
  await press(rasa, /count it without a name/i)
  like(await words(rasa), /looks like a telephone number/, 'so is a telephone number')
  await answer(rasa, { words: 'Afraid for the children.' })
  await press(rasa, /count it without a name/i)
  like(await words(rasa), /It is counted as 20\d\d-\d+/, 'it is counted under a number')
  if (process.env.SHOTS) await shot(rasa, 'story-no-counted')
  await consent(rasa, person, 'silto-vejo')
  ok(!/says no for now/.test(await words(rasa)), 'a yes on another day ends the offer')
  like(await refer(rasa, person, 'silto-vejo', ['shelter']), /^\/referral\/[0-9a-f]{32}$/, 'and she is referred as anybody')
}
