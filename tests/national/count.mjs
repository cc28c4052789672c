// count.mjs DIR FIGURES.csv: counts the case-level figures again, from nothing but the files of an import and its manifest.
//
// It shares no line with the program: how people are one person, which decision is the first, what is a conviction, who has
// delivered, is written here a second time, from the field's rules. Prints the rows of FIGURES.csv it can count, as it
// counts them, in that table's order.
import { join } from 'node:path'
import { table } from './files.mjs'

const [dir, figures] = process.argv.slice(2)

// What stands: the newest row of an organisation's own number; a row without one stands for itself.
const kinds = {}
for (const file of table(join(dir, 'imports.csv'))) {
  const rows = kinds[file.kind] ??= new Map()
  for (const row of table(join(dir, file.file)))
    rows.set(row.number ? `${file.org}/${row.number}` : `${file.org} ${JSON.stringify(row)}`, { ...row, org: file.org })
}
const all = (kind) => [...(kinds[kind] ?? new Map()).values()]

// One person of several rows: the same papers, or a link.
const parent = new Map()
const root = (x) => {
  while (parent.get(x) !== x) x = parent.get(x)
  return x
}
const join2 = (a, b) => {
  for (const x of [a, b]) if (!parent.has(x)) parent.set(x, x)
  parent.set(root(a), root(b))
}
for (const p of all('persons')) {
  const me = `${p.org}/${p.number}`
  join2(me, me)
  if (p.prs_IdentityNumber) join2(me, `papers ${p.prs_IdentityNumber}`)
}
for (const l of all('links'))
  if (l.like === 'same') join2(`${l.org}/${l.person}`, `${l.org}/${l.other}`)
const person = (org, number) => root(`${org}/${number}`)

// Who has delivered.
const kindOf = (org) => org.startsWith('police') ? 'police' : ['silto-vejo', 'saules-slenkstis', 'kranto-ziburys'].includes(org)
  ? 'ngo' : org
const police = ['police-bureau', 'police-vilnius', 'police-panevezys', 'prosecution']
const ngos = ['silto-vejo', 'saules-slenkstis', 'kranto-ziburys']
const answerable = {
  decisions: police, presumptions: ngos, services: ngos, investigations: ['police-bureau', 'prosecution'],
  prosecutions: ['prosecution'], verdicts: ['courts'], complicit_investigations: ['prosecution'],
  complicit_prosecutions: ['prosecution'], complicit_convictions: ['courts'], surrenders: ['prosecution'],
  payments: ['courts'], calls: ['silto-vejo'], inspections: ['labour-inspection'], agencies: ['labour-inspection'],
  grants: ['social-ministry'], plan_budget: ['interior-ministry'], border_decisions: ['border'],
  demand_reduction: ['interior-ministry'],
}
const said = new Map(all('returns').map((r) => [`${r.org} ${r.item} ${r.year}`, r.return_state]))
const delivered = (item, year) =>
  answerable[item].every((org) => ['complete', 'zero', 'not_applicable'].includes(said.get(`${org} ${item} ${year}`)))
const honest = (n, item, year) => n === 0 && !delivered(item, year) ? 'not_reported' : n

const yearOf = (day) => Number(day.slice(0, 4))
const within = (row, year, end) => row.happened <= `${year}-12-31` && (!row[end] || row[end] >= `${year}-01-01`)
const standing = (row, year, end) => row.happened <= `${year}-12-31` && (!row[end] || row[end] >= `${year}-12-31`)
const trafficking = (row) => row.article.split(';').some((a) => a === '147' || a === '157')
const distinct = (rows, of) => new Set(rows.map(of)).size
const cents = (money) => Math.round(Number(money.replaceAll(/[ \u00a0]/g, '').replace(',', '.')) * 100)
const sum = (rows, of) => rows.reduce((n, r) => n + cents(r[of]), 0) / 100
const usd = (eur) => Math.round(Math.round(eur * 1e6 / 936000 * 1e6) / 1e7) * 10

