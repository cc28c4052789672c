// A village officer and a Ukrainian woman: one question a page, in two languages side by side, left and gone on with, looked
// over; what the answers say stands there in words and never as a number.
import { follow, pathOf, press, words } from '../hands.mjs'
import { like, ok } from '../tap.mjs'
import { at, meet } from '../deeds.mjs'
import { choose, goOn, protocol, say } from '../asking.mjs'

export const title = 'a village officer and a Ukrainian woman: one question a page, side by side, and what to do next'

export async function tell ({ as, look }) {
  const rasa = await as('rasa')
  const person = await meet(rasa, { sex: 'female', age: '25_39', language: 'uk' })
  like(pathOf(rasa), /\/screening$/, 'an adult is asked the eight questions')
  await at(rasa, person, '/screening')
  await follow(rasa, /ask other questions/i)
  like(await words(rasa), /Workplace \d+ questions/, 'there are other sets, for a workplace and more')
  await look(rasa, 'ukrainian-sets')
  await follow(rasa, /short questions at a meeting/i)
  like(await words(rasa), /Before you ask Are you where nobody else can hear/, 'how to ask comes before the first question')
  await goOn(rasa)
  ok(await rasa.locator('.govuk-error-summary a').count() > 0, 'what was left out is asked for')
  await choose(rasa, /nobody else can hear/, 'no')
  await choose(rasa, /who interprets/i, 'telephone')
  await choose(rasa, /may stop or rest/, 'yes')
  await goOn(rasa)
  like(await words(rasa), /First find a place where you are alone/, 'where others can hear, nobody is asked')
  await follow(rasa, /back to the question before/i)
  await protocol(rasa)
  like(await words(rasa), /Чи хтось тримає .*паспорт.*Is somebody keeping your passport/, 'the first question, in her language and in yours')
  await look(rasa, 'ukrainian-question')
  await say(rasa, 'yes')
  like(await words(rasa), /After the last answer Do not press for details/, 'after an answer stands what to do')
  await choose(rasa, /would somebody stop you/, 'yes')
  await press(rasa, /stop here/i)
  like(pathOf(rasa), /\/drafts$/, 'it can wait')
  await rasa.locator('main .at-task a').first().click()
  like(await words(rasa), /would somebody stop you|Before you ask/, 'and is gone on with')
  await press(rasa, /to the end/i)
  like(await words(rasa), /Look over the answers.*passport, identity card or telephone\? Yes/, 'the answers are looked over')
  await look(rasa, 'ukrainian-answers')
  await press(rasa, /what do the answers say/i)
  like(await words(rasa), /Signs are present.*What to do now.*112/, 'what was heard, and what to do now')
  ok(!/\b\d+ (of|out of|points)\b|score/i.test(await words(rasa)), 'there is no score')
  await look(rasa, 'ukrainian-result')
}
