// policy.mjs FILE: every operation by everybody about everything, and what docs/policy.md (FILE) says to it. TAP.
import { readFileSync, writeFileSync } from 'node:fs'
import { call, done, each, halfIn, use } from '../../lib/api.mjs'
import { readPolicy } from './table.mjs'
import { Tally, operations, stop, usedKey } from './questions.mjs'
import { unknown } from './caseload.mjs'
import { World } from './world.mjs'
import { prohibitions } from './prohibitions.mjs'

use(process.env.BASE)
const LANES = 24
const began = Date.now()
const seconds = since => ((Date.now() - since) / 1000).toFixed(1)

let n = 0, failed = 0
function is(name, faults, shown = 40) {
  n++
  failed += faults.length > 0
  console.log(`${faults.length ? 'not ' : ''}ok ${n} - ${name}`)
  for (const fault of faults)
    stop(fault.replace(/[0-9a-f]{32}/g, '-'))
  for (const fault of faults.slice(0, shown))
    console.log(`# ${fault}`)
  if (faults.length > shown)
    console.log(`# and ${faults.length - shown} more`)
}

const { kinds, all } = await operations()
const policy = readPolicy(process.argv[2], kinds)
is('every operation has its row, and every row its operation', [
  ...all.filter(op => !policy.rows.has(op.name)).map(op => `${op.name}: no row`),
  ...[...policy.rows.keys()].filter(name => !all.some(op => op.name === name)).map(name => `${name}: no operation`)
])
// What `atrama policy matrix` prints for people is what the page says: roles, relations, what is needed, whom the law shuts out.
const sorted = list => [...list].sort().join(' ')
const printed = JSON.parse(readFileSync(process.env.MATRIX, 'utf8')).operations
is('the printed matrix is the table', printed.filter(each => policy.rows.has(each.operation)).flatMap(each => {
  const row = policy.rows.get(each.operation)
  const everybody = ['everybody', 'signed in', 'half'].some(word => row.roles.includes(word))
  const pairs = { roles: everybody ? policy.roles.keys() : row.roles.filter(role => role !== 'telephone'), relations: row.relation,
    forbidden: row.forbidden, needs: [...row.needs.filter(need => need !== 'two persons'), ...row.roles.filter(role => role === 'telephone')] }
  return Object.entries(pairs).filter(([name, right]) => sorted(right) !== sorted(each[name].filter(word => !['half', 'timed'].includes(word))))
    .map(([name, right]) => `${each.operation}: ${name}: ${sorted(each[name])}, not ${sorted(right)}`)
}))
const known = all.filter(op => policy.rows.has(op.name)).map(op => ({ ...op, on: policy.rows.get(op.name).relation.length ? op.on : undefined }))

const world = new World(policy, kinds)
await world.build()
is(`there is a world: ${world.accounts.length} accounts, ${world.things.length} things (${seconds(began)} s)`, world.refused)

// Who asks: { login, level, proofless, fresh, roles, kind, org, unit, session }.
const roles = { 'lapsed-police': [] } // by now
const asked = world.accounts.filter(account => account.asked)
const full = asked.map(account => ({ ...account, level: 'full', fresh: true, roles: roles[account.login] ?? account.roles, session: account.fresh }))
const typical = [/^(officer|support|decider|supervisor|administrator)-(police|ngo|labour|migration|oversight)$/,
  /^(coordinator|recorder)-ministry$|^rapporteur-rapporteur$|^auditor-oversight$/]
const few = login => typical.some(pattern => pattern.test(login))
const stale = asked.filter(account => few(account.login)).map(account => ({ ...account, level: 'full', fresh: false, session: account.stale }))
const halves = []
for (const account of world.accounts.filter(a => few(a.login) || a.proofless))
  halves.push({ ...account, level: 'half', session: await halfIn(account) })
const nobody = { login: 'nobody', level: 'none', roles: [] }

// A key that each account used already: a change that passes the gate then meets it, and does nothing.
const prime = (operation, input) => a => call(operation, input(a), { session: a.session, idempotency: usedKey })
await each(full, LANES, prime('own_record', a => ({ document: `KEY ${a.login}` })))
await each(halves.filter(a => a.proofless), LANES, prime('totp_begin', () => ({})))

