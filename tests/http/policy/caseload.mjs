// caseload.mjs - methods of World: persons in every relation, and who may never see them. A thing's truth is what was done.
import { does, each } from '../../lib/api.mjs'
import { day, somebody, working } from './names.mjs'

export const unknown = 'f'.repeat(32)

export const caseload = {

  async sign(login, who = somebody()) {
    const { person } = await this.as(login, 'signal_record',
      { municipality: 'rokiskis', source: 'met', age: '25_39', sex: 'female', language: 'uk', happened: day(), note: 'Nothing to tell.' })
    await this.as(login, 'screening_record', { person, instrument: 'field-8', language: 'uk', answer: ['q1:yes'] })
    await this.as(login, 'identity_record', { person, ...who })
    await this.as(login, 'channel_record', { person, channel: 'hand', is_safe: true })
    return { ref: person, who, exists: true, relations: { [this.account(login).org]: ['met'] }, closed: () => false, opened: new Set(),
      glass: new Set() }
  },

  async refer(login, person, org, purpose) {
    await this.as(login, 'consent_record', { person: person.ref, org, purpose, consent_state: 'given', language: 'uk', read_aloud: true,
      scope: ['identity', 'contact', 'needs', 'story'], consent_by: 'self' })
    const { referral } = await this.as(login, 'referral_send', { person: person.ref, org, purpose, need: ['legal'] })
    return { ref: referral, sender: this.account(login).org, receiver: org, person }
  },

  // Recorded here, and helped by another: so her file may be closed to all of us.
  async helped(login, who) {
    const p = await this.sign(login, who)
    const { ref } = await this.refer(login, p, 'ngo-3', 'support')
    await this.as('partner-3', 'referral_accept', { referral: ref })
    p.relations['ngo-3'] = ['supports']
    return p
  },

  truthOf(p) {
    return account => ({ exists: p.exists, closed: p.closed(account), opened: p.opened.has(account.login),
      relations: [...p.relations[account.org] ?? [], ...p.glass.has(account.login) ? ['glass'] : []] })
  },

  person(name, org, p, only) {
    this.thing('person', name, org, p.ref, this.truthOf(p), only)
    return p
  },

  referral(name, org, r) {
    this.thing('referral', name, org, r.ref, account => ({ exists: true, closed: r.person.closed(account),
      relations: [...account.org === r.sender ? ['sender'] : [], ...account.org === r.receiver ? ['receiver'] : []] }))
    return r
  },

  // Accounts of an organisation that work with persons, and are asked about.
  callers(org) {
    return this.accounts.filter(a => a.org === org && a.asked && !a.lapses && a.roles.some(role => working.includes(role)))
  },

  async open(person, accounts, session) {
    for (const a of accounts) {
      if (this.policy.rows.get('file_open').forbidden.includes(a.kind))
        continue
      await does('file_open', { person: person.ref, use: person.relations[a.org].includes('decides') ? 'decision' : 'protection', knows: false },
        a[session])
      person.opened.add(a.login)
    }
  },

  newTask(login, which) {
    return this.as(login, 'task_list', {}).then(({ rows }) => rows.filter(row => !row.done && which(row)).at(-1))
  },

  async accepted(maker, purpose, name, org) {
    const p = await this.sign('partner-2')
    const r = await this.refer('partner-2', p, org, purpose)
    await this.as(maker, 'referral_accept', { referral: r.ref })
    p.relations[org] = [purpose === 'support' ? 'supports' : 'decides']
    return name ? this.person(name, org, p) : p
  },

  // What one working organisation has of its own.
  async caseload(kind) {
    const org = `${kind}-1`, maker = `maker-${kind}`, callers = this.callers(org)
    const later = this.later
    const opens = p => later.push(() => this.open(p, callers, 'fresh'))
    this.person('met', org, await this.sign(maker))
    opens(this.person('met, opened', org, await this.sign(maker)))
    const old = this.person('met, opened yesterday', org, await this.sign(maker))
    await this.open(old, callers, 'session')
    old.opened.clear() // by the time of the questions
    const roles = this.account(maker).roles
    for (const [role, purpose] of [['support', 'support'], ['decider', 'decision']]) {
      if (!roles.includes(role))
        continue
      await this.accepted(maker, purpose, `${purpose}`, org)
      opens(await this.accepted(maker, purpose, `${purpose}, opened`, org))
    }
    const purpose = roles.includes('support') ? 'support' : 'decision'
    if (roles.includes('support') || roles.includes('decider')) {
      const gone = await this.accepted(maker, purpose, 'consent taken back', org)
      await this.as('partner-2', 'consent_record', { person: gone.ref, org, purpose, consent_state: 'withdrawn', language: 'uk',
        read_aloud: true, consent_by: 'self' })
      gone.relations[org] = []
    }
    const offered = this.person('offered', org, await this.sign('partner-2'))
    offered.relations[org] = ['offered']
    this.referral('received', org, await this.refer('partner-2', offered, org, purpose))
    const task = await this.newTask(maker, row => row.referral && row.task_kind === 'referral')
    this.thing('task', 'own', org, task.task, () => ({ exists: true, closed: false, relations: ['owner'] }))
    this.referral('sent', org, await this.refer(maker, await this.sign(maker), 'ngo-3', 'support'))
    await this.pairs(kind, org, maker, callers, opens)
    if (roles.includes('support')) {
      const { place } = await this.as(maker, 'place_create', { label: `House ${kind}`, region: 'utena', sex: 'female', beds: 4,
        language: ['lt'], address: 'Nowhere 1' })
      this.thing('place', 'own', org, place, () => ({ exists: true, closed: false, relations: ['operator'] }))
    }
    await this.closures(kind, org, maker, callers, purpose)
  },

  // Two records that may be of one person.
  async pairs(kind, org, maker, callers, opens) {
    for (const name of ['closed', 'one opened', 'both opened', 'one known', 'one blocked']) {
      const who = somebody(), two = [await this.sign(maker, who), await this.helped(maker, who)]
      const found = await this.newTask(maker, row => row.likeness)
      if (!found) {
        this.refused.push(`two records of one name make no pair: ${kind}`)
        return
      }
      this.thing('likeness', name, org, found.likeness, account => ({ exists: true, closed: two.some(p => p.closed(account)),
        relations: account.org === org ? ['owner'] : [], opened: two.every(p => p.opened.has(account.login)) }))
      if (name === 'one opened')
        opens(two[0])
      if (name === 'both opened' || name === 'one known')
        this.later.push(() => this.openPair(found.likeness, two, callers, name === 'one known'))
      if (name === 'one blocked')
        await this.block(maker, two[1], { org }, account => account.org === org)
    }
  },

  // Both files in one step; whoever knows one of the two sees the pair no more.
  async openPair(likeness, two, accounts, knows) {
    for (const a of accounts) {
      if (this.policy.rows.get('likeness_open').forbidden.includes(a.kind))
        continue
      await does('likeness_open', { likeness, use: 'protection', knows }, a.fresh)
      for (const p of two) {
        const before = p.closed
        if (knows)
          p.closed = account => before(account) || account.login === a.login
        else
          p.opened.add(a.login)
      }
    }
  },

  async block(login, person, whom, closed) {
    await this.as(login, 'block_record', { person: person.ref, ...whom })
    const before = person.closed
    person.closed = account => before(account) || closed(account)
  },

  // Persons who said never, and persons somebody knows.
  async closures(kind, org, maker, callers, purpose) {
    const later = this.later
    const blocked = async (name, whom, closed) => {
      const p = this.person(`blocked: ${name}`, org, await this.helped(maker))
      later.push(() => this.open(p, callers, 'fresh'))
      later.push(() => this.block(maker, p, whom, closed))
      return p
    }
    await blocked('organisation', { org }, account => account.org === org)
    await blocked('unit', { unit: `${org}-u1` }, account => account.org === org && (account.unit === `${org}-u1` || !account.unit))
    for (const a of callers) {
      const p = this.person('blocked: account', org, await this.sign(maker), a)
      await this.as(maker, 'block_record', { person: p.ref, org, staff_name: a.name })
      p.closed = account => account.login === a.login
    }
    // The file of one of her referrals is closed to the organisation she was referred to.
    const feared = await this.sign('partner-2')
    this.referral('received, blocked', org, await this.refer('partner-2', feared, org, purpose))
    const task = await this.newTask(maker, row => row.referral && row.task_kind === 'referral')
    this.thing('task', 'about one who is blocked', org, task.task, account => ({ exists: true, closed: feared.closed(account), relations: ['owner'] }))
    await this.block('partner-2', feared, { org }, account => account.org === org)
    if (this.policy.rows.get('file_open').forbidden.includes(kind))
      return
    for (const a of callers) {
      const p = this.person('knows her', org, await this.sign(maker), a)
      later.push(async () => {
        await does('file_open', { person: p.ref, use: 'protection', knows: true }, a.fresh)
        p.closed = account => account.login === a.login
      })
      const own = somebody()
      await does('own_record', own, a.session)
      const q = this.person('her own', org, await this.sign(maker, own), a)
      q.closed = account => account.login === a.login
    }
  },

  // What belongs to none of them, and what is not there.
  async strangers() {
    const p = await this.sign('partner-2')
    this.person('stranger', null, p)
    this.referral('of others', null, await this.refer('partner-2', p, 'ngo-3', 'support'))
    const task = await this.newTask('partner-3', row => row.referral)
    this.thing('task', 'of others', null, task.task, () => ({ exists: true, closed: false, relations: [] }))
    const who = somebody()
    await this.sign('partner-2', who)
    await this.sign('partner-2', who)
    const pair = await this.newTask('partner-2', row => row.likeness)
    this.thing('likeness', 'of others', null, pair.likeness, () => ({ exists: true, closed: false, relations: [], opened: false }))
    const { place } = await this.as('partner-2', 'place_create', { label: 'House', region: 'utena', sex: 'female', beds: 4, language: ['lt'],
      address: 'Nowhere 2' })
    this.thing('place', 'of others', null, place, () => ({ exists: true, closed: false, relations: [] }))
    for (const on of ['person', 'referral', 'task', 'likeness', 'place', 'user', 'proposal', 'complaint', 'glass', 'lead', 'call'])
      this.thing(on, 'unknown', null, unknown, () => ({ exists: false, closed: false, relations: [] }))
  },

  async emergencies(session, accounts, name) {
    await each(accounts, 4, a => this.part(`${name} of ${a.login}`, async () => {
      const p = this.person(name, a.org, await this.sign('partner-2'), a)
      const { rows } = await does('glass_break', { ...p.who, glass_why: 'life', words: 'Somebody has rung, and she is in danger of her life.' },
        a[session])
      if (rows.length !== 1 || rows[0].person !== p.ref)
        this.refused.push(`an emergency of ${a.login} opened ${rows.length} files`)
      p.glass.add(a.login)
      if (rows[0])
        p.emergency = rows[0].glass
      a.emergency = p
    }))
  },

  // An emergency, and then she comes to them: what was opened in the ordinary way counts, within the hour too.
  async afterEmergency(kind, purpose) {
    const a = this.account(`officer-${kind}`), p = this.person('emergency, then ours, opened', a.org, await this.sign('partner-2'), a)
    await does('glass_break', { ...p.who, glass_why: 'life', words: 'Somebody has rung, and she is in danger of her life.' }, a.fresh)
    p.glass.add(a.login)
    const { ref } = await this.refer('partner-2', p, a.org, purpose)
    await this.as(`maker-${kind}`, 'referral_accept', { referral: ref })
    p.relations[a.org] = [purpose === 'support' ? 'supports' : 'decides']
    await this.open(p, [a], 'fresh')
  }
}