const groupOfForm = {
  SexualExploitation: 'sex', ForcedLabour: 'labour', ForcedBegging: 'labour', ChildLabour: 'labour', Servitude: 'labour',
  sex_prostitution: 'sex', sex_remote: 'sex', labour_forced: 'labour', begging: 'labour',
}
const group = (form) => groupOfForm[form] ?? 'unspecified'
const groups = { sex_trafficking: 'sex', labor_trafficking: 'labour', unspecified: 'unspecified' }

function age(born, day) {
  const years = yearOf(day) - yearOf(born)
  return born.slice(5) > day.slice(5) ? years - 1 : years
}

// The first decision of each person that such bodies made and that stands.
function firstDecisions(bodies) {
  const first = new Map()
  for (const p of all('persons')) {
    if (!bodies.includes(kindOf(p.org)) || p.vic_TraffickingStatus !== 'ActualVictimOfTrafficking') continue
    const who = person(p.org, p.number), known = first.get(who)
    if (!known || p.decision_date < known.decision_date) first.set(who, p)
  }
  return first
}
const hasTrait = (who, field) => all('persons').some((p) => p[field] === 'yes' && person(p.org, p.number) === who)
const byAuthorities = firstDecisions(['police', 'prosecution']), byBorder = firstDecisions(['border'])

function identified(year, part) {
  let people = [...byAuthorities].filter(([, p]) => yearOf(p.decision_date) === year)
  if (part in groups) people = people.filter(([, p]) => group(p.vic_TypeOfExploitation) === groups[part])
  if (part === 'children') people = people.filter(([, p]) => p.prs_Birthdate && age(p.prs_Birthdate, p.decision_date) < 18)
  if (part === 'persons_with_disabilities') people = people.filter(([who]) => hasTrait(who, 'disability'))
  if (part === 'cooperated_with_law_enforcement') people = people.filter(([who]) => hasTrait(who, 'cooperates'))
  return honest(people.length, 'decisions', year)
}

// As counted; where nothing was, as the State Department published it.
function yearly(year) {
  const counted = identified(year, 'total')
  if (counted !== 'not_reported') return counted
  const quote = all('quoted').filter((q) => q.indicator === 'victims_identified_authorities' && q.breakdown === 'total' &&
    q.from === 'tip' && Number(q.of_year) === year).sort((a, b) => a.happened < b.happened ? 1 : -1)[0]
  return quote ? Number(quote.value) : undefined
}

function fewest(year) {
  const now = identified(year, 'total')
  if (now === 'not_reported') return now
  let n = 1
  while (n < 10 && yearly(year - n) !== undefined && yearly(year - n) >= now) n++
  return n
}

function presumed(year, part) {
  const seen = new Map()
  for (const p of all('persons')) {
    if (kindOf(p.org) !== 'ngo' || !/^(Possible|Actual)/.test(p.vic_TraffickingStatus)) continue
    const day = p.decision_date || p.signal_date
    if (yearOf(day) !== year) continue
    const who = person(p.org, p.number), known = seen.get(who)
    if (!known || day < known.day) seen.set(who, { day, form: p.vic_TypeOfExploitation })
  }
  const people = [...seen.values()].filter((p) => part === 'total' || group(p.form) === groups[part])
  return honest(people.length, 'presumptions', year)
}

function supported(year) {
  const funded = new Set(all('grant').filter((g) => g.purpose === 'victim_assistance' && yearOf(g.happened) === year)
    .map((g) => g.recipient))
  const help = all('services').filter((s) => funded.has(s.org) && yearOf(s.date) === year)
  return honest(distinct(help, (s) => person(s.org, s.person)), 'services', year)
}

const inYear = (kind, year) => all(kind).filter((r) => yearOf(r.happened) === year)
const convicted = (year) => inYear('verdict', year).filter((v) => v.outcome === 'convicted' && v.instance === 'first')
const sentenced = (year) => convicted(year).filter(trafficking)
const terms = (year) => sentenced(year).filter((v) => v.sanction.split(';').includes('prison')).map((v) => v.prison_months / 12)
const onlyFined = (year) => {
  const fined = (v) => v.sanction === 'fine'
  return distinct(sentenced(year).filter((v) => sentenced(year).every((w) => w.accused !== v.accused || fined(w))),
    (v) => v.accused)
}
const years = (list, year, pick) => list.length === 0 ? delivered('verdicts', year) ? 'not_applicable' : 'not_reported'
  : String(Math.round(pick(...list) * 100) / 100)
