// send.mjs - what a telephone does and what becomes of it, told by the registry's own lists. Numbered from 4; openrosa.sh goes on.
// What only a telephone reaches is here twice and more: submission_open submission_drop; so are submission_turn submission_note submission_done.
import { execFileSync } from 'node:child_process'
import { encrypted, instance, picture, Telephone, uuid } from '../../lib/openrosa.mjs'

const { BASE, RASA, LINA, STORE } = process.env
let n = 3
function is(got, wanted, name) {
  const right = JSON.stringify(got) === JSON.stringify(wanted)
  console.log(`${right ? 'ok' : 'not ok'} ${++n} - ${name}`)
  if (!right)
    console.log(`# got ${JSON.stringify(got)}, wanted ${JSON.stringify(wanted)}`)
}
const key = () => uuid().replace(/uuid:|-/g, '')
async function ask(session, operation, input = {}) {
  const response = await fetch(`${BASE}/api/v1/${operation}`, { method: 'POST', body: JSON.stringify(input),
    headers: { Authorization: `Bearer ${session}`, 'Content-Type': 'application/json', 'Accept-Language': 'en', 'Idempotency-Key': key() } })
  return { status: response.status, ...await response.json() }
}
const count = table => +execFileSync('sqlite3', [`file:${STORE}?mode=ro`, `SELECT COUNT(*) FROM ${table}`], { encoding: 'utf8' })
const counts = () => ['signal', 'screening', 'referral', 'attachment', 'submission'].map(count)
// What a test added to those tables.
async function adds(does) {
  const before = counts()
  await does()
  return counts().map((now, i) => now - before[i])
}

/* Keys ----------------------------------------------------------------------------------------------------------- */
const made = await ask(RASA, 'field_key_make', { label: 'patrol car' })
const tel = new Telephone(BASE, made.key_name, made.key_secret)
is([made.status, made.key_secret?.length], [200, 32], 'an account gives a telephone a key')
is((await new Telephone(BASE, made.key_name, 'a'.repeat(32)).get('/formList')).status, 401, 'a wrong password is nobody')
is((await fetch(`${BASE}/openrosa/formList`)).status, 401, 'and so is none at all')
is((await fetch(`${BASE}/api/v1/person_list`, { headers: { Authorization: tel.header } })).status, 401, 'the key opens nothing but what telephones need')
const head = await tel.get('/submission', 'HEAD')
is([head.status, head.headers.get('x-openrosa-accept-content-length'), head.headers.get('x-openrosa-version')], [204, '10485760', '1.0'],
  'a client may ask first how much is taken')

/* Forms ----------------------------------------------------------------------------------------------------------- */
const list = (await tel.get('/formList')).text
const forms = [...list.matchAll(/<formID>(.*?)<\/formID>.*?<version>(.*?)<\/version><hash>md5:(.*?)<\/hash><downloadUrl>(.*?)<\/downloadUrl>/g)]
  .map(([, id, version, hash, url]) => ({ id, version, hash, url }))
is(forms.length >= 9, true, `${forms.length} forms are on the list`)
const { createHash } = await import('node:crypto')
const texts = await Promise.all(forms.map(form => tel.get(form.url)))
is(forms.filter((form, i) => createHash('md5').update(texts[i].text).digest('hex') !== form.hash).map(form => form.id), [], 'each has the sum the list says')
const lock = /base64RsaPublicKey="([^"]+)"/.exec(texts[0].text)[1]
is(texts.every(form => form.text.includes(lock)), true, "and the registry's key in it")
const refer = forms.find(form => form.id === 'refer-with-consent')
const manifest = (await tel.get(`${refer.url}/manifest`)).text
const media = [...manifest.matchAll(/<filename>(.*?)<\/filename><hash>md5:(.*?)<\/hash><downloadUrl>(.*?)<\/downloadUrl>/g)]
is(media.map(([, name]) => name).sort(), ['organisations.csv', 'services.csv'], 'lists go with it')
const csv = await Promise.all(media.map(([, , , url]) => tel.get(url)))
is(media.map(([, , hash], i) => createHash('md5').update(csv[i].text).digest('hex') === hash), [true, true], 'with their own sums')
is(csv.some(({ text }) => /haven,|"haven"/.test(text)), true, 'of organisations')

