// mutate.mjs TREE N SEED: single changes to what decides who may do what, as lines of JSON: { n, file, line, rule, from, to, tests }.
// By rules, in an order that depends on the seed alone; every rule and file has its turn before any has a second one.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const [tree, count, seed] = process.argv.slice(2)

// Where, and which unit tests are asked first. `within`: only lines inside functions or lists of these names.
const places = [
  { file: 'src/keeper/decide.c', tests: ['keeper_test_decide', 'keeper_test_gate'] },
  { file: 'src/keeper/gate.c', tests: ['keeper_test_gate', 'keeper_test_machine'], not: /^static const char \*say_level|^const char \*gate_say/ },
  { file: 'src/core/closed.c', tests: ['keeper_test_gate', 'core_test_opening'] },
  { file: 'src/core/opening.c', tests: ['core_test_opening'] },
  { file: 'src/core/glass.c', tests: ['core_test_glass'], within: /glass_reviews|quota_check/ },
  { file: 'src/core/sheet_book.c', tests: ['core_test_sheet'], within: /is_unseen|sheet_shown|sheet_listed/ },
  { file: 'src/core/realm.c', tests: ['core_test_proposal', 'core_test_role'] },
  { file: 'src/core/complaint.c', tests: ['core_test_complaint'], within: /hears|complaint_relation/ },
  { file: 'src/core/proposal.c', tests: ['core_test_proposal'], within: /fits|proposal_may|proposal_relation|accounts_at/ },
  { file: 'src/core/policy.c', tests: ['core_test_policy'], within: /policy_in_force|policy_propose|policy_agreed/ },
  { file: 'src/op/policy.c', tests: ['op_test_policy', 'core_test_policy', 'keeper_test_gate'], within: /policy_never|policy_changeable|policy_change|policy_capabilities/ },
  { file: 'src/op/policy.def', tests: ['keeper_test_gate', 'core_test_policy'] },
  { file: 'src/op/ops.def', tests: ['keeper_test_gate'] },
  { file: 'sql/query/gate.sql', tests: ['keeper_test_gate', 'core_test_block', 'core_test_opening', 'core_test_glass'] },
  { file: 'profiles/lt/profile.json', tests: ['keeper_test_gate'] }
]

const once = (text, from, to) => text.replace(from, to)
const c = [
  ['negate', /\bif \((.*)\)$/, 'if (!($1))'],
  ['and to or', / && /g, ' || '],
  ['or to and', / \|\| /g, ' && '],
  ['equal', / == /g, ' != '],
  ['unequal', / != /g, ' == '],
  ['less', / > /g, ' <= '],
  ['true', /return true;/, 'return false;'],
  ['false', /return false;/, 'return true;'],
  ['verdict', /return AUDIT_(BLOCKED|CONFLICT|HIDDEN|DENIED|STALE|UNOPENED);/, 'return AUDIT_ALLOWED;'],
  ['relation', /\? REL_(OPERATOR|OWNER|ADMINISTERS|REVIEWER|HEARS|APPROVER) : 0/g, '? 0 : REL_$1'],
  ['relations', /REL_(SENDER|RECEIVER);/, '0;'],
  ['any relation', /\(f->held & f->relations\) != 0/, 'f->held != 0'],
  ['not', /return !/, 'return '],
  ['drop', /^(\t+)(f->admitted|f->impartial|f->use|f->held|in->person|ret->held|row\.use) (=|\|=) .*;$/, '$1;'],
  ['sign', /\.held \|= /, '.held &= ~']
]

function inC(line) {
  const found = []
  for (const [rule, pattern, to] of c) {
    if (pattern.global)
      for (const match of line.matchAll(pattern))
        found.push([rule, line.slice(0, match.index) + once(match[0], new RegExp(pattern.source), to) + line.slice(match.index + match[0].length)])
    else if (pattern.test(line))
      found.push([rule, once(line, pattern, to)])
  }
  return found
}

