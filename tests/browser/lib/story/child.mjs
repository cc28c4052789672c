// A boy of seventeen: no consent is asked before he is helped, a guardian is written down, his time to recover runs, and the
// month he comes of age somebody has to ask him himself.
import { answer, openFile, press, today, words } from '../hands.mjs'
import { like, ok } from '../tap.mjs'
import { accept, at, consent, meet, refer } from '../deeds.mjs'

export const title = 'a child with a guardian: helped without delay, and asked himself when he comes of age'

export async function tell ({ as, look }) {
  const rasa = await as('rasa')
  const ona = await as('ona')
  const person = await meet(rasa, { sex: 'male', age: '12_17', language: 'uk' })
  await at(rasa, person, '/name')
  await answer(rasa, { given: 'Andrij', born: new Date().getFullYear() - 17 })
  await press(rasa, /seal it/i)
  await consent(rasa, person, 'silto-vejo') // his guardian may agree for him; nobody waits for a paper
  await accept(ona, await refer(rasa, person, 'silto-vejo', ['shelter', 'health']))

  await at(ona, person, '/sheets')
  const guardian = ona.locator('main a[href*="/sheet/representative"]').first()
  ok(await guardian.count() > 0, 'there is a record for who stands up for a child')
  await at(ona, person, '/sheet/representative/new')
  await answer(ona, { kind: 'guardian', state: 'granted' })
  await press(ona, /^save$/i)
  like(await words(ona), /is recorded/i, 'and who it is, is written down')
  await at(ona, person, '/reflection')
  await look(ona, 'child-reflection')
  await press(ona, /let it begin/i)
  await at(ona, person, '/clocks')
  like(await words(ona), /Nobody may remove the person from the country/, 'while his time runs nobody may remove him')
  await look(ona, 'child-clocks')
  await ona.locator('main a[href*="/papers/clock"]').first().click()
  await openFile(ona)
  await look(ona, 'child-paper')
  await answer(ona, { language: 'uk', channel: 'hand' })
  const [file] = await Promise.all([ona.waitForEvent('download'), ona.locator('main button[value="pdf"]').click()])
  like(file.suggestedFilename(), /^paper\.pdf$/, 'a paper says so, under a name that says nothing')
  await at(ona, person, '/clocks')
  await ona.locator('main a[href*="/clock/"]').filter({ hasText: /change/i }).first().click()
  await openFile(ona)
  await look(ona, 'child-longer')
  await answer(ona, { clock_change: 'extend', clock_why: 'health' })
  await press(ona, /record the change/i)
  like(await words(ona), /59 days are left|58 days are left/, 'his time is made longer, for his health')
  ok(today().length === 10, 'today is a day')
}