/* One record, whatever happens on the way ------------------------------------------------------------------------ */
const field = forms.find(form => form.id === 'instrument.field-8')
const sign = { municipality: 'panevezys', source: 'met', age: '18_24', sex: 'female', language: 'uk', happened: new Date().toISOString().slice(0, 10), note: 'Niekas-Nerastas' }
const asked = { asked: 'form', private: 'yes' }
const questions = [...texts[forms.indexOf(field)].text.matchAll(/nodeset="\/data\/answer\/([a-z0-9_-]+)"/g)].map(([, code]) => code)
const answers = Object.fromEntries(questions.map(code => [code, 'yes']))
const filled = (id, more = {}) => instance(field.id, field.version, id,
  { signal_record: sign, screening_record: asked, answer: answers, identity_record: { given: 'Agota', family: 'Zvirblyte' }, ...more })
const one = uuid()
let sent
is(await adds(async () => { sent = await tel.send(filled(one)) }), [1, 1, 0, 0, 1], 'answers become a sign and a screening')
is(sent.status, 201, 'and the telephone hears that it is there')
is(await adds(() => tel.send(filled(one))), [0, 0, 0, 0, 0], 'sent again they become nothing more')
const five = uuid()
let statuses
is(await adds(async () => { statuses = await Promise.all([1, 2, 3, 4, 5].map(() => tel.send(filled(five)))) }), [1, 1, 0, 0, 1],
  'five copies at the same moment are one record')
is(statuses.map(({ status }) => status), [201, 201, 201, 201, 201], 'and each is told so')
const other = await tel.send(filled(one).replace('<sex>female', '<sex>male'))
is([other.status, /instance/.test(other.text)], [409, true], 'other answers under the same id are refused, with the reason')

const split = uuid(), pictures = [{ name: '1.png', bytes: picture }, { name: '2.png', bytes: picture }]
is(await adds(async () => {
  await tel.send(filled(split), [pictures[0]], true)
  await tel.send(filled(split), [pictures[0]], true)
  await tel.send(filled(split), [pictures[1]])
  await tel.send(filled(split), [pictures[1]])
}), [1, 1, 0, 2, 1], 'pictures that come in parts, twice each, stand once in one file')

/* Encrypted ------------------------------------------------------------------------------------------------------- */
const letter = (id, more = {}) => encrypted({ key: lock, form: field.id, version: field.version, id, xml: filled(id), ...more })
async function mail({ manifest, files }, incomplete) {
  return tel.send(manifest, files, incomplete)
}
is(await adds(() => mail(letter(uuid(), { media: pictures }))), [1, 1, 0, 2, 1], 'what was encrypted is opened, and becomes the same')
const apart = letter(uuid(), { media: [pictures[0]] })
is(await adds(async () => {
  await tel.send(apart.manifest, [apart.files[0]], true)
  await tel.send(apart.manifest, [apart.files[1]])
  await Promise.all([1, 2, 3, 4, 5].map(() => mail(apart)))
}), [1, 1, 0, 1, 1], 'in parts too, and five times more')
const whole = letter(uuid(), { media: [pictures[0]] })
const cut = { ...whole, files: whole.files.map((file, i) => i ? file : { ...file, bytes: file.bytes.subarray(0, 16) }) }
async function refused(what, say) {
  let answer
  const added = await adds(async () => { answer = await mail(what) })
  return [answer.status, say.test(answer.text), added]
}
is(await refused(cut, /signature/), [400, true, [0, 0, 0, 0, 0]], 'a cut file is refused by that rule, and nothing stays')
const swapped = { ...whole, files: [{ ...whole.files[0], bytes: letter(uuid(), { media: [pictures[0]] }).files[0].bytes }, whole.files[1]] }
is(await refused(swapped, /signature/), [400, true, [0, 0, 0, 0, 0]], "another's attachment too")
is(await refused(letter(uuid(), { spoil: { form: 'another' } }), /signature/), [400, true, [0, 0, 0, 0, 0]], 'a signature over something else')
is(await refused(letter(uuid(), { spoil: { key: Buffer.alloc(256, 1).toString('base64') } }), /key/), [400, true, [0, 0, 0, 0, 0]], "and another registry's key")
is(await adds(() => mail(whole)), [1, 1, 0, 1, 1], 'then the right files under the same id are taken')