function inPolicy(line) {
  return /^(MAY|NEVER)\(/.test(line) ? [[line.startsWith('MAY') ? 'drop a permission' : 'drop a never', '']] : []
}

function inOps(line) {
  const found = []
  for (const flag of ['FRESH', 'OPENED'])
    if (new RegExp(`, ${flag}\\b`).test(line))
      found.push([`not ${flag}`, line.replace(`, ${flag}`, '')])
  const able = /^OP\(\w+, ".*", (CAN_[A-Z_]+), /.exec(line)
  if (able && !['CAN_BE', 'CAN_ENTER', 'CAN_ENROL'].includes(able[1]))
    found.push(['anybody', line.replace(able[1], 'CAN_BE')])
  if (able && ['CAN_RECEIVE', 'CAN_SUPPORT', 'CAN_DECIDE', 'CAN_CARE'].includes(able[1]))
    found.push(['wider', line.replace(able[1], 'CAN_WORK')])
  const on = /ON\((F_[A-Z]+), ([A-Z_ |]+)\)/.exec(line)
  if (on) {
    const more = { F_PERSON: 'REL_OFFERED', F_REFERRAL: 'REL_SENDER | REL_RECEIVER' }[on[1]] ?? 'REL_ASKER | REL_APPROVER'
    found.push(['one more relation', line.replace(on[0], `ON(${on[1]}, ${on[2]} | ${more})`)])
    const parts = on[2].split(' | ')
    if (parts.length > 1)
      found.push(['one relation less', line.replace(on[0], `ON(${on[1]}, ${parts.slice(1).join(' | ')})`)])
    if (on[1] === 'F_PERSON' && !/REL_GLASS/.test(line))
      found.push(['an emergency too', line.replace(on[0], `ON(${on[1]}, ${on[2]} | REL_GLASS)`)])
  }
  return found.filter(([, to]) => to !== line)
}

function inSql(line) {
  const found = []
  if (line.startsWith('--'))
    return found
  for (const match of line.matchAll(/ AND [a-z]+\.[a-z]+ (=|>) :[a-z]+/g))
    found.push(['drop a condition', line.replace(match[0], '')])
  for (const [from, to] of [['IN (c.unit, 0)', 'IN (c.unit, NULL)'], ['> :now', '< :now'], ['c.unit IS NULL OR ', ''], ['MIN(c.why)', 'MAX(c.why)'],
    ['THEN 1 ELSE 0', 'THEN 0 ELSE 1'], ['v.justified = 0', 'v.justified = 9'], ['c.account = :account OR ', '']])
    if (line.includes(from))
      found.push([`${from} as ${to || 'nothing'}`, line.replace(from, to)])
  return found
}

function inProfile(line, i, lines) {
  const found = []
  const before = lines.slice(0, i + 1)
  const at = name => before.findLastIndex(each => each.includes(`"${name}":`))
  if (/"org_kinds": \[/.test(line) && at('prohibitions') > at('roles'))
    for (const match of line.matchAll(/"([a-z]+)", /g))
      found.push(['a prohibition for one kind less', line.replace(match[0], '')])
  else if (at('prohibitions') > at('roles') && at('operations') > at('withholds') && /"[a-z]+_[a-z]+"/.test(line) && !line.includes('"org_kinds"'))
    for (const match of line.matchAll(/"[a-z]+_[a-z]+", /g))
      found.push(['one operation not forbidden', line.replace(match[0], '')])
  const role = /^\t\t"(officer|support|decider|supervisor|auditor|rapporteur)": \[/.exec(line)
  if (role && at('roles') > at('credentials'))
    found.push(['a role for one kind less', line.replace(/\["[a-z]+", /, '[')])
  return found
}

const inside = { c: inC, sql: inSql, json: inProfile }
function candidates({ file, within, not, tests }) {
  const lines = readFileSync(join(tree, file), 'utf8').split('\n')
  const found = []
  let name = '', comment = false
  lines.forEach((line, i) => {
    if (/^[a-z].*\(.*\{$|^[a-z].*[,(]$|^static const struct.*\{$/.test(line) && !line.startsWith('\t'))
      name = line
    comment = (comment || /^\s*\/\*/.test(line)) && !/\*\//.test(lines[i - 1] ?? '')
    const errors = /bug_if|rc? [!=]= ERR_OK/.test(line) && !/&&.*(held|may|fit|closed|step)/.test(line) // of the machine, not of the policy
    if (comment || /^\s*(\/\/|\*)/.test(line) || within && !within.test(name) || not && not.test(name) || errors)
      return
    const rules = file.endsWith('ops.def') ? inOps : file.endsWith('policy.def') ? inPolicy : inside[file.split('.').at(-1)]
    for (const [rule, to] of rules(line, i, lines))
      found.push({ file, line: i + 1, rule, from: line, to, tests })
  })
  return found
}

// A generator that gives the same everywhere.
let state = Number(seed) >>> 0
const random = n => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0
  return Math.floor(state / 4294967296 * n)
}
function shuffled(list) {
  const all = [...list]
  for (let i = all.length - 1; i > 0; i--) {
    const k = random(i + 1)
    ;[all[i], all[k]] = [all[k], all[i]]
  }
  return all
}

const piles = places.flatMap(place => {
  const byRule = new Map()
  for (const each of candidates(place))
    byRule.set(each.rule, [...byRule.get(each.rule) ?? [], each])
  return [...byRule.values()].map(shuffled)
})
const chosen = []
while (chosen.length < Number(count) && piles.some(pile => pile.length))
  for (const pile of piles)
    if (pile.length && chosen.length < Number(count))
      chosen.push(pile.pop())
chosen.forEach((each, n) => console.log(JSON.stringify({ n: n + 1, ...each })))
