// questions.mjs - every operation, asked by everybody about everything, and what was answered in the words of docs/policy.md.
import { readFileSync } from 'node:fs'
import { call, get, key } from '../../lib/api.mjs'
import { answerTo, onlyFirst } from './table.mjs'

const letters = 'abcdefghijklmnopqrstuvwxyz'.repeat(4)
const abouts = ['person', 'referral', 'place', 'task', 'likeness', 'user', 'proposal', 'complaint', 'glass', 'lead', 'call']
export const usedKey = '0123456789abcdef'.repeat(2)

// Who answers with what of their own where the gate would have let them: a wrong proof is denied too, in other words.
// Who has no account is asked to wait after twenty signals a minute, and has six words or none.
const unnamed = ['lead_send', 'lead_check', 'lead_add']
const proofs = ['session_open', 'session_code', 'session_passkey', 'session_confirm']
const gateSays = ['Your role does not allow this.', 'Sign in first.', 'Say on whose behalf, with --as.', 'Finish signing in first.',
  'You are signed in already.']
// Where the function behind the gate refuses, by a field of its own.
const behind = { entry_list: 'register', entry_read: 'register' }

export async function operations() {
  const api = await get('/api/openapi.json')
  const resolve = schema => schema.$ref ? schema.$ref.slice(2).split('/').reduce((at, name) => at[name], api) : schema
  function sound(name, schema) {
    if (schema.type === 'array')
      return [sound(name, resolve(schema.items))]
    if (schema.type === 'integer')
      return name === 'year' ? 2022 : schema.minimum
    if (schema.type === 'boolean')
      return true
    if (schema.enum)
      return schema.enum[0]
    if (schema.format === 'date')
      return '2026-01-02'
    if (schema.format === 'date-time')
      return '2026-01-02T10:00:00Z'
    if (schema.pattern === '^[0-9a-f]{32}$')
      return 'e'.repeat(32)
    const length = Math.max(schema.minLength, Math.min(12, schema.maxLength))
    return name === 'held' || name === 'grant' ? 'vetting:2027-01-01' : name === 'change' ? 'officer:ask:yes' : name === 'rows_json' ? '[{}]'
      : name === 'operation' ? 'person_read' : letters.slice(0, length)
  }
  const kinds = resolve(api.components.schemas.org_kind).enum
  const all = Object.entries(api.paths).filter(([path]) => path !== '/batch').map(([path, { post }]) => {
    const schema = resolve(post.requestBody.content['application/json'].schema)
    const input = Object.fromEntries(schema.required.map(name => [name, sound(name, resolve(schema.properties[name]))]))
    const writes = (post.parameters ?? []).some(p => /idempotency-key/i.test(JSON.stringify(p.$ref ? resolve(p) : p)))
    return { name: path.slice(1), input, writes, on: abouts.find(name => name in schema.properties) }
  })
  return { kinds, all }
}

// One question and its answer: the word, and the bytes it came in.
export async function ask(op, row, session, thing, level) {
  const input = thing ? { ...op.input, [op.on]: thing.ref } : op.input
  // A half session of an account that has its second proof is sent away only behind the key, so it brings a new one.
  const idempotency = !op.writes ? undefined : level === 'proven half' && onlyFirst(row) ? key() : usedKey
  let answer
  for (let tries = 0; tries < 5; tries++) {
    answer = await call(op.name, input, { session, idempotency })
    if (answer.status !== 503 || proofs.includes(op.name) || unnamed.includes(op.name))
      break
  }
  return { word: wordOf(op, row, answer), answer }
}

function wordOf(op, row, { status, text }) {
  const error = status === 200 ? undefined : JSON.parse(text).error
  if (status === 200)
    return 'allowed'
  if (status === 401 || status === 403) {
    if (proofs.includes(op.name) && !gateSays.includes(error.rule))
      return 'allowed'
    if (error.field && behind[op.name] === error.field)
      return 'allowed'
    return error.field === 'opened' ? 'unopened' : 'denied'
  }
  if (status === 404)
    return row.relation.length ? 'nothing' : 'allowed'
  if (status === 409 || status === 422 && !op.writes)
    return 'allowed' // the gate is behind: a key that was used, a figure that is none
  if (status === 422 && unnamed.includes(op.name) && error.field === 'receipt')
    return 'allowed'
  if (status === 503 && (proofs.includes(op.name) || unnamed.includes(op.name)))
    return 'allowed' // wrong too often
  return `status ${status}`
}

// For tests/soak/mutate.sh: the first fault that is not in a list of known ones ends the run.
const list = process.env.POLICY_KNOWN
const knownFaults = new Set(list ? readFileSync(list, 'utf8').split('\n') : [])
export function stop(fault) {
  if (!process.env.POLICY_STOP || knownFaults.has(fault))
    return
  console.log(`not ok 1 - ${fault}\n1..1`)
  process.exit(1)
}

export class Tally {
  constructor() {
    this.tuples = 0
    this.wrong = []
    this.bytes = new Map()
    this.differ = []
    this.counts = {}
    this.leaks = []
    this.lists = 0
  }

  // What a list may not hold: the references of things that are nothing to whoever reads it.
  listed(op, caller, answer, foreign) {
    this.lists++
    for (const thing of foreign.filter(each => op.name !== 'task_list' || each.on !== 'proposal'))
      if (answer.text.includes(thing.ref)) {
        stop(`${op.name} of ${caller.login} holds ${thing.on} ${thing.name}`)
        this.leaks.push(`${op.name} of ${caller.login} holds ${thing.on} ${thing.name}`)
      }
  }

  async question(policy, op, caller, session, thing) {
    const row = policy.rows.get(op.name)
    const expected = answerTo(row, caller, thing?.of(caller))
    const { word, answer } = await ask(op, row, session, thing, caller.level === 'half' && !caller.proofless ? 'proven half' : caller.level)
    this.tuples++
    this.counts[expected] = (this.counts[expected] ?? 0) + 1
    if (answer.status === 200 && !row.relation.length && caller.foreign)
      this.listed(op, caller, answer, caller.foreign)
    const where = `${op.name} by ${caller.login} (${caller.level}${caller.fresh ? ', fresh' : ''}) on ${thing ? `${thing.on} ${thing.name}` : '-'}`
    if (word !== expected) {
      stop(where)
      this.wrong.push({ op: op.name, who: caller.login, expected, word, where, said: answer.text.slice(0, 200) })
    }
    // Unknown, a stranger's, blocked and a conflict: one answer. What is denied says nothing of any thing.
    if (expected === word && (word === 'nothing' || word === 'denied') && thing) {
      const about = `${word} ${op.name} ${caller.login} ${caller.level}`
      const bytes = `${answer.head}\n${answer.text}`
      if (!this.bytes.has(about))
        this.bytes.set(about, bytes)
      else if (this.bytes.get(about) !== bytes) {
        stop(`${where}: other bytes`)
        this.differ.push(`${where}: other bytes than for another thing: ${answer.text.slice(0, 160)}`)
      }
    }
  }
}
