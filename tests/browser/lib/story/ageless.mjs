// Nobody knows how old she is: she is asked as a child, and where it cannot wait, what was asked without an adult is not
// finished until there is one.
import { follow, pathOf, press, words } from '../hands.mjs'
import { like } from '../tap.mjs'
import { at, meet } from '../deeds.mjs'
import { choose, goOn, protocol, say } from '../asking.mjs'

export const title = 'a person of unknown age: asked as a child, and finished only with an adult'

export async function tell ({ as, look }) {
  const rasa = await as('rasa')
  const person = await meet(rasa, { sex: 'female', age: 'unknown', language: 'uk' })
  like(pathOf(rasa), /\/ask\/child-8$/, 'in doubt she is asked as a child')
  await at(rasa, person, '/ask/child-8')
  await choose(rasa, /nobody else can hear/, 'yes')
  await choose(rasa, /who interprets/i, 'telephone')
  await choose(rasa, /may stop or rest/, 'yes')
  await choose(rasa, /which adult/i, 'none')
  await goOn(rasa)
  await choose(rasa, /can it not wait/i, 'yes')
  await goOn(rasa)
  await choose(rasa, /look for and ask/, 'no')
  await goOn(rasa)
  await say(rasa, 'nobody')
  like(await words(rasa), /Tell child protection and the police now/, 'nobody looks after her: what to do now')
  await press(rasa, /to the end/i)
  await press(rasa, /what do the answers say/i)
  like(await words(rasa), /Not finished: no adult was with the child/, 'it is not finished')
  await look(rasa, 'ageless-unfinished')
  await rasa.goto('/work?lang=en')
  await follow(rasa, /asked without an adult/i)
  like(pathOf(rasa), /\/ask\/child-8$/, 'and stands in the list of work until it is')
  await protocol(rasa, { adult: 'social_worker' })
  await say(rasa, 'no_answer')
  await press(rasa, /to the end/i)
  await look(rasa, 'ageless-answers')
  await press(rasa, /what do the answers say/i)
  like(await words(rasa), /^(?!.*Not finished)/, 'with an adult it is')
}
