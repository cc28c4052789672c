// year.mjs STEPS SEED - a year of work by twelve people of seven bodies who do, at random, what they may.
//
// Half of the steps go on with a case as it would go on; the other half take any operation of the API's own description and
// fill it in with references that the actor was given, codes, days and words that fit. Much of it is refused, as it should be;
// nothing may end in an error of ours. The clock goes a year forward. What must hold afterwards is year.sh's to ask.
import { spawn, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import readline from 'node:readline'

const [steps, seed] = process.argv.slice(2).map(Number), { DIR, BASE, ASK, ATRAMA_CLOCK: CLOCK, ROOT } = process.env
const YEAR = 365 * 86400

let state = seed >>> 0
function random() { // mulberry32
  state = (state + 0x6d2b79f5) >>> 0
  let t = Math.imul(state ^ state >>> 15, state | 1)
  t ^= t + Math.imul(t ^ t >>> 7, t | 61)
  return ((t ^ t >>> 14) >>> 0) / 4294967296
}
const below = n => Math.floor(random() * n), pick = list => list[below(list.length)], chance = p => random() < p
const key = () => Array.from({ length: 32 }, () => below(16).toString(16)).join('')

let ahead = 0
function wait(seconds) {
  ahead += seconds
  const bytes = Buffer.alloc(8)
  bytes.writeBigInt64LE(BigInt(Math.round(ahead * 1e6)))
  const file = fs.openSync(CLOCK, 'r+')
  fs.writeSync(file, bytes, 0, 8, 0)
  fs.closeSync(file)
}
const day = offset => new Date(Date.now() + (ahead + offset * 86400) * 1000).toISOString().slice(0, 10)

/* The service, at its operators' door, as whoever is named. */
const door = spawn(ASK, [DIR, '--lines'], { stdio: ['pipe', 'pipe', 'inherit'] })
const lines = readline.createInterface({ input: door.stdout })[Symbol.asyncIterator]()
const counts = { done: 0, refused: 0, ours: [] }, per = {}

async function ask(as, calls) {
  door.stdin.write(`${JSON.stringify({ as, calls })}\n`)
  const { value, done } = await lines.next()
  if (done)
    throw new Error('the service hung up')
  return JSON.parse(value) ?? calls.map(() => ({ error: { code: 'whole' } }))
}

/* Everybody ------------------------------------------------------------------------------------------------------- */

const orgs = [['police', 'police'], ['haven', 'ngo'], ['shore', 'ngo'], ['bureau', 'police'], ['children', 'child'],
  ['abroad', 'abroad'], ['county', 'coordination']]
const units = [['police-1', 'police'], ['police-2', 'police'], ['haven-1', 'haven'], ['bureau-1', 'bureau']]
const people = [['rasa', 'police', 'officer', 'police-1'], ['petras', 'police', 'officer', 'police-2'], ['saulius', 'police', 'supervisor'],
  ['lina', 'haven', 'support', 'haven-1'], ['olga', 'haven', 'support'], ['milda', 'shore', 'support'], ['vida', 'shore', 'support'],
  ['daiva', 'bureau', 'decider', 'bureau-1'], ['jonas', 'bureau', 'decider'], ['ieva', 'children', 'support'],
  ['oliver', 'abroad', 'liaison'], ['kazys', 'county', 'coordinator']].map(([login, org, role, unit]) => ({ login, org, role, unit }))
const who = login => people.find(one => one.login === login)
const working = people.filter(one => !['supervisor', 'coordinator'].includes(one.role))

function begin() {
  const calls = [...orgs.map(([org, org_kind]) => ({ op: 'org_create', in: { org, org_kind, org_name: `Body ${org}`, region: 'panevezys' } })),
    ...units.map(([unit, org]) => ({ op: 'unit_create', in: { unit, org, unit_name: `Unit ${unit}` } })),
    ...people.map(({ login, org, role, unit }) => ({ op: 'user_create', in: { login, org, role: [role], password: 'seven-quiet-harbours',
      staff_name: `${login[0].toUpperCase()}${login.slice(1)} ${org}`, ...(unit ? { unit } : {}), expires: day(364),
      held: [`vetting:${day(500)}`, `training:${day(500)}`] } }))]
  const ran = spawnSync(ASK, [DIR], { input: JSON.stringify(calls), encoding: 'utf8' })
  const answers = JSON.parse(ran.stdout)
  answers.forEach((answer, i) => {
    if (!answer.ok)
      throw new Error(`${calls[i].op}: ${JSON.stringify(answer.error)}`)
  })
  people.forEach((one, i) => know('user', answers[orgs.length + units.length + i].ok.user, one.org))
}

/* What was heard: references by the name of their field, and by who heard them. */
const known = new Map()
function know(field, ref, org) {
  const list = known.get(field) ?? known.set(field, []).get(field)
  if (!list.some(one => one.ref === ref && one.org === org))
    list.push({ ref, org })
  if (list.length > 400)
    list.shift()
}
const same = { to: 'user', supersedes: '', user: 'user' }
function hear(answer, org, op) {
  for (const object of [answer, ...(answer.rows ?? [])])
    for (const [field, value] of Object.entries(object))
      for (const one of [value].flat())
        if (typeof one === 'string' && /^[0-9a-f]{32}$/.test(one))
          know(field === 'person' || field !== op ? field : 'person', one, org)
}
function recall(field, org) {
  const list = known.get(same[field] || field) ?? [], own = list.filter(one => one.org === org)
  if (own.length && chance(0.9))
    return pick(own).ref
  return list.length && chance(0.9) ? pick(list).ref : key()
}

async function does(login, op, input, again = true) {
  const [answer] = await ask(login, [{ op, in: input, key: key() }])
  if (again && answer.error?.field === 'opened' && input.person && chance(0.8)) { // the file has to be opened first
    await ask(login, [{ op: 'file_open', in: { person: input.person, use: 'support', knows: false }, key: key() }])
    return does(login, op, input, false)
  }
  const tally = per[op] ??= { done: 0, refused: 0 }
  if (answer.ok) {
    counts.done++
    tally.done++
    hear(answer.ok, who(login).org, op)
    return answer.ok
  }
  counts.refused++
  tally.refused++
  tally.last = `${answer.error.code} ${answer.error.field ?? ''} ${answer.error.rule ?? ''}`
  if (['bug', 'db', 'io', 'crypto', 'limit', 'whole'].includes(answer.error.code))
    counts.ours.push(`${op} ${JSON.stringify(input)}: ${JSON.stringify(answer.error)}`)
}

/* Cases, as they go on --------------------------------------------------------------------------------------------- */

const ages = ['under_12', '12_17', '18_24', '25_39', '40_up', 'unknown'], sexes = ['female', 'male'], forms = ['labour_forced', 'sex_prostitution', 'begging']
const cases = []
const happened = () => day(-below(3))
const agree = (by, c, purpose, org) => does(by, 'consent_record', { person: c.person, purpose, org, consent_state: 'given', language: 'uk', read_aloud: true })

async function first() {
  const by = pick(['rasa', 'petras', 'lina', 'milda', 'ieva'])
  const made = await does(by, 'signal_record', { municipality: pick(['rokiskis', 'birzai', 'kupiskis']), source: 'met', age: pick(ages), sex: pick(sexes),
    language: pick(['uk', 'lt', 'vi']), happened: happened() })
  if (made)
    cases.push({ person: made.person, by, at: 'met' })
}
const next = {
  async met(c) {
    const [org, helper] = pick([['haven', 'lina'], ['haven', 'olga'], ['shore', 'milda'], ['children', 'ieva']])
    if (org === who(c.by).org)
      return Object.assign(c, { helper: c.by, at: 'helped' })
    await agree(c.by, c, 'support', org)
    const sent = await does(c.by, 'referral_send', { person: c.person, org, purpose: 'support', need: ['shelter'], ...(chance(0.1) ? { danger: true } : {}) })
    if (sent)
      Object.assign(c, { referral: sent.referral, helper, at: 'referred' })
  },
  async referred(c) {
    if (chance(0.3))
      await does(c.helper, 'referral_receive', { referral: c.referral })
    const said = random()
    if (said < 0.15) {
      await does(c.helper, 'referral_decline', { referral: c.referral, decline: 'full' })
      c.at = 'met'
    } else if (said < 0.2) {
      await does(c.by, 'referral_withdraw', { referral: c.referral })
      c.at = 'met'
    } else if (said < 0.8) {
      c.at = await does(c.helper, 'referral_accept', { referral: c.referral }) ? 'helped' : 'met'
    } // else nobody answers for a while
  },
  async helped(c) {
    const said = random()
    if (said < 0.15)
      await does(c.helper, 'placement_start', { person: c.person, place: recall('place', who(c.helper).org), happened: happened() })
    else if (said < 0.3)
      await does(c.helper, 'service_record', { person: c.person, need: pick(['health', 'legal', 'counselling']), happened: happened() })
    else if (said < 0.4)
      await does(c.helper, 'presumption_record', { person: c.person, form: [pick(forms)], happened: happened() })
    else if (said < 0.6)
      await write(c)
    else if (said < 0.66)
      await time(c)
    else if (said < 0.72 && c.referral)
      c.at = await does(c.helper, 'referral_return', { referral: c.referral, decline: 'other' }) ? 'met' : c.at
    else if (said < 0.76)
      await does(c.helper, 'consent_record', { person: c.person, purpose: 'support', org: who(c.helper).org, consent_state: 'withdrawn', language: 'uk', read_aloud: true })
    else if (said < 0.84)
      await does(c.helper, 'placement_end', { person: c.person, happened: happened() })
    else if (said < 0.88)
      await abroad(c)
    else {
      await agree(c.helper, c, 'decision', 'bureau')
      const sent = await does(c.helper, 'referral_send', { person: c.person, org: 'bureau', purpose: 'decision', need: ['decision'] })
      if (sent)
        Object.assign(c, { decision: sent.referral, at: 'asked' })
    }
  },
  async asked(c) {
    if (!await does('daiva', 'referral_accept', { referral: c.decision }))
      return void (c.at = 'helped')
    c.at = 'deciding'
  },
  async deciding(c) {
    const by = pick(['daiva', 'jonas'])
    await does(by, 'file_open', { person: c.person, use: 'decision', knows: false })
    const made = await does(by, 'decision_record', { person: c.person, outcome: pick(['identified', 'identified', 'not_identified']), form: [pick(forms)],
      decided_on: day(0) })
    if (made && chance(0.4))
      await does(c.helper, 'review_ask', { person: c.person, decision: made.decision, asked_by: 'self', words: 'It is asked again, for something new came to light.' })
    c.at = 'helped'
  },
}

// A record; now and then two colleagues who had the same page open each correct it, and somebody settles what stands.
const colleague = { lina: 'olga', olga: 'lina', milda: 'vida' }
async function write(c) {
  const input = await sheet(c.person), made = await does(c.helper, 'sheet_record', input)
  if (!made || !colleague[c.helper] || chance(0.6))
    return
  const corrects = async (by, ids) => (await does(by, 'sheet_record', { ...input, supersedes: ids }))?.sheet_id
  const both = [await corrects(c.helper, [made.sheet_id]), await corrects(colleague[c.helper], [made.sheet_id])]
  if (both[0] && both[1] && chance(0.5))
    await corrects(c.helper, both)
}

// A time begins; now and then it is made longer, or ended before its day.
async function time(c) {
  const made = await does(c.helper, 'clock_start', { person: c.person, clock: 'reflection', happened: happened() })
  if (made && chance(0.5))
    await does(c.helper, 'clock_change', { person: c.person, clock_id: made.clock_id, clock_change: pick(['extend', 'end']),
      clock_why: pick(['health', 'asked']), happened: day(0) })
}

async function abroad(c) {
  await agree(c.helper, c, 'request', 'abroad')
  const sent = await does(c.helper, 'referral_send', { person: c.person, org: 'abroad', purpose: 'request', need: ['legal'], basis: 'consent' })
  if (sent && chance(0.8))
    await does('oliver', 'referral_reply', { referral: sent.referral, reply: 'A case is open; we advise to wait with the journey.' })
}

/* Any operation, by the API's description ---------------------------------------------------------------------------- */

const api = await (await fetch(`${BASE}/api/openapi.json`)).json()
const schemas = api.components.schemas
const sheets = fs.readdirSync(`${ROOT}/profiles/sheets`).flatMap(file => JSON.parse(fs.readFileSync(`${ROOT}/profiles/sheets/${file}`)))
  .filter(one => schemas.sheet.enum.includes(one.code))
const played = /^(signal|screening|consent|identity|block|channel|trait|referral|place|placement|service|clock|sheet|presumption|decision|review|group|draft|person|task|shift|mail|file|complaint|handover|colleague|likeness|link|grant)_?/
const not = /^(person_erase|person_copy|consent_letter|place_address)$/
const operations = Object.entries(api.paths).map(([path, one]) => ({ op: path.slice(1), ...Object.values(one)[0] }))
  .filter(one => played.test(one.op) && !not.test(one.op))
  .map(one => ({ op: one.op, input: one.requestBody?.content['application/json'].schema
    ?? { properties: Object.fromEntries((one.parameters ?? []).filter(p => p.in === 'query').map(p => [p.name, p.schema])),
      required: (one.parameters ?? []).filter(p => p.in === 'query' && p.required).map(p => p.name) } }))

function cell(field) {
  switch (field.type) {
  case 'code': {
    const codes = field.codes?.map(one => one.code) ?? schemas[field.list]?.enum ?? { told: ['yes', 'no'], country: ['lt', 'gb'] }[field.list]
    return pick(codes)
  }
  case 'int': return String((field.min ?? 0) + below(5))
  case 'money': return String(below(5000))
  case 'day': return chance(0.7) ? day(-below(20)) : day(below(60))
  case 'org': return pick(orgs)[0]
  case 'unit': return pick(units)[0]
  default: return 'Written down as it was told.'
  }
}
async function sheet(person) {
  const one = pick(sheets)
  const says = one.fields.filter(field => field.required || chance(0.4)).map(field => `${field.code}=${cell(field)}`)
  return { person, sheet: one.code, happened: happened(), says }
}

function value(name, schema, org) {
  if (schema.$ref)
    schema = schemas[schema.$ref.split('/').pop()]
  if (schema.type === 'array')
    return Array.from({ length: 1 + below(2) }, () => value(name, schema.items, org))
  if (schema.enum)
    return pick(schema.enum)
  if (schema.pattern === '^[0-9a-f]{32}$')
    return recall(name, org)
  if (schema.format === 'date')
    return chance(0.7) ? day(-below(40)) : day(below(40))
  if (schema.type === 'integer')
    return (schema.minimum ?? 0) + below(Math.min(8, (schema.maximum ?? 8) - (schema.minimum ?? 0) + 1))
  if (schema.type === 'boolean')
    return chance(0.5)
  if (name === 'org' || name === 'provider')
    return pick(orgs)[0]
  if (name === 'unit')
    return pick(units)[0]
  if (name === 'staff_name')
    return pick(people.map(one => `${one.login[0].toUpperCase()}${one.login.slice(1)} ${one.org}`))
  if (name === 'mail')
    return `${pick(people).login}@example.org`
  if (name === 'answer')
    return `q${1 + below(8)}:${pick(['yes', 'no'])}`
  return 'Said in words that name nobody at all.'.slice(0, Math.max(schema.minLength ?? 1, Math.min(schema.maxLength ?? 40, 40)))
}

async function anything() {
  const { op, input } = pick(operations), { login, org } = pick(chance(0.9) ? working : people), given = {}
  if (op === 'sheet_record')
    return does(login, op, await sheet(recall('person', org)))
  for (const [name, schema] of Object.entries(input.properties ?? {}))
    if ((input.required ?? []).includes(name) || chance(0.25))
      given[name] = value(name, schema, org)
  if (given.heads > 5)
    given.heads = 5
  return does(login, op, given)
}

begin()
const house = (login, label, sex) => does(login, 'place_create', { label, region: 'panevezys', sex, beds: 2, language: ['lt'], address: 'Nowhere 7' })
for (const [login, label] of [['lina', 'House with a garden'], ['milda', 'House by the sea'], ['ieva', 'House of children']])
  for (const sex of ['female', 'male'])
    await house(login, label, sex)
for (let i = 0; i < steps; i++) {
  if (cases.length < 4 || chance(0.08))
    await first()
  else if (chance(0.6)) {
    const c = pick(cases.slice(-40))
    await next[c.at](c)
  } else
    await anything()
  wait(YEAR / steps)
}
wait(40 * 86400) // and a month later all that fell due has been done
await does('rasa', 'mail_set', {})
await does('rasa', 'person_list', {})
door.stdin.end()

const most = Object.entries(per).filter(([, one]) => one.done === 0 && one.refused > 4).map(([op, one]) => `${op} (${one.last})`)
console.log(JSON.stringify({ ...counts, ours: counts.ours.slice(0, 5), ours_n: counts.ours.length, operations: Object.keys(per).length,
  succeeded: Object.values(per).filter(one => one.done > 0).length, cases: cases.length, never: most }))
process.exit(counts.ours.length ? 1 : 0)
