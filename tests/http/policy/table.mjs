// table.mjs - docs/policy.md as it is written, and what it says to one question. Knows nothing of the program.
import { readFileSync } from 'node:fs'

const words = cell => cell.trim() === '-' ? [] : cell.split(',').map(word => word.trim())
const cells = line => line.split('|').slice(1, -1).map(cell => cell.trim())
const tables = text => text.split('\n').filter(line => line.startsWith('|') && !line.startsWith('|---')).map(cells)

// `kinds`: all kinds of organisation there are, which the page calls "every kind".
function kindsOf(text, kinds) {
  if (!text.startsWith('every kind'))
    return words(text)
  const but = /^every kind but ([a-z, ]+)/.exec(text)
  return kinds.filter(kind => !but || !words(but[1]).includes(kind))
}

export function readPolicy(path, kinds) {
  const text = readFileSync(path, 'utf8')
  const part = n => text.split(/^## /m).find(section => section.startsWith(`${n}.`))
  const rows = new Map(tables(part(2)).filter(row => row.length === 6 && row[0] !== 'operation').map(
    ([operation, roles, relation, needs, forbidden, why]) => [operation, { operation, roles: words(roles), relation: words(relation),
      needs: words(needs), forbidden: words(forbidden), why }]))
  const three = tables(part(3))
  const roles = new Map(three.filter(row => row.length === 2 && /^[a-z]+$/.test(row[0]) && row[0] !== 'role')
    .map(([role, where]) => [role, kindsOf(where, kinds)]))
  const never = three.filter(row => row.length === 2 && row[0].includes('`')).map(([what, who]) => ({
    operations: [...what.matchAll(/`([a-z_*]+)`/g)].map(match => match[1]).filter(pattern => pattern !== 'forbidden'),
    but: who.startsWith('everybody but'), roles: who.replace('everybody but', '').split(/,| and /).map(word => word.trim())
  }))
  return { rows, roles, never }
}

export const matches = (pattern, operation) => pattern.endsWith('*') ? operation.startsWith(pattern.slice(0, -1)) : operation === pattern

// Whether part 3 says that no change of the policy may ever join them.
export function isNever(policy, role, operation) {
  return policy.never.some(rule => rule.operations.some(pattern => matches(pattern, operation)) && rule.roles.includes(role) !== rule.but)
}

// A row that a half session may use for its first second proof, and for no other.
export const onlyFirst = row => row.why.includes('only an account that has no second proof yet')

/*
 * The answer to one question, in the order of part 1: 'denied', 'nothing', 'unopened' or 'allowed'.
 * caller: { level: 'none' | 'half' | 'full', proofless, fresh, roles, kind }
 * thing:  { exists, closed, relations, opened }, or undefined where the operation is about no one thing
 */
export function answerTo(row, caller, thing) {
  const has = role => row.roles.includes(role)
  if (caller.level === 'none')
    return has('everybody') ? 'allowed' : 'denied'
  if (caller.level === 'half') {
    return has('everybody') || has('half') && (!onlyFirst(row) || caller.proofless) ? 'allowed' : 'denied'
  }
  if (row.forbidden.includes(caller.kind))
    return 'denied'
  if (!has('everybody') && !has('signed in') && !caller.roles.some(has))
    return 'denied'
  if (row.needs.includes('fresh') && !caller.fresh)
    return 'denied'
  if (!row.relation.length)
    return 'allowed'
  if (!thing.exists || thing.closed || !row.relation.some(relation => thing.relations.includes(relation)))
    return 'nothing'
  const emergency = row.relation.includes('glass') && thing.relations.includes('glass')
  return row.needs.includes('opened') && !thing.opened && !emergency ? 'unopened' : 'allowed'
}
