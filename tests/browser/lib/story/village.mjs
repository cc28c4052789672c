// From a village station to a shelter: looked at once more before it goes, seen when it came, answered, and a word back.
import { answer, follow, press, words } from '../hands.mjs'
import { is, like, none, ok } from '../tap.mjs'
import { axeFinds, shot } from '../browser.mjs'
import { accept, at, meet } from '../deeds.mjs'

export const title = 'village to shelter: a station asks a shelter, sees that it came, and reads the reply'

export async function tell ({ as, look }) {
  const rasa = await as('rasa')
  const ona = await as('ona')
  const person = await meet(rasa, { sex: 'female', age: '25_39', language: 'uk' })
  await at(rasa, person, '/consent')
  await answer(rasa, { org: 'silto-vejo', purpose: 'support' })
  await press(rasa, /show the question/i)
  await answer(rasa, { consent_state: 'given', read_aloud: 'yes', scope: ['story'] })
  await press(rasa, /write down the answer/i)
  await at(rasa, person, '/refer')
  like(await words(rasa), /free beds? that would suit/i, 'beside the organisation stands what room it has for her')
  await look(rasa, 'village-refer')
  await answer(rasa, { need: ['shelter', 'interpreter'], danger: 'yes', note: 'Asks for a room on the ground floor.' })
  await press(rasa, /check before you send/i)
  const before = await words(rasa)
  like(before, /Nothing has been sent yet/, 'she looks at it once more')
  like(before, /A safe place to stay.*ground floor/, 'what they see at once, and what only once they accept')
  none(await axeFinds(rasa), 'what is looked at before it goes: axe finds nothing')
  if (process.env.SHOTS) await shot(rasa, 'story-village-check') // a page of a posted form: not to be had in another language
  await press(rasa, /change something/i)
  is(await rasa.locator('main textarea[name="note"]').inputValue(), 'Asks for a room on the ground floor.', 'what was written is still there')
  await press(rasa, /send the referral/i)
  const referral = `/referral/${new URL(rasa.url()).searchParams.get('sent')}`

  await rasa.goto(`${referral}?lang=en`)
  like(await words(rasa), /They saw it Not yet/, 'nobody has seen it yet')
  await ona.goto('/referrals?lang=en')
  is(await ona.locator('main .at-task a').first().getAttribute('href'), referral, 'danger stands first in their list')
  await look(ona, 'village-list')
  await follow(ona, /help and a place/i)
  like(await words(ona), /Somebody is in danger now/, 'the shelter sees that it is urgent')
  ok(!(await words(ona)).includes('ground floor'), 'and no note before it accepts')
  await look(ona, 'village-came')
  await rasa.goto(`${referral}?lang=en`)
  ok(!/They saw it Not yet/.test(await words(rasa)), 'the station sees that it came')

  await accept(ona, referral)
  await ona.goto(`${referral}?lang=en`)
  like(await words(ona), /ground floor/, 'the note opens with the answer')
  await ona.locator('main summary').filter({ hasText: /write to whoever asked/i }).click()
  await answer(ona, { reply: 'There is a room. Come to the back door at seven.' })
  await press(ona, /send the reply/i)
  await rasa.goto('/work?lang=en')
  like(await words(rasa), /A reply came/, 'the station finds the reply in its work')
  await rasa.goto(`${referral}?lang=en`)
  like(await words(rasa), /back door at seven/, 'and reads it')
  await look(rasa, 'village-reply')
}
