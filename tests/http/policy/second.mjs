// second.mjs - methods of World: accounts and who keeps them, what waits for a second person, complaints, second looks.
import { day, working } from './names.mjs'

export const second = {

  administers(account, org) {
    const kind = org.replace(/-[0-9]$/, ''), inside = ['rapporteur', 'commissioner', 'oversight']
    const own = this.accounts.some(a => a.org === org && a.roles.includes('administrator'))
    return account.org === org || !inside.includes(kind) && !own && account.kind === 'administration'
  },

  keepers() {
    const user = (name, org, login) => this.thing('user', name, org, this.account(login).ref, account => ({ exists: true, closed: false,
      relations: this.administers(account, this.account(login).org) ? ['administers'] : [] }))
    for (const kind of this.kinds.filter(each => this.account(`recorder-${each}`)))
      user('of the same organisation', `${kind}-1`, `recorder-${kind}`)
    user('of an organisation with an administrator', null, 'recorder-court')
    user('of an organisation without one', null, 'plain-partner')
    user('of the rapporteur', null, 'rapporteur-rapporteur')
    user('of the commissioner', null, 'recorder-commissioner')
    user('of an oversight body', null, 'supervisor-oversight')
  },

  // A role with a last day, agreed to by an administrator of another organisation: gone with that day.
  async grants() {
    const { proposal } = await this.as('administrator-police', 'role_grant', { user: this.account('term-police').ref, role: 'officer',
      expires: day() })
    await this.as('administrator-border', 'proposal_agree', { proposal })
  },

  // approves: whether an account may agree, but for who asked and whom it is for.
  proposal(name, { proposal }, asker, approves, { subject, closed = () => false } = {}) {
    this.thing('proposal', name, null, proposal, account => ({ exists: true, closed: closed(account),
      relations: account.login === asker ? ['asker'] : account.login !== subject && approves(account) ? ['approver'] : [] }))
    this.things.at(-1).home = this.account(asker).org
  },

  async proposals() {
    const has = (account, ...roles) => roles.some(role => account.roles.includes(role))
    const words = 'It is asked for in a test of who may do what.'
    const granted = (name, asker, subject) => this.part(name, async () => {
      const home = this.account(subject), inside = ['rapporteur', 'commissioner', 'oversight'].includes(home.kind)
      this.proposal(name, await this.as(asker, 'role_grant', { user: home.ref, role: 'recorder' }), asker, account =>
        (inside ? account.org === home.org : account.org !== this.account(asker).org)
        && (has(account, 'administrator') || has(account, 'supervisor') && account.org === home.org), { subject })
    })
    await granted('a role, by its own administrator', 'administrator-police', 'supervisor-police')
    await granted('a role, by the one that keeps it', 'administrator-administration', 'partner-2')
    await granted('a role, inside', 'administrator-rapporteur', 'rapporteur-rapporteur')
    await this.part('a new password', async () => this.proposal('a new password', await this.as('administrator-border', 'user_reset',
      { user: this.account('recorder-border').ref, new_password: 'eight-quiet-harbours', words }), 'administrator-border', account => account.org !== 'border-1'
      && (has(account, 'administrator')), { subject: 'recorder-border' }))
    await this.part('the policy', async () => this.proposal('the policy', await this.as('administrator-administration', 'policy_propose',
      { change: ['officer:ask:no'], words }),
      'administrator-administration', account => account.org !== 'administration-1' && has(account, 'administrator', 'auditor')))
    await this.part('proposals about persons', () => this.aboutPersons())
  },

  async aboutPersons() {
    const has = (account, ...roles) => roles.some(role => account.roles.includes(role))
    const words = 'It is asked for in a test of who may do what.'
    // About a person: whoever works with her.
    const works = p => account => has(account, ...working) && (p.relations[account.org] ?? []).some(r => ['met', 'supports', 'decides'].includes(r))
      && !['labour', 'migration'].includes(account.kind)
    const shared = async () => {
      const p = await this.accepted('maker-ngo', 'support', null, 'ngo-1')
      await this.open(p, [this.account('maker-ngo')], 'fresh')
      return p
    }
    const about = (name, answer, p, more = {}) => this.proposal(name, answer, 'maker-ngo', works(p), { closed: account => p.closed(account), ...more })
    let p = await shared()
    about('erasure', await this.as('maker-ngo', 'person_erase', { person: p.ref, words }), p)
    p = await shared()
    about('erasure of one who closed it to a unit', await this.as('maker-ngo', 'person_erase', { person: p.ref, words }), p)
    await this.block('maker-ngo', p, { unit: 'ngo-1-u1' }, account => account.org === 'ngo-1' && (account.unit === 'ngo-1-u1' || !account.unit))
    p = await shared()
    const barred = this.account('support-ngo')
    const { block } = await this.as('maker-ngo', 'block_record', { person: p.ref, org: 'ngo-1', staff_name: barred.name })
    p.closed = account => account.login === barred.login
    about('to let somebody see her file again', await this.as('maker-ngo', 'block_lift', { person: p.ref, block, words }), p)
    const two = [await this.sign('maker-police'), await this.sign('maker-police')]
    for (const q of two)
      await this.open(q, [this.account('maker-police')], 'fresh')
    const merge = await this.as('maker-police', 'link_record', { person: two[0].ref, other: two[1].ref, like: 'same', why_same: 'looked' })
    this.proposal('one person in two records', merge, 'maker-police', works(two[0]))
  },

  async complaints() {
    for (const [org, about] of [['police-1', 'the police'], ['rapporteur-1', 'the rapporteur'], ['ngo-2', 'a helper'], ['oversight-1', 'oversight']]) {
      const { complaint } = await this.as('officer-ngo', 'complaint_record', { org, complaint_about: 'treated',
        words: 'She was made to wait a whole day, and nobody would say why.' })
      this.thing('complaint', `about ${about}`, null, complaint, account => ({ exists: true, closed: false,
        relations: account.org !== org && ['rapporteur', 'auditor'].some(role => account.roles.includes(role)) ? ['hears'] : [] }))
    }
  },

  // A signal at its desk, one that the desk hands to the police, and a call: of a house that helps.
  async signals() {
    const told = { lead_from: 'school', language: 'lt', tell: 'A pupil is never seen without two men.' }
    for (const to of [null, 'police-1']) {
      const { lead } = await this.as('officer-police', 'lead_record', told)
      if (to)
        await this.as('officer-ngo', 'lead_hand_over', { lead, topic: 'hate_crime', org: to })
      this.thing('lead', to ? 'handed to the police' : 'at its desk', null, lead, account => ({ exists: true, closed: false,
        relations: account.org === 'ngo-1' ? ['owner'] : to && account.org === to ? ['receiver'] : [] }))
    }
    const { call } = await this.as('officer-ngo', 'call_record', { related: 'yes', language: 'uk', caller: 'self', call_outcome: 'advice' })
    this.thing('call', 'to a hotline', null, call, account => ({ exists: true, closed: false,
      relations: account.org === 'ngo-1' ? ['owner'] : [] }))
  },

  secondLooks() {
    for (const kind of ['police', 'ngo']) {
      const a = this.account(`officer-${kind}`)
      if (!a.emergency?.emergency)
        continue
      this.thing('glass', `by a unit of ${kind}`, null, a.emergency.emergency, account => ({ exists: true, closed: false,
        relations: account.login !== a.login && (account.kind === 'oversight' || account.org === a.org && account.unit
          && account.unit !== a.unit) ? ['reviewer'] : [] }))
    }
  }
}
