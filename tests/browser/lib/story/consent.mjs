// She agreed to a shelter and takes it back midway: from that moment it is closed to them, and help that began goes on only
// where she says so.
import { answer, openFile, press, words } from '../hands.mjs'
import { is, like, ok } from '../tap.mjs'
import { accept, at, consent, meet, refer } from '../deeds.mjs'

export const title = 'consent withdrawn midway: what was open closes at once, and who was told confirms that they stopped'

export async function tell ({ as, look }) {
  const rasa = await as('rasa')
  const ona = await as('ona')
  const person = await meet(rasa, { sex: 'female', age: '18_24', language: 'uk' })
  await consent(rasa, person, 'silto-vejo')
  const referral = await refer(rasa, person, 'silto-vejo', ['shelter', 'health'])
  await accept(ona, referral)
  await at(ona, person, '/sheet/need/new')
  await answer(ona, { need: ['shelter', 'health'] })
  await press(ona, /^save$/i)
  await at(ona, person)
  like(await words(ona), /What is planned and done/, 'the shelter writes down what she needs')
  await look(ona, 'consent-before')

  await at(rasa, person, '/agreed', 'statistics')
  await openFile(rasa)
  await rasa.locator('main a[href*="/agreed/"]').first().click()
  await press(rasa, /take/i)
  like(await words(rasa), /taken back, from this moment on/i, 'she takes it back, and it holds from that moment')
  await look(rasa, 'consent-back')
  is((await ona.request.get(`/person/${person}`)).status(), 404, 'to the shelter she is not there any more')
  is((await ona.request.get(`/person/${person}/sheet/need`)).status(), 404, 'nor is what it wrote')
  await ona.goto('/people?lang=en')
  ok(!(await ona.content()).includes(person), 'she is in no list of theirs')
  await ona.goto('/work?lang=en')
  const task = ona.locator('main a').filter({ hasText: /took .*back/i })
  ok(await task.count() > 0, 'what they have to do is in their list: to confirm that they stopped')
  await look(ona, 'consent-task')
}
