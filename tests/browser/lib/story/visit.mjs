// A form of an agency's own, keyed in from paper: copies of a part, questions that come and go, an answer that cannot be, a
// picture at the end; it lies sealed with what was sent in, and nothing of it in the list says more than which form it is.
import { execFileSync } from 'node:child_process'
import { atrama, root } from '../registry.mjs'
import { answer, follow, pathOf, press, words } from '../hands.mjs'
import { is, like, ok } from '../tap.mjs'

export const title = 'a visit, keyed in from paper: copies, skips, what cannot be, a picture, and sent in'

const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')
const numbers = async page => [...(await words(page)).matchAll(/(?:^| )(\d+)\. /g)].map(found => +found[1])

export async function tell ({ as, look, registry }) {
  execFileSync(atrama, ['form', 'add', registry.dir, `${root}/tests/vectors/forms/visit.xml`])
  const rasa = await as('rasa')
  await rasa.goto('/forms?lang=en')
  await look(rasa, 'visit-forms')
  await rasa.goto('/forms?lang=en')
  like(await words(rasa), /Visit to a workplace .* 1 .*In use 0 0 Here/, 'the form is there, its version, and that nothing came in')
  await rasa.goto('/forms/visit/new?lang=en')
  const first = await numbers(rasa)
  ok(!first.includes(3) && !first.includes(5) && !first.includes(10) && !first.includes(17), 'what is not asked yet is not there')

  await answer(rasa, { q2: 'farm', q4: 'no', q9: ['papers', 'other'], q12: '8' })
  await press(rasa, /look over/i)
  like(await words(rasa), /To mend: This question needs an answer/, 'a day is missing, and the page says so')
  const then = await numbers(rasa)
  ok([3, 5, 10].every(each => then.includes(each)), 'what the answers brought up is asked')
  rasa.troubles.splice(0)
  is(await rasa.locator('main [name="q3"]').evaluateAll(all => all.map(each => each.value)), ['alytus', 'utena'], 'the towns are those of a farm')
  await answer(rasa, { 'q1-year': '2026', 'q1-month': '3', 'q1-day': '14', q3: 'utena', q5: '40', q10: 'A dog & a <gate>.',
    q11: 'pay', 'q11-o2': 'pay', 'q11-o3': 'rest', q13: '730', 'q14-year': '2026', 'q14-month': '3', 'q14-day': '14', 'q14-clock': '15:05',
    q15: '55,5', 'q15-east': '25.6' })
  await press(rasa, /look over/i)
  like(await words(rasa), /Between 1 and 20 people/, 'an answer that cannot be is told of in the form’s own words')
  like(await words(rasa), /Each may stand in one place only/, 'nor can one thing be first and second')
  is(await rasa.inputValue('main [name="q5"]'), '40', 'and what was typed still stands there')
  rasa.troubles.splice(0)
  await rasa.goto(`${pathOf(rasa)}?lang=en&draft=${await rasa.inputValue('main [name="kept"]')}`)
  is(await rasa.inputValue('main [name="q10"]'), 'A dog & a <gate>.', 'it is kept, and gone on with')
  await look(rasa, 'visit-keying')
  await answer(rasa, { q5: '2', 'q11-o2': 'home2' })
  await press(rasa, /add one: person/i)
  await answer(rasa, { q6c1: 'Ieva', q7c1: '30' })
  await press(rasa, /add another: person/i)
  await answer(rasa, { q6c2: 'Tomas', q7c2: '9' })
  await press(rasa, /add another: person/i)
  await rasa.locator('main button[value="less /data/person[3]"]').click()
  await rasa.waitForLoadState()
  is(await rasa.locator('main [name^="q6c"]').evaluateAll(all => all.map(each => each.value)), ['Ieva', 'Tomas'], 'two copies, the third taken away')
  is([await rasa.locator('[name="q8c1"]').count(), await rasa.locator('[name="q8c2"]').count()], [0, 2], 'only the child is asked about school')
  ok((await numbers(rasa)).includes(17), 'a rule over several copies holds')
  like(await words(rasa), /About 2 people: say thank you/, 'what a text quotes is counted')
  await answer(rasa, { q8c2: 'yes', q17: 'no', q18: 'Paper 12.' })
  await press(rasa, /look over/i)
  like(await words(rasa), /6\. Given name Ieva.*6\. Given name Tomas/, 'all of it is looked over')
  like(await words(rasa), /13\. .*7:30.* 14\. .* 14 March 2026.*15:05/, 'with days and times as people read them, however they were typed')
  await look(rasa, 'visit-check')
  await rasa.setInputFiles('main input[type="file"]', { name: 'C:\\my farm.png', mimeType: 'image/png', buffer: png })
  await press(rasa, /send it in/i)
  is(pathOf(rasa), '/forms', 'it is sent in')
  like(await words(rasa), /It is sent in, sealed.*In use 1 1 Here/, 'and counted')
  await rasa.goto('/drafts?lang=en')
  ok(!/A form filled in/.test(await words(rasa)), 'nothing of it is left unfinished')
  await rasa.goto('/forms/received?lang=en')
  await follow(rasa, /visit/i)
  const read = await words(rasa)
  like(read, /A dog & a <gate>\./, 'whoever is entitled reads the answers')
  like(read, /Tomas.*Goes to school\? Yes/, 'in words, copy by copy')
  like(read, /q16-my-farm\.png/, 'and has the picture, under a name of plain letters')
}
