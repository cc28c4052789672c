// world.mjs - a registry with everybody and everything a question can be about; what is true of each stands beside it.
// Nothing here is read back from the program: a thing's truth is what was done, not what was answered.
import { spawnSync } from 'node:child_process'
import { does, each, signIn } from '../../lib/api.mjs'
import { caseload } from './caseload.mjs'
import { HOUR, day, now, somebody, wait, working } from './names.mjs'
import { second } from './second.mjs'

const password = 'seven-quiet-harbours'

// Many calls as the operator, in one message.
export function operator(calls) {
  const ran = spawnSync(process.env.ASK, [process.env.DIR], { input: JSON.stringify(calls), maxBuffer: 64 << 20, encoding: 'utf8' })
  if (ran.status !== 0)
    throw new Error(`the operators' door: ${ran.stderr}`)
  return JSON.parse(ran.stdout)
}

const full = who => `${who.given} ${who.family}`

export class World {
  constructor(policy, kinds) {
    this.policy = policy
    this.kinds = kinds
    this.accounts = []
    this.things = []   // { on, name, org or everybody's, ref, of(account) -> truth }
    this.refused = []  // what should have been possible, and was not
  }

  add(login, kind, roles, more = {}) {
    const account = { login, kind, org: `${kind}-1`, roles, password, unit: null, asked: true, name: full(somebody()), ...more }
    this.accounts.push(account)
    return account
  }

  account(login) {
    return this.accounts.find(account => account.login === login)
  }

  /* Everybody ------------------------------------------------------------------------------------------------------ */

  people() {
    const may = kind => [...this.policy.roles].filter(([, kinds]) => kinds.includes(kind)).map(([role]) => role)
    this.hands = this.kinds.filter(kind => may(kind).some(role => working.includes(role)))
    const calls = [...this.kinds.map(kind => [`${kind}-1`, kind]), ['ngo-2', 'ngo'], ['ngo-3', 'ngo']].map(([org, kind]) =>
      ({ op: 'org_create', in: { org, org_name: `Body ${org}`, org_kind: kind, region: 'utena' } }))
    for (const org of [...this.hands.map(kind => `${kind}-1`), 'oversight-1'])
      for (const n of [1, 2])
        calls.push({ op: 'unit_create', in: { unit: `${org}-u${n}`, org, unit_name: `Unit ${n}` } })
    for (const kind of this.kinds) {
      const unit = this.hands.includes(kind) || kind === 'oversight' ? `${kind}-1-u1` : null
      for (const role of may(kind))
        this.add(`${role}-${kind}`, kind, [role], { unit })
      if (this.hands.includes(kind)) {
        const roles = may(kind).filter(role => working.includes(role))
        for (const n of ['maker', 'second'])
          this.add(`${n}-${kind}`, kind, roles, { unit: `${kind}-1-u2`, asked: false })
        this.add(`elsewhere-${kind}`, kind, [roles[0]], { unit: `${kind}-1-u2` })
        this.add(`nowhere-${kind}`, kind, [roles[0]])
      }
    }
    for (const kind of ['police', 'labour', 'migration', 'ngo', 'ministry', 'oversight'])
      this.add(`every-${kind}`, kind, may(kind), { unit: this.hands.includes(kind) ? `${kind}-1-u1` : null, all: true })
    this.add('supervisor-police-2', 'police', ['supervisor'], { unit: 'police-1-u2' })
    this.add('administrator-rapporteur-2', 'rapporteur', ['administrator'])
    this.add('lapsed-police', 'police', ['officer'], { unit: 'police-1-u1', lapses: true })
    this.add('closed-police', 'police', ['officer'], { unit: 'police-1-u1' })
    this.add('term-police', 'police', ['recorder'], { unit: 'police-1-u1' })
    for (const role of ['officer', 'support', 'administrator', 'supervisor', 'auditor'])
      this.add(`new-${role}`, role === 'auditor' ? 'oversight' : 'ngo', [role], { proofless: true, asked: false })
    for (const n of [2, 3])
      this.add(`partner-${n}`, 'ngo', ['officer', 'support'], { org: `ngo-${n}`, asked: false })
    this.add('plain-partner', 'ngo', ['recorder'], { org: 'ngo-2', asked: false })
    for (const a of this.accounts)
      calls.push({ op: 'user_create', in: { login: a.login, password, staff_name: a.name, org: a.org, ...(a.unit ? { unit: a.unit } : {}),
        role: a.roles, ...(a.roles.includes('liaison') ? { expires: day(300) } : {}), held: [`vetting:${day(a.lapses ? 0 : 300)}`, `training:${day(300)}`] } })
    const answers = operator(calls)
    answers.forEach((answer, i) => {
      if (!answer.ok)
        this.refused.push(`${calls[i].op} ${calls[i].in.login ?? calls[i].in.unit ?? calls[i].in.org}: ${JSON.stringify(answer.error)}`)
    })
    const made = answers.slice(-this.accounts.length)
    this.accounts.forEach((account, i) => { account.ref = made[i].ok?.user })
    this.accounts = this.accounts.filter(account => account.ref)
  }

  async signEveryoneIn(session) {
    await each(this.accounts.filter(account => !account.proofless), 8, async account => {
      account[session] = await signIn(account, now)
    })
  }

  // What `login` did; a thing that could not be made is told of, and the questions about it are not asked.
  async as(login, operation, input, session = 'session') {
    const account = this.account(login)
    return does(operation, input, account[session])
  }

  // What could not be made is told of, and not asked about.
  async part(name, job) {
    try {
      await job()
    } catch (error) {
      this.refused.push(`${name}: ${error.message}`)
    }
  }

  thing(on, name, org, ref, of, only) {
    this.things.push({ on, name, org, ref, of, only })
  }

  async build() {
    this.later = [] // to be done after a day has gone
    this.people()
    await this.signEveryoneIn('session')
    await this.strangers()
    await each(this.hands, 4, kind => this.part(`the caseload of ${kind}`, () => this.caseload(kind)))
    const forbidden = this.policy.rows.get('glass_break').forbidden
    const old = this.account('nowhere-other')
    await this.emergencies('session', [old], 'emergency of yesterday')
    old.emergency.glass.clear()
    await this.part('a role with a last day', () => this.grants())
    wait(25 * HOUR)
    await this.signEveryoneIn('stale')
    wait(6 * 60000)
    await this.signEveryoneIn('fresh')
    for (const account of this.accounts)
      account.session = account.fresh
    for (const job of this.later)
      await this.part('a file of today', job)
    const some = this.hands.filter(kind => !forbidden.includes(kind)).flatMap(kind => this.callers(`${kind}-1`)).filter(a => a !== old)
    await this.emergencies('fresh', some, 'emergency')
    for (const [kind, purpose] of [['ngo', 'support'], ['police', 'decision']])
      await this.part('help after an emergency', () => this.afterEmergency(kind, purpose))
    this.keepers()
    await this.proposals()
    await this.part('complaints', () => this.complaints())
    await this.part('signals', () => this.signals())
    this.secondLooks()
    const { login, org } = this.account('closed-police')
    this.account(login).asked = false
    await this.part('an account that is ended', () => this.as('administrator-police', 'user_close', { user: this.account(login).ref, leave: 'left' }))
    this.gone = { login, org, level: 'none', roles: [], session: this.account(login).fresh }
  }
}

Object.assign(World.prototype, caseload, second)
