// prohibitions.mjs - what nothing lifts: tried again with the widest policy that two people can agree to, with her consent for every
// purpose, in emergencies, by accounts of one role and of all there are.
import { call, does, each, key } from '../../lib/api.mjs'
import { ask, stop } from './questions.mjs'
import { isNever } from './table.mjs'

const words = 'Whatever may be given to anybody is given to everybody, to see what stays shut.'

// What no change may say: it is none, or it would take away what stands in a row.
const nonsense = ['officer:fresh:no', 'officer:opened:no', 'support:two_persons:no', 'labour:work:yes', 'officer:enter:no', 'officer:be:no',
  'officer:finish:yes', 'officer:work:perhaps', 'officer.work', 'officer:work']

async function widest(world, changed) {
  const proposer = world.account('administrator-administration'), second = world.account('auditor-oversight')
  const { rows } = await does('policy_read', {}, proposer.fresh)
  const propose = change => call('policy_propose', { change, words }, { session: proposer.fresh, idempotency: key() })
  for (const change of nonsense)
    if ((await propose([change])).status !== 422)
      changed.push(`a change of the policy that is none was taken: ${change}`)
  const wide = []
  let tried = nonsense.length
  for (const { role, can, allowed } of rows.filter(row => !row.allowed)) {
    const change = `${role}:${can}:yes`
    tried++
    if (!allowed && (await call('policy_preview', { change: [change] }, { session: proposer.fresh })).status === 200)
      wide.push(change)
  }
  for (let from = 0; from < wide.length; from += 60) { // as many as one proposal may have
    const answer = await propose(wide.slice(from, from + 60))
    if (answer.status !== 200) {
      changed.push(`the widest policy could not be proposed: ${answer.text.slice(0, 200)}`)
      return tried
    }
    const { proposal } = answer.json
    const agree = account => call('proposal_agree', { proposal }, { session: account.fresh, idempotency: key() })
    if ((await agree(proposer)).status === 200)
      changed.push('an account was its own second person')
    const agreed = await agree(second)
    if (agreed.status !== 200)
      changed.push(`the widest policy could not be agreed to: ${agreed.text.slice(0, 200)}`)
  }
  return tried + wide.length
}

// She agrees to everything, with the organisations that may not read it all the same.
async function consents(world) {
  for (const kind of ['labour', 'migration'])
    for (const thing of world.things.filter(thing => thing.on === 'person' && thing.org === `${kind}-1` && thing.name.startsWith('met')))
      for (const purpose of ['support', 'decision', 'health', 'return'])
        await does('consent_record', { person: thing.ref, org: thing.org, purpose, consent_state: 'given', language: 'uk', read_aloud: true,
          scope: ['identity', 'contact', 'needs', 'story', 'health'], consent_by: 'self' }, world.account(`maker-${kind}`).fresh)
}

export async function prohibitions(policy, world, known, callers) {
  const lifted = [], changed = []
  let tried = await widest(world, changed)
  await world.part('her consent to everything', () => consents(world))
  const about = (op, caller) => world.things.filter(thing => thing.on === op.on && (!thing.org || thing.org === caller.org)
    && (!thing.only || thing.only.login === caller.login))
  const one = thing => !thing.org || /opened$|^own$|^received$|^emergency$|^blocked: (organisation|account)$/.test(thing.name)
  const rowOf = op => policy.rows.get(op.name)

  // The pairs of part 3, and what is forbidden to kinds of organisation.
  const anybody = row => row.roles.includes('signed in') || row.roles.includes('everybody') || row.roles.includes('half')
  const never = (op, caller) => !anybody(rowOf(op)) && caller.roles.length > 0 && caller.roles.every(role => isNever(policy, role, op.name))
  const shut = callers.flatMap(caller => known.filter(op => rowOf(op).forbidden.includes(caller.kind) || never(op, caller)).flatMap(op =>
    op.on ? about(op, caller).filter(one).map(thing => [op, caller, thing, ['denied']]) : [[op, caller, undefined, ['denied']]]))
  // Her no, and knowing her.
  const closed = callers.flatMap(caller => known.filter(op => op.on).flatMap(op => about(op, caller).filter(thing => thing.of(caller).closed)
    .map(thing => [op, caller, thing, ['denied', 'nothing']])))
  await each([...shut, ...closed], 24, async ([op, caller, thing, right]) => {
    const { word, answer } = await ask(op, rowOf(op), caller.session, thing)
    tried++
    if (right.includes(word))
      return
    stop(`${op.name} by ${caller.login} on ${thing?.name ?? '-'} is lifted`)
    lifted.push(`${op.name} by ${caller.login} on ${thing?.name ?? '-'}: ${word} ${answer.text.slice(0, 160)}`)
  })
  return { tried, lifted, changed }
}
