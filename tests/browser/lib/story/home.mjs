// A woman from Lithuania in the United Kingdom who chooses to come home: a question over there, whether it is safe, papers,
// the journey, and who goes on helping here. An officer of the other country answers, and never has her file.
import { answer, openFile, press, words } from '../hands.mjs'
import { is, like, ok } from '../tap.mjs'
import { at, consent, meet, refer } from '../deeds.mjs'

export const title = 'the woman who comes home from the UK: asked, answered, checked, met, and asked after'

async function record (page, person, sheet, fields) {
  await at(page, person, `/sheet/${sheet}/new`)
  await answer(page, fields)
  await press(page, /^save$/i)
  return words(page)
}

export async function tell ({ as, look }) {
  const milda = await as('milda')
  const oliver = await as('oliver')
  const ona = await as('ona')
  const person = await meet(milda, { sex: 'female', age: '25_39', language: 'lt', source: 'call' })

  await at(milda, person, '/consent?purpose=request')
  await answer(milda, { org: 'police-gb' })
  await press(milda, /show the question/i)
  like(await words(milda), /in another country/, 'she is asked in her own words whether another country may be asked')
  await answer(milda, { consent_state: 'given', read_aloud: 'yes', scope: ['story'] })
  await press(milda, /write down the answer/i)
  await at(milda, person, '/refer?purpose=request')
  like(await words(milda), /never see the file/, 'who asks another country is told what they learn')
  await look(milda, 'home-ask')
  await answer(milda, { org: 'police-gb', basis: 'consent', need: ['safety'], note: 'Is anybody charged, and is it safe to travel?' })
  await press(milda, /send the question/i)
  const question = `/referral/${new URL(milda.url()).searchParams.get('sent')}`
  await record(milda, person, 'request', { asks: ['case', 'safe'], country: 'gb', basis: 'consent', home_lead: 'saules-slenkstis',
    host_lead: 'police-gb', ...later('due', 10), state: 'open' })
  await look(milda, 'home-request')

  await oliver.goto(`${question}?lang=en`)
  like(await words(oliver), /What it rests on The person agreed/, 'the officer sees on what it rests')
  await press(oliver, /take the question on/i)
  await oliver.goto(`${question}?lang=en`)
  await look(oliver, 'home-officer') // before it is filled in: another language is another page
  await answer(oliver, { reply: 'Nobody is charged yet. We can take her to the airport.' })
  await press(oliver, /send the reply/i)
  is((await oliver.request.get(`/person/${person}`)).status(), 404, 'and has no file of hers')

  await milda.goto('/work?lang=en')
  like(await words(milda), /A reply came/, 'the reply stands in the work of whoever asked')
  await look(milda, 'home-work')
  await milda.goto(`${question}?lang=en`)
  await openFile(milda)
  like(await words(milda), /take her to the airport/, 'and is read there')

  const safe = await record(milda, person, 'risk_check', { country: 'lt', result: 'with_help', danger: ['known_home', 'no_income'], own_view: 'yes' })
  like(safe, /Safe with help/, 'whether it is safe at home was talked over with her')
  await look(milda, 'home-risk')
  await record(milda, person, 'consulate', { country: 'lt', paper: ['travel'], agreed: 'yes', state: 'asked' })
  await consent(milda, person, 'silto-vejo', 'return')
  const journey = await refer(milda, person, 'silto-vejo', ['shelter', 'safety'], 'return')
  await ona.goto(`${journey}?lang=en`)
  await press(ona, /accept/i)

  await record(milda, person, 'return_home', { state: 'arrived', own_choice: 'yes', from: 'gb', receives: 'silto-vejo', escort: 'helper',
    ...later('arrived', 0), stays_at: 'shelter' })
  await look(milda, 'home-arrived')
  await at(ona, person)
  ok(/Šilto vėjo/.test(await words(ona)), 'whoever receives her has her file')
  await at(ona, person, '/parties')
  like(await words(ona), /Šilto vėjo.*Saulės slenkstis|Saulės slenkstis.*Šilto vėjo/, 'both houses are on the case')
  ok(!/Karalystės/.test(await words(ona)), 'and no authority of the other country')
}

// A day in the three boxes of a form.
function later (field, days) {
  const day = new Date(Date.now() + days * 86400000)
  return { [`${field}-year`]: day.getFullYear(), [`${field}-month`]: day.getMonth() + 1, [`${field}-day`]: day.getDate() }
}
