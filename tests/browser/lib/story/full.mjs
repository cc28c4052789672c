// A full shelter declines, the sender chooses another; that one gives her back later, and the file closes to it.
import { answer, openFile, press, words } from '../hands.mjs'
import { is, like, ok } from '../tap.mjs'
import { accept, at, consent, meet, refer } from '../deeds.mjs'

export const title = 'a full shelter declines: the sender hears it and asks another, and nobody is left between'

export async function tell ({ as, look }) {
  const rasa = await as('rasa')
  const ona = await as('ona')
  const milda = await as('milda')
  const person = await meet(rasa, { sex: 'male', age: '18_24', language: 'lt' })
  await consent(rasa, person, 'silto-vejo')
  const first = await refer(rasa, person, 'silto-vejo', ['shelter'])
  await ona.goto(`${first}?lang=en`)
  await ona.locator('main summary').filter({ hasText: /cannot help this time/i }).click()
  await ona.locator('#decline, [name="decline"][value="full"]').last().waitFor()
  await answer(ona, { decline: 'full' })
  await press(ona, /^decline$/i)
  like(await words(ona), /Declined/, 'the shelter is full and says so')
  is((await ona.request.get(`/person/${person}`)).status(), 404, 'it learns no more of him')

  await rasa.goto('/work?lang=en')
  like(await words(rasa), /declined/i, 'the sender finds it in the work of the station')
  await at(rasa, person, '/place')
  like(await words(rasa), /Find a place to stay/, 'and looks for another place: sex, age, county, language, free beds')
  await look(rasa, 'full-places')
  await rasa.goto('/places/gaps?lang=en')
  like(await words(rasa), /groups have no bed for them alone/, 'for whom there is no place at all is counted')
  await look(rasa, 'full-gaps')
  await consent(rasa, person, 'saules-slenkstis')
  const second = await refer(rasa, person, 'saules-slenkstis', ['shelter'])
  await accept(milda, second)
  await milda.goto(`${second}?lang=en`)
  await milda.locator('main summary').filter({ hasText: /cannot go on/i }).click()
  await answer(milda, { decline: 'full' })
  await press(milda, /give it back/i)
  like(await words(milda), /Given back/, 'weeks later the second house gives it back')
  await look(milda, 'full-returned')
  is((await milda.request.get(`/person/${person}`)).status(), 404, 'the file is closed to it again')
  await rasa.goto('/work?lang=en')
  like(await words(rasa), /came back: choose another place/, 'the sender is told to choose another')
  await rasa.goto(`${second}?lang=en`)
  await openFile(rasa)
  ok((await words(rasa)).includes('Given back'), 'and reads why')
}
