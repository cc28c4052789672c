// A priest without an account: what he saw, six words to learn, and nothing of it in his browser; the desk, and its answer.
import { answer, follow, pathOf, press, words } from '../hands.mjs'
import { is, like, none, ok } from '../tap.mjs'

export const title = 'a priest: a signal without an account, a sign at the desk, an answer for six words'

// What a browser keeps of the site, as whoever picks the telephone up would find it.
async function traces (page) {
  const kept = await page.evaluate(async () => [localStorage.length, sessionStorage.length, (await caches.keys()).length,
    (await navigator.serviceWorker?.getRegistrations() ?? []).length].filter(n => n > 0).map(n => `${n} kept`))
  const cookies = await page.context().cookies()
  return [...kept, ...cookies.map(cookie => cookie.name)]
}

export async function tell ({ as, look, open }) {
  const priest = await open({ lang: 'en' })
  await priest.goto('/report')
  await look(priest, 'priest-door')
  await priest.context().clearCookies()
  await priest.goto('/report')
  await follow(priest, /about somebody/i)
  is(await priest.title(), 'Atrama', 'no title says what it is about')
  await answer(priest, { tell: 'A girl from the farm comes to mass with bruises. She has no papers, and they wait for her outside.', danger: 'no',
    municipality: 'rokiskis', lead_from: 'church', language: 'en' })
  await look(priest, 'priest-write')
  await priest.goto('/report/other')
  await answer(priest, { tell: 'A girl from the farm comes to mass with bruises. She has no papers, and they wait for her outside.', danger: 'no',
    municipality: 'rokiskis', lead_from: 'church', language: 'en' })
  await priest.context().clearCookies()
  await press(priest, /^send$/i)
  const receipt = (await priest.locator('main [translate="no"]').innerText()).trim()
  is(receipt.split(' ').length, 6, 'six words')
  ok(!/girl|farm|church|rokiskis|traffick/i.test(`${receipt} ${priest.url()}`), 'that name nothing, as the address does not')
  none(await traces(priest), 'his browser keeps nothing')
  is(await priest.locator('.govuk-js-exit-this-page-button').getAttribute('href'), '/report/leave', 'one press leads away from it')

  const ona = await as('ona')
  await ona.goto('/work?lang=en')
  like(await words(ona), /A signal came: look at it/, 'the desk finds it in its work')
  await ona.goto('/leads?lang=en')
  await look(ona, 'priest-desk')
  await follow(ona, /church/i)
  like(await words(ona), /comes to mass with bruises/, 'and reads it')
  await press(ona, /I look at it/)
  await answer(ona, { say: 'Thank you. Two women come on Sunday. Tell nobody.' })
  await press(ona, /send the answer/i)
  await look(ona, 'priest-signal')
  await ona.locator('main summary').filter({ hasText: /record a sign/i }).click()
  await answer(ona, { municipality: 'rokiskis', sex: 'female', age: '12_17', language: 'lt' })
  await press(ona, /record the sign/i)
  like(pathOf(ona), /^\/person\/[0-9a-f]{32}$/, 'out of it comes the first sign of a person')

  await priest.goto('/report/check')
  await answer(priest, { receipt: receipt.toUpperCase() })
  await press(priest, /^look$/i)
  like(await words(priest), /It is done.*Two women come on Sunday/, 'with his words he reads the answer')
  ok(!(await words(priest)).includes('bruises'), 'and nothing of what he wrote')
  none(await traces(priest), 'and his browser still keeps nothing')
  await priest.goto('/report/check')
  await answer(priest, { receipt: 'apron arrow attic autumn avenue badge' })
  await press(priest, /^look$/i)
  like(await words(priest), /Nothing was sent with these words/, 'other words lead nowhere')
  priest.troubles.splice(0) // a page of 422 is told of in the console
}