const money = (n, item, year, unit) => {
  const value = honest(n, item, year)
  return value === 'not_reported' ? value : unit.startsWith('USD') ? usd(value) : Math.round(value)
}
const nap = (year) => inYear('plan_budget', year)

const rules = {
  investigations: (y, part) => honest(all('investigation').filter((q) => q.led === 'here' && trafficking(q) &&
    within(q, y, 'ended') && (part === 'total' || group(q.form) === groups[part])).length, 'investigations', y),
  international_investigations: (y) => honest(all('investigation').filter((q) => q.partner !== '' && trafficking(q) &&
    within(q, y, 'ended')).length, 'investigations', y),
  prosecutions: (y) => honest(distinct(inYear('prosecution', y).filter((p) => p.decision === 'trafficking' && trafficking(p)),
    (p) => p.accused), 'prosecutions', y),
  convictions: (y) => honest(distinct(sentenced(y), (v) => v.accused), 'verdicts', y),
  sentences: (y, part) => part === 'fine_only' ? honest(onlyFined(y), 'verdicts', y)
    : years(terms(y), y, part === 'prison_term_min' ? Math.min : Math.max),
  complicit_officials: (y, part) => ({
    investigations: () => honest(all('investigation').filter((q) => q.official === 'yes' && q.led === 'here' &&
      within(q, y, 'ended')).length, 'complicit_investigations', y),
    prosecutions: () => honest(distinct(inYear('prosecution', y).filter((p) => p.official === 'yes'), (p) => p.accused),
      'complicit_prosecutions', y),
    convictions: () => honest(distinct(convicted(y).filter((v) => v.official === 'yes'), (v) => v.accused),
      'complicit_convictions', y),
  })[part](),
  extraditions: (y) => honest(inYear('surrender', y).filter((s) => s.state === 'carried_out').length, 'surrenders', y),
  victims_identified_authorities: (y, part) => part === 'fewest_in_years' ? fewest(y) : identified(y, part),
  potential_victims_identified_ngos: presumed,
  victims_supported_funded_ngos: supported,
  victims_identified_sbgs: (y) => honest([...byBorder].filter(([who, p]) => yearOf(p.decision_date) === y &&
    hasTrait(who, 'migrant')).length, 'border_decisions', y),
  funding_victim_assistance: (y, part, unit) => money(sum(inYear('grant', y).filter((g) => g.purpose === 'victim_assistance'),
    'amount'), 'grants', y, unit),
  funding_nap: (y, part, unit) => money(sum(part === 'allocated' ? nap(y)
    : nap(y).filter((b) => b.purpose === 'victim_assistance'), 'amount'), 'plan_budget', y, unit),
  restitution_paid: (y, part, unit) => money(sum(inYear('payment', y).filter((p) => p.step === 'paid' &&
    p.damage === 'non_material'), 'amount'), 'payments', y, unit),
  hotline: (y, part) => part === 'hours_per_day' ? undefined : honest(inYear('call', y).filter((c) => c.related === 'yes' &&
    (part === 'trafficking_related_calls' || c.investigation !== '')).length, 'calls', y),
  temporary_employment_agencies: (y) => honest(all('agency').filter((a) => standing(a, y, 'ended')).length, 'agencies', y),
  labor_inspections: (y) => honest(inYear('inspection', y).filter((i) => i.trafficking === 'yes' && i.with_police === 'yes' &&
    i.sector !== '' && i.sector !== 'other').length, 'inspections', y),
  demand_reduction_efforts: (y) => honest(inYear('awareness', y).filter((a) => a.theme === 'demand_reduction').length,
    'demand_reduction', y),
}

for (const f of table(figures)) {
  const value = rules[f.indicator]?.(Number(f.year), f.breakdown, f.unit)
  if (value !== undefined) console.log([f.year, f.indicator, f.breakdown, value, f.unit].join(','))
}
