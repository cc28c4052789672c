// soak.mjs SECONDS RATE - see run.
import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Telephone, uuid } from '../../tests/lib/openrosa.mjs'

const [seconds, rate] = process.argv.slice(2).map(Number)
const { ATRAMA } = process.env
const parent = mkdtempSync(path.join(tmpdir(), 'forms-')), dir = path.join(parent, 'registry')
const ask = (name, input, ...more) => JSON.parse(execFileSync(ATRAMA, ['op', dir, name, JSON.stringify(input), ...more], { maxBuffer: 64 << 20, encoding: 'utf8' }))

const questions = Array.from({ length: 250 }, (_, i) => `q${i + 1}`)
const form = `<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><h:title>250</h:title><model><instance>` +
  `<data id="250q" version="1">${questions.map(q => `<${q}/>`).join('')}<meta><instanceID/></meta></data></instance>` +
  `${questions.map(q => `<bind nodeset="/data/${q}" type="string"/>`).join('')}</model></h:head>` +
  `<h:body>${questions.map(q => `<input ref="/data/${q}"><label>${q}</label></input>`).join('')}</h:body></h:html>`
const answers = id => `<data xmlns:orx="http://openrosa.org/xforms" id="250q" version="1">${questions.map(q => `<${q}>an answer of some length to ${q}</${q}>`).join('')}` +
  `<orx:meta><orx:instanceID>${id}</orx:instanceID></orx:meta></data>`

execFileSync(ATRAMA, ['init', dir])
ask('org_create', { org: 'police', org_name: 'Police', org_kind: 'police', region: 'panevezys' })
ask('user_create', { login: 'rasa', password: 'seven-quiet-harbours', staff_name: 'Somebody', org: 'police', role: ['officer'] })
const key = ask('field_key_make', { label: 'bench' }, '--as', 'rasa')
ask('form_add', { form_id: '250q', form_version: '1', form_title: '250', xform: Buffer.from(form).toString('base64url') })
const port = 20000 + process.pid % 12000
const service = spawn(ATRAMA, ['serve', dir, '--listen', `127.0.0.1:${port}`], { stdio: ['ignore', 'ignore', 'ignore'] })
const tel = new Telephone(`http://127.0.0.1:${port}`, key.key_name, key.key_secret)
for (let up = false; !up; await new Promise(resolve => setTimeout(resolve, 100)))
  up = await tel.get('/submission', 'HEAD').then(({ status }) => status === 204, () => false)

let going = true
const took = [], lists = new Set(), reads = []
const reader = async () => {
  while (going) {
    const { text } = await tel.get('/formList')
    lists.add(text)
    reads.push(text.length)
  }
}
const readers = [reader(), reader()]
const begun = performance.now(), all = []
for (let i = 0; i < seconds * rate; i++) {
  const wait = begun + i * 1000 / rate - performance.now()
  if (wait > 0)
    await new Promise(resolve => setTimeout(resolve, wait))
  all.push((async () => {
    const at = performance.now()
    const { status } = await tel.send(answers(uuid())).catch(error => ({ status: error.message }))
    took.push(performance.now() - at)
    return status
  })())
}
const statuses = await Promise.all(all)
const lasted = (performance.now() - begun) / 1000
going = false
await Promise.all(readers)
service.kill('SIGTERM')
await new Promise(resolve => service.once('exit', resolve))
const stored = +execFileSync('sqlite3', [path.join(dir, 'store.db'), 'SELECT COUNT(*) FROM submission s JOIN submission_file f ON f.submission = s.id WHERE f.done_n = f.bytes_n'], { encoding: 'utf8' })
took.sort((a, b) => a - b)
const at = share => took[Math.floor((took.length - 1) * share)].toFixed(0)
const kinds = {}
statuses.forEach(status => { kinds[status] = (kinds[status] ?? 0) + 1 })
const good = statuses.filter(status => status === 201).length
console.log(`${answers(uuid()).length} bytes, 250 questions: sent ${statuses.length} in ${lasted.toFixed(1)} s, answered ${JSON.stringify(kinds)}, stored whole: ${stored}`)
console.log(`ms to answer: median ${at(0.5)}, p95 ${at(0.95)}, p99 ${at(0.99)}, longest ${at(1)}; form lists read meanwhile: ${reads.length}, different: ${lists.size - 1}`)
rmSync(parent, { recursive: true, force: true })
process.exit(good === statuses.length && stored === good && lists.size === 1 ? 0 : 1)