const seized = await ask(LINA, 'field_key_make', { label: 'another house' })
const theirs = new Telephone(BASE, seized.key_name, seized.key_secret), captured = letter(uuid())
is([(await theirs.send(captured.manifest, captured.files)).status, count('submission')].slice(0, 1), [400], "another organisation's telephone cannot have it opened")
is((await ask(RASA, 'submission_open', { submission: 'e'.repeat(32), answers_name: 'submission.xml.enc' })).status, 403, 'nor can anybody at a page or the API')

/* What cannot become records -------------------------------------------------------------------------------------- */
const kept = async () => (await ask(RASA, 'submission_list')).rows
const nowhere = filled(uuid()).replace('<municipality>panevezys', '<municipality>atlantis')
is(await adds(() => tel.send(nowhere)), [0, 0, 0, 0, 1], 'an unknown place becomes nothing')
is((await kept()).map(row => [row.submission_state, row.column]), [['received', 'municipality']], 'and stays, with the field that is wrong')
const consent = filled(uuid(), { referral_send: { org: 'haven', purpose: 'support', need: 'shelter legal' } })
is(await adds(() => tel.send(consent)), [1, 0, 0, 0, 1], 'nobody is referred without her consent')
const agreed = filled(uuid(), { consent_record: { purpose: 'support', org: 'haven', consent_state: 'given', read_aloud: 'yes' },
  referral_send: { org: 'haven', purpose: 'support', need: 'shelter legal', danger: 'no' } })
is(await adds(() => tel.send(agreed)), [1, 1, 1, 0, 1], 'with it she is')
const htcds = instance('htcds_xlsform', 'vSmt4GQA3C9uBMLPEVfgND', uuid(), { con_Consent: 'TRUE', prs_First_Name: 'Agota', prs_Second_Name: 'Zvirblyte',
  prs_Birthdate: '1998-04-02', prs_Gender: 'Feminine', prs_Citizenship: 'Ukraine', prs_Email: 'agota@example.org', vic_TraffickingStatus:
  'PossibleVictimOfTrafficking', vic_TypeOfExploitation: 'ForcedLabour ForcedBegging Somehow' })
is(await adds(() => tel.send(htcds)), [0, 0, 0, 0, 1], "another's form stays as it came")
const read = await ask(RASA, 'submission_view', { submission: (await kept())[0].submission })
is([read.status, Buffer.from(read.rows?.[0]?.bytes ?? '', 'base64url').toString().includes('htcds_xlsform')], [200, true], 'to be read by its own organisation')
is((await ask(LINA, 'submission_view', { submission: (await kept())[0].submission })).status, 404, 'and by no other')

/* Finished by hand: place and day are asked, what the form has of a list of persons is taken over ---------------------- */
const hand = `${BASE}/forms/received/${(await kept())[0].submission}/person`, cookie = { Cookie: `sid=${RASA}; lang=en` }
const page = await (await fetch(hand, { headers: cookie })).text()
const hidden = name => new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1]
const listed = title => [...(page.split(`${title}</h2>`)[1] ?? '').split('</dl>')[0].matchAll(/<dt[^>]*>([^<]*)/g)].map(([, name]) => name)
is([listed('Taken over').sort().join(), listed('Not taken over').sort().join()], ['con_Consent,prs_Birthdate,prs_Citizenship,prs_First_Name,prs_Gender,'
  + 'prs_Second_Name,vic_TraffickingStatus', 'prs_Email,vic_TypeOfExploitation'], 'what is taken over is shown, and what is not')
is(/id="sex"[^>]*value="female" checked/.test(page) && /value="25_39" checked/.test(page), true, 'and chosen already in the questions of the sign')
const day = new Date().toISOString().slice(0, 10).split('-')
const post = more => fetch(hand, { method: 'POST', redirect: 'manual', headers: cookie, body: new URLSearchParams({ csrf: hidden('csrf'), key: hidden('key'),
  source: 'met', age: '25_39', sex: 'female', language: 'uk', 'happened-year': day[0], 'happened-month': day[1], 'happened-day': day[2], ...more }) })
