// What every story needs done: somebody is met, asked, referred; somebody accepts. Each goes through the pages.
import { answer, openFile, pathOf, press, words } from './hands.mjs'
import { like } from './tap.mjs'

const said = { municipality: 'rokiskis', sex: 'female', age: '25_39', language: 'lt', source: 'met' }

// Signs of somebody; gives the reference.
export async function meet (page, more = {}) {
  await page.goto('/sign/new?lang=en')
  await answer(page, { ...said, ...more })
  await press(page, /write it down/i)
  const person = pathOf(page).split('/')[2]
  like(person, /^[0-9a-f]{32}$/, 'the person has a reference and no name')
  return person
}

// The page of the person, or one of its pages ("/refer"), in English; its file is opened where that is asked.
export async function at (page, person, rest = '', use = 'support') {
  await page.goto(`/person/${person}${rest}${rest.includes('?') ? '&' : '?'}lang=en`)
  await openFile(page, use)
}

// What she says to one organisation and purpose: "given" or "refused".
export async function consent (page, person, org, purpose = 'support', state = 'given') {
  await at(page, person, '/consent')
  await answer(page, { org, purpose })
  await press(page, /show the question/i)
  await answer(page, { consent_state: state, read_aloud: 'yes' })
  await press(page, /write down the answer/i)
}

// Ask an organisation she agreed to; gives the path of the referral.
export async function refer (page, person, org, need, purpose = 'support') {
  await at(page, person, '/refer')
  await answer(page, { org: `${org}:${purpose}`, need })
  await press(page, /send the referral/i)
  return `/referral/${new URL(page.url()).searchParams.get('sent')}`
}

export async function accept (page, referral) {
  await page.goto(`${referral}?lang=en`)
  await press(page, /accept/i)
  return words(page)
}