const about = (op, caller) => world.things.filter(thing => thing.on === op.on && (!thing.org || thing.org === caller.org)
  && (!thing.only || thing.only.login === caller.login))
const usual = /^(met|support|decision), opened$|^blocked: organisation$|^own$|^of the same|^received$|^both opened$/
const some = list => list.filter(thing => !thing.org || usual.test(thing.name))
const questions = (callers, pick) => callers.flatMap(caller => known.filter(op => op.name !== 'session_close').flatMap(op =>
  op.on ? pick(about(op, caller)).map(thing => [op, caller, thing]) : [[op, caller]]))

// What no list may show them: others' things, and the files that are closed to them. (An offered referral shows no person.) Tasks are an
// organisation's, so a proposal it may agree to stands in them for all of it; and a coordination is told which referrals were not answered in time.
const opens = thing => policy.rows.get({ person: 'person_read', referral: 'referral_read', task: 'task_read', likeness: 'likeness_read',
  proposal: 'proposal_read', lead: 'lead_read' }[thing.on])
for (const caller of full)
  caller.foreign = world.things.filter(thing => thing.ref !== unknown && opens(thing) && thing.home !== caller.org
    && !(thing.on === 'referral' && caller.kind === 'coordination')).filter(thing => {
    const truth = thing.of(caller)
    return truth.closed || !opens(thing).relation.some(relation => truth.relations.includes(relation))
  })

const tally = new Tally(), asking = Date.now()
const put = list => each(list, LANES, ([op, caller, thing]) => tally.question(policy, op, caller, caller.session, thing))
await put(questions([nobody, world.gone], some))
// Whoever works with persons is asked about all there is; of the others, who all have to be denied whatever it is about, some about some
// things and the rest about one of their own and one that is not there.
const works = caller => caller.roles.some(role => ['officer', 'support', 'decider'].includes(role))
await put(questions(full.filter(works), list => list))
const two = list => list.filter(thing => /^(unknown|met, opened)$|^own$|^received$|^both opened$/.test(thing.name)
  || ['user', 'proposal', 'complaint', 'glass', 'lead', 'call'].includes(thing.on))
await put(questions(full.filter(caller => !works(caller) && few(caller.login)), some))
await put(questions(full.filter(caller => !works(caller) && !few(caller.login)), two))
await put(questions(stale, some))
await put(questions(halves, some))
const leave = known.find(op => op.name === 'session_close')
await put([nobody, ...stale, ...halves].map(caller => [leave, caller]))

const groups = new Map()
for (const fault of tally.wrong) {
  const group = `${fault.op}: ${fault.expected} is right, ${fault.word} was answered`
  groups.set(group, [...groups.get(group) ?? [], fault])
}
if (process.env.POLICY_FAULTS)
  writeFileSync(process.env.POLICY_FAULTS, [...tally.wrong.map(fault => fault.where), ...tally.leaks].map(line => `${line}\n`).join(''))
writeFileSync(`${process.env.TMP_DIR}/wrong`, tally.wrong.map(fault => `${fault.expected}\t${fault.word}\t${fault.where}\t${fault.said}\n`).join(''))
const counts = Object.entries(tally.counts).map(([word, count]) => `${count} ${word}`).join(', ')
is(`${tally.tuples} questions (${counts}), ${tally.wrong.length} wrong answers, ${seconds(asking)} s`, [...groups].map(([group, faults]) =>
  `${faults.length} times ${group}: ${faults.slice(0, 3).map(fault => fault.where).join('; ')}`), 200)
is(`no list, search or number of ${tally.lists} that were read holds what is nothing to its reader`, tally.leaks)
is('unknown, of others, blocked and known privately are the same bytes, and so is what is denied', tally.differ)

const kept = await prohibitions(policy, world, known, full.filter(caller => few(caller.login) || caller.all
  || ['labour', 'migration', 'police', 'border'].includes(caller.kind)))
is(`prohibitions: ${kept.tried} tries by every role, with every grant, consent and emergency, ${kept.lifted.length} lifted`, kept.lifted)
is('and no change of the policy, no role and no second person gets past them', kept.changed)
console.log(`1..${n}`)
done()
process.exit(failed ? 1 : 0)
