// all.mjs - every set of questions asked by every agency, and every way to read the answers, by those who never may. Numbered from 4.
import { call, does, done, each, key, use } from '../../lib/api.mjs'

const { BASE, RASA, INGA, MANTAS, FINES, OLGA } = process.env
const today = new Date().toISOString().slice(0, 10)
use(BASE)
let n = 3
function check(name, wrong) {
  console.log(`${wrong.length ? 'not ok' : 'ok'} ${++n} - ${name}`)
  wrong.slice(0, 5).forEach(one => console.log(`# ${one}`))
}

const sets = {
  'field-8': { answer: ['q1:yes'] },
  'child-8': { answer: ['made:yes'], told: ['words:testovsky told me to'], adult: 'guardian' },
  'uk-general': { answer: ['g13:yes'] },
  'uk-child': { answer: ['c12:yes'], urgent: true },
  'field-sex': { answer: ['refuse:no'], target: ['commercial_sex'] },
  migrant: { answer: ['with:arranged', 'where:rokiskis'], target: ['migrant', 'held'], told: ['words:zvirblyte waits at home'] },
  workplace: { answer: ['hours:70', 'leave:no'], proactive: true, asked: 'paper' },
  online: { answer: ['platform:telegram', 'since:2026-01-02'], told: ['handle:@mykola_testovsky'] },
}

