// Programs of others fill in every form this one ships and send it in: ODK's engine in node, Enketo's core in Chromium. What
// they send becomes a sign, the questions asked and, with her consent, a referral; encrypted it becomes the same. Their packages
// stand in tests/clients with a lock file of their own, and are fetched the first time.
import { execFile, execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { is, none, ok, step, finish, stage } from './lib/tap.mjs'
import { startBrowser } from './lib/browser.mjs'
import { atrama, root } from './lib/registry.mjs'
import { encrypted, Telephone } from '../lib/openrosa.mjs'

const clients = path.join(root, 'tests/clients')
if (!existsSync(path.join(clients, 'node_modules/.package-lock.json')))
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: clients, stdio: ['ignore', 2, 2] })

const run = promisify(execFile)
async function make (dir) {
  await run(atrama, ['init', dir])
  const op = (name, input) => run(atrama, ['op', dir, name, JSON.stringify(input)])
  await op('org_create', { org: 'police', org_name: 'Police', org_kind: 'police', region: 'panevezys' })
  await op('org_create', { org: 'haven', org_name: 'Haven', org_kind: 'ngo', region: 'panevezys' })
  for (const [login, org] of [['rasa', 'police'], ['lina', 'haven']])
    await op('user_create', { login, password: 'seven-quiet-harbours', staff_name: 'Somebody', org, role: ['officer'] })
}

const { registry } = await stage({ make })
const key = await registry.op('field_key_make', { label: 'tests' }, 'rasa')
const telephone = new Telephone(registry.url, key.key_name, key.key_secret)
const list = (await telephone.get('/formList')).text
const forms = await Promise.all([...list.matchAll(/<formID>(.*?)<\/formID>.*?<version>(.*?)<\/version>.*?<downloadUrl>(.*?)<\/downloadUrl>/g)]
  .map(async ([, id, version, url]) => ({ id, version, text: (await telephone.get(url)).text })))
const lists = Object.fromEntries(await Promise.all(['services', 'organisations'].map(async name =>
  [name, (await telephone.get(`/media/${name}.csv`)).text])))
const lock = /base64RsaPublicKey="([^"]+)"/.exec(forms[0].text)[1]

const tables = ['signal', 'screening', 'referral', 'submission']
const counts = () => execFileSync('sqlite3', [`file:${registry.dir}/store.db?mode=ro`,
  tables.map(table => `SELECT COUNT(*) FROM ${table}`).join(';')], { encoding: 'utf8' }).trim().split('\n').map(Number)
const waiting = async () => (await registry.op('submission_list', {}, 'rasa')).rows.map(row => `${row.form_id}: ${row.column} ${row.rule}`)

const values = { municipality: 'panevezys', age: '18_24', sex: 'female', language: 'uk', source: 'met', org: 'haven', purpose: 'support',
  consent_state: 'given', given: 'Olena', family: 'Testovska', born: '1990', phone: '+37060000000', safe: 'a sister', danger: 'no' }
const becomes = id => id.startsWith('instrument.') ? [1, 1, 0, 1] : [1, 0, 1, 1]

async function sendAll (who, filled, send) {
  for (const { id, version, text } of forms)
    await step(`${who}: ${id}`, async () => {
      const before = counts()
      const xml = await filled(text, id)
      const { status } = await send(xml, id, version)
      is([status, counts().map((now, i) => now - before[i])], [201, becomes(id)], `${who} sends ${id}, and it becomes what it says`)
    })
}

const { fill } = await import('../clients/engine.mjs')
const engine = async text => {
  const made = await fill(text, Object.fromEntries(Object.entries(lists).map(([name, csv]) => [`${name}.csv`, csv])), values)
  none(made.wrong, "ODK's engine finds nothing wrong with what it filled in")
  return made.xml
}
await sendAll("ODK's engine", engine, xml => telephone.send(xml))
await sendAll('the same, encrypted,', engine, (xml, form, version) => {
  const id = /<(?:\w+:)?instanceID>(.*?)</.exec(xml)[1]
  const { manifest, files } = encrypted({ key: lock, form, version, id, xml })
  return telephone.send(manifest, files)
})

const { open } = await import('../clients/enketo.mjs')
const browser = await startBrowser()
const enketo = await open(browser)
await sendAll('Enketo', async (text, id) => {
  const made = await enketo(text, id.startsWith('instrument.') ? {} : lists, values)
  none([...made.errors, ...made.invalid], 'Enketo finds nothing wrong with what it filled in')
  return made.xml
}, xml => telephone.send(xml))
await browser.close()
none(await waiting(), 'nothing waits for a hand')

// The form of HTCDS as its makers ship it: taken as it is, filled in, and kept as it came.
const htcds = path.join(root, 'tests/vectors/forms/htcds.xml')
await step('HTCDS', async () => {
  const text = readFileSync(htcds, 'utf8')
  const added = { form_id: 'htcds_xlsform', form_version: /version="([^"]+)"/.exec(/<data [^>]*>/.exec(text)[0])[1], form_title: 'HTCDS',
    xform: Buffer.from(text).toString('base64url') }
  await run(atrama, ['op', registry.dir, 'form_add', JSON.stringify(added)])
  const given = (await telephone.get('/forms/htcds_xlsform')).text, key = /<submission method="post" base64RsaPublicKey="[A-Za-z0-9+/=]{300,}"\/>/
  is(given.replace(key, ''), text, 'the form of HTCDS is handed out byte for byte, but for the key its answers are encrypted to')
  ok(key.test(given), 'which is there')
  const { xml } = await fill(given, {}), id = /<(?:\w+:)?instanceID>(.*?)</.exec(xml)[1]
  const { manifest, files } = encrypted({ key: lock, form: added.form_id, version: added.form_version, id, xml })
  is((await telephone.send(manifest, files)).status, 201, "ODK's engine fills it in and sends it, encrypted")
  is(await waiting(), ['htcds_xlsform: undefined This is a form of its own: nothing is recorded by itself.'], 'and it waits, with the reason')
})
await finish()
