// A boy of sixteen, stopped for stealing, who may have been made to: a child's questions, not without an adult, and a record
// of what he was made to do, so that he is not punished for it.
import { answer, follow, openFile, pathOf, press, today, words } from '../hands.mjs'
import { like } from '../tap.mjs'
import { at, meet } from '../deeds.mjs'
import { choose, goOn, protocol, say } from '../asking.mjs'

export const title = 'a boy stopped for stealing, who may have been made to: asked with an adult, and not punished'

export async function tell ({ as, look }) {
  const rasa = await as('rasa')
  const person = await meet(rasa, { sex: 'male', age: '12_17', language: 'ru' })
  like(pathOf(rasa), /\/ask\/child-8$/, 'a child is asked a child\'s questions')
  await at(rasa, person, '/ask/child-8')
  await choose(rasa, /nobody else can hear/, 'yes')
  await choose(rasa, /who interprets/i, 'colleague')
  await choose(rasa, /may stop or rest/, 'yes')
  await choose(rasa, /which adult/i, 'none')
  await goOn(rasa)
  await choose(rasa, /can it not wait/i, 'no')
  await goOn(rasa)
  like(await words(rasa), /Then do not ask yet/, 'without an adult it waits')
  await look(rasa, 'stealing-adult')
  await protocol(rasa, { adult: 'child_protection', target: 'offence' })
  await say(rasa, 'other')
  await say(rasa, 'yes')
  await say(rasa, 'no')
  await look(rasa, 'stealing-question')
  await say(rasa, 'yes')
  like(await words(rasa), /not to blame.*non-punishment/, 'whoever was made to is not to blame: it is said at once')
  await press(rasa, /to the end/i)
  await press(rasa, /what do the answers say/i)
  like(await words(rasa), /Signs are present.*tell child protection now.*not to be punished/, 'child protection is told, and he is not punished')
  await look(rasa, 'stealing-result')
  await follow(rasa, /^tell child protection$/i)
  await openFile(rasa)
  like(await words(rasa), /told without anybody's word/, 'and told without anybody having to agree')
  await look(rasa, 'stealing-protection')
  await answer(rasa, { need: 'safety' })
  await press(rasa, /send the referral/i)
  like(await words(rasa), /is sent/i, 'child protection has it')
  await at(rasa, person, '/result')
  await follow(rasa, /made to do/i)
  await look(rasa, 'stealing-offence')
  await answer(rasa, { what: 'theft', asked_of: 'prosecution', 'asked-year': today().slice(0, 4), 'asked-month': today().slice(5, 7), 'asked-day': today().slice(8) })
  await press(rasa, /^save$/i)
  like(await words(rasa), /is recorded/i, 'what he was made to do is in his file, with the day non-punishment was asked for')
}