// The pages of an organisation that never reads answers: they go from page to page in the form itself.
async function carried(person) {
  const wrong = [], path = `/person/${person}/ask/workplace`, cookie = { Cookie: `sid=${INGA}; lang=en` }
  const page = async (body) => {
    const answer = await fetch(BASE + path, { method: body ? 'POST' : 'GET', body, redirect: 'manual', headers: cookie })
    return { status: answer.status, text: await answer.text() }
  }
  const hidden = text => Object.fromEntries([...text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) =>
    [name, value.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&#39;/g, "'").replace(/&amp;/g, '&')]))
  const send = (text, more) => page(new URLSearchParams({ ...hidden(text), ...more }))
  // Every choice of the page: "yes" where there is one, else its first.
  const chosen = text => {
    const all = {}
    for (const [, name, value] of text.matchAll(/<input [^>]*name="(q\d+)" type="radio" value="([^"]+)"/g))
      if (!(name in all) || value === 'yes') all[name] = value
    return all
  }
  let at = await page(), pages = 0
  const seen = []
  while (at.status === 200 && /name="go" value="on"/.test(at.text) && pages++ < 40) {
    if (/value="later"|draft=/.test(at.text)) wrong.push(`page ${pages} offers to keep it`)
    seen.push(hidden(at.text).at)
    at = await send(at.text, { ...chosen(at.text), go: 'on' })
  }
  if (pages < 5) wrong.push(`${pages} pages, then ${at.status}`)
  const back = await send(at.text, { to: seen[2] })
  if (back.status !== 200 || hidden(back.text).at !== seen[2] || !/ checked/.test(back.text)) wrong.push('an answer cannot be changed')
  const check = await send(back.text, { ...chosen(back.text), go: 'check' })
  const told = await send(check.text.replace(/<form id="change"[\s\S]*?<\/form>/, ''), {})
  if (!/Signs are present/.test(told.text)) wrong.push(`it ends in ${told.status} ${told.text.slice(0, 200)}`)
  if ((await does('draft_list', {}, INGA)).rows.length) wrong.push('a draft is left')
  return wrong
}

const isChild = set => /child/.test(set)

async function asked(session, [set, more]) {
  const { person } = await does('signal_record', { municipality: 'rokiskis', source: 'met', age: isChild(set) ? 'unknown' : '25_39',
    sex: 'female', language: 'uk', happened: today }, session)
  const { screening } = await does('screening_record', { person, instrument: set, language: 'uk', ...more }, session)
  return { person, screening, set, more }
}

const theirs = {}
for (const [who, session] of Object.entries({ rasa: RASA, inga: INGA, mantas: MANTAS })) {
  theirs[who] = []
  await each(Object.entries(sets), 8, async set => theirs[who].push(await asked(session, set)))
}
check('every set of questions is taken from police, inspectorate and migration office',
  Object.values(theirs).flat().length === 24 ? [] : ['not all were'])

const opened = one => does('file_open', { person: one.person, use: 'identification', knows: false }, RASA)
const unread = []
await each(theirs.rasa, 8, async one => {
  await opened(one)
  const read = await does('screening_latest', { person: one.person, screening: one.screening }, RASA)
  for (const field of ['answer', 'told', 'target'])
    if (!(one.more[field] ?? []).every(said => read[field].includes(said)))
      unread.push(`${one.set} ${field}: ${JSON.stringify(read[field])}`)
})
check('who asked reads every answer again', unread)

const own = await asked(OLGA, ['online', { answer: ['platform:telegram', 'since:2026-01-02', 'made:images', 'made:account', 'owe:yes'],
  told: ['handle:@mykola_testovsky'], judged: 'signs_present', because: 'She showed the zvirblyte messages', private: true, interpreted: 'telephone', breaks: false,
  proactive: true, recorded: 'notes', target: ['commercial_sex'], municipality: 'vilnius' }])
await does('channel_record', { person: own.person, channel: 'hand', is_safe: true }, OLGA)
await does('file_open', { person: own.person, use: 'answer', knows: false }, OLGA)
const { rows } = await does('person_copy', { person: own.person, channel: 'hand', language: 'en' }, OLGA)
const told = rows.map(row => row.line).join('\n')
check('on paper she reads them in words', ['Telegram', '2 January 2026|2026-01-02', 'Be photographed or filmed naked', 'receive money',
  'Do you owe them .* Yes', '@mykola_testovsky', 'She showed the zvirblyte messages', 'Recruited online; version 1; Vilni.*; Face to face; we came and asked; in a private place; An interpreter by '
  + 'telephone; no breaks were offered; Notes only'].filter(words => !new RegExp(words).test(told)))
check('and never how much an answer weighs', /strong|medium|weak|dimension|trigger/i.test(told) ? [told] : [])

let refused = 0
const ways = one => [
  ['screening_latest', { person: one.person, screening: one.screening }], ['screening_latest', { person: one.person }],
  ['screening_list', { person: one.person }], ['person_timeline', { person: one.person }], ['person_notes', { person: one.person }],
  ['file_open', { person: one.person, use: 'identification', knows: false }],
  ['person_copy', { person: one.person, channel: 'hand', language: 'uk' }],
]
async function reads(session, list, statuses) {
  const wrong = []
  await each(list.flatMap(one => ways(one).map(way => [one, ...way])), 8, async ([one, op, input]) => {
    const { status, text } = await call(op, input, { session, idempotency: key() })
    const told = [...(one.more.answer), ...(one.more.told ?? [])].some(said => text.includes(said))
    if (!statuses.includes(status) || told)
      wrong.push(`${op} about one asked ${one.set}: ${status} ${text.slice(0, 120)}`)
    else
      refused++
  })
  return wrong
}
check('the inspectorate reads none of its own', await reads(INGA, theirs.inga, [403]))
check('nor does the migration office', await reads(MANTAS, theirs.mantas, [403]))

const kept = []
for (const [who, session] of Object.entries({ inga: INGA, mantas: MANTAS }))
  for (const of of ['screening', 'sheet'])
    if ((await call('draft_save', { draft_of: of, draft_text: 'hours:70' }, { session, idempotency: key() })).status !== 403)
      kept.push(`${who} keeps a draft of ${of}`)
check('neither keeps answers for later, not even for their writer', kept)
check('its pages ask to the end without a draft, and show what is to be done once', await carried(theirs.inga[0].person))
await each(theirs.rasa.flatMap(one => ['labour', 'migration'].map(org => [one, org])), 8, ([one, org]) => does('consent_record',
  { person: one.person, purpose: 'support', org, consent_state: 'given', language: 'uk', read_aloud: true, consent_by: isChild(one.set) ? 'representative' : 'self',
    scope: ['identity', 'contact', 'needs', 'story', 'health'] }, RASA))
check('and neither reads what the police asked, though she agreed to everything',
  [...await reads(INGA, theirs.rasa, [403]), ...await reads(MANTAS, theirs.rasa, [403])])
check('for who fines there is no such file', await reads(FINES, theirs.rasa, [404]))
check(`every reading was refused that was tried: ${refused}`, refused === 5 * 8 * 7 ? [] : [`of ${5 * 8 * 7}`])

const purposes = []
for (const purpose of ['fine', 'immigration', 'inspection'])
  if ((await call('file_open', { person: theirs.rasa[0].person, use: purpose, knows: false }, { session: RASA, idempotency: key() })).status !== 422)
    purposes.push(purpose)
check('nor is there a purpose to open a file for a fine, a permit or an inspection', purposes)
done()
