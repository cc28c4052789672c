// A caller at night: who answers and in which language, the call while it goes on, the police told at once, a sign out of it.
import { answer, pathOf, press, words } from '../hands.mjs'
import { is, like } from '../tap.mjs'

export const title = 'a caller at night: the sheet, the police at once, a sign, and one call counted once'

export async function tell ({ as, look }) {
  const ruta = await as('ruta')
  await ruta.goto('/calls?lang=en')
  await ruta.locator('main summary').filter({ hasText: /when I answer/i }).click()
  await answer(ruta, { from_clock: '0:00', until_clock: '23:59', language: ['uk', 'ru'] })
  await press(ruta, /write it down/i)
  like(await words(ruta), /Rūta.* now .*Ukrainian.* 00:00 to 23:59 .*Nobody answers now in: Lithuanian, English\./, 'who answers now, and in which language nobody does')
  await ruta.goto('/calls/new?lang=en')
  await look(ruta, 'caller-sheet')
  await ruta.goto('/calls/new?lang=en')
  await press(ruta, /write it down/i)
  like(await words(ruta), /This is needed/, 'an empty sheet is told of')
  ruta.troubles.splice(0)
  await answer(ruta, { related: 'yes', caller: 'self', language: 'uk', danger: 'yes', call_outcome: 'police' })
  await press(ruta, /write it down/i)
  const call = pathOf(ruta)
  like(call, /^\/calls\/[0-9a-f]{32}$/, 'the call is written down')
  like(await words(ruta), /Police told \d+ /, 'with the time the police was told')
  await look(ruta, 'caller-call')
  await ruta.goto(`${call}?lang=en`)
  await ruta.locator('main summary').filter({ hasText: /record a sign/i }).click()
  await answer(ruta, { municipality: 'panevezys-city', sex: 'female', age: '25_39', language: 'uk', note: 'Locked in, on the third floor.' })
  await press(ruta, /record the sign/i)
  like(pathOf(ruta), /^\/person\/[0-9a-f]{32}$/, 'somebody it is about has her first sign')
  await ruta.goto(`${call}?lang=en`)
  like(await words(ruta), /Signs recorded out of it 1/, 'which stands beside the call')
  await ruta.goto('/calls?lang=en')
  is(await ruta.locator(`main a[href="${call}"]`).count(), 1, 'and the call is there once')
  await look(ruta, 'caller-list')
}