is([(await post({})).status, (await kept()).length], [422, 3], 'without the place it waits')
const finished = await post({ municipality: 'rokiskis' })
const whose = /^\/person\/([0-9a-f]{32})$/.exec(finished.headers.get('location') ?? '')?.[1]
is([finished.status, (await kept()).length], [303, 2], 'with it she is recorded, and the answers are gone from the list')
await ask(RASA, 'file_open', { person: whose, use: 'support', knows: false })
const name = await ask(RASA, 'identity_read', { person: whose }), known = await ask(RASA, 'trait_list', { person: whose })
is([name.given, name.family, name.birth, known.rows?.map(row => row.trait_value)], ['Agota', 'Zvirblyte', '1998-04-02', ['ua']], 'with her name and citizenship')
is((await fetch(hand, { headers: cookie })).status, 409, "and nobody finishes them twice")

/* A form of one's own, and trying again ---------------------------------------------------------------------------- */
const visit = forms.find(form => form.id === 'visit'), seen = uuid()
const visited = instance('visit', '1', seen, { day: '2026-03-14', place: 'farm', notes: 'Zvirblyte' })
const closed = encrypted({ key: lock, form: 'visit', version: '1', id: seen, xml: visited })
is([(await mail(closed)).status, (await kept())[0].form_id], [201, 'visit'], 'answers to a form of its own are encrypted as others are, and stay')
const own = await ask(RASA, 'submission_view', { submission: (await kept())[0].submission, file_name: 'submission.xml' })
is(Buffer.from(own.rows?.[0]?.bytes ?? '', 'base64url').toString(), visited, 'and opened, for their organisation alone')
is((await ask(RASA, 'submission_drop', { submission: 'e'.repeat(32) })).error?.say, 'Only a telephone does this, with a key of its own.',
  'what only a telephone does says so')
const again = filled(uuid()), put = await ask(RASA, 'submission_put', { form_id: field.id, form_version: field.version,
  instance: /uuid:[-0-9a-f]+/.exec(again)[0], file_hash: '1'.repeat(64), answers_name: 'submission.xml', file_name: 'submission.xml',
  file_n: Buffer.byteLength(again), from_n: 0, bytes: Buffer.from(again).toString('base64url') })
is([put.submission_state, (await ask(RASA, 'submission_note', { submission: put.submission, rule: 'Not yet.' })).status], ['whole', 200],
  'answers may be put away by an account, with a reason')
const waits = `${BASE}/forms/received/${put.submission}`
const waiting = await (await fetch(waits, { headers: cookie })).text()
const of = name => new RegExp(`name="${name}" value="([^"]*)"`).exec(waiting)?.[1]
let tried
is(await adds(async () => { tried = await fetch(waits, { method: 'POST', redirect: 'manual', headers: cookie, body: new URLSearchParams({
  csrf: of('csrf'), key: of('key'), go: 'again' }) }) }), [1, 1, 0, 0, 0], 'tried again they become records')
is([tried.status, /^\/person\/[0-9a-f]{32}$/.test(tried.headers.get('location')), (await kept()).some(row => row.submission === put.submission)],
  [303, true, false], 'and are gone from the list')

/* Hostile --------------------------------------------------------------------------------------------------------- */
const bomb = '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><data id="x"><a>&b;</a></data>'
const deep = `<data id="x">${'<g>'.repeat(10000)}${'</g>'.repeat(10000)}</data>`
const began = Date.now()
is([(await tel.send(bomb)).status, (await tel.send(deep)).status, (await tel.send('')).status, (await tel.send('<data')).status,
  (await tel.send('<data id="x"/>')).status], [400, 413, 400, 400, 400], 'what is no honest answer is refused')
is(Date.now() - began < 2000, true, 'at once')
await ask(RASA, 'field_key_end', { field_key: made.field_key })
is((await tel.send(filled(uuid()))).status, 401, 'a key that was ended is nobody')
