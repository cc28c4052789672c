// Every page the tour does not stop at: sound in Lithuanian, whole in the four languages, reachable by keyboard.
import { is, like, none, ok, step, finish, stage, pageIsSound } from './lib/tap.mjs'
import { axeFinds, focusWalk, shot, wide, narrow } from './lib/browser.mjs'
import { openFile, send, signIn } from './lib/hands.mjs'

const { open } = await stage()

// Lithuanian is drawn, the others are read; SOAK=1 draws all four.
const drawn = process.env.SOAK ? ['en', 'uk', 'ru', 'lt'] : ['lt']
const read = process.env.SOAK ? [] : ['en', 'uk', 'ru']

const pages = {
  nobody: ['/', '/sign-in', '/about', '/accessibility', '/report/me', '/report/check', '/no/such/page'],
  rasa: ['/people', '/referrals', '/places', '/places/gaps', '/password', '/ask'],
  ona: ['/people', '/referrals', '/places', '/places/new', '/grants', '/groups', '/drafts', '/leads', '/calls'],
  daiva: ['/work', '/work?mine=1', '/shift', '/mail', '/referrals', '/people', '/account'],
  oliver: ['/work', '/referrals'],
  jonas: ['/work', '/figures', '/calendar'],
  egle: ['/figures', '/figures?year=2022', '/figures/mechanism', '/figures/victims_identified_authorities/2022?breakdown=children', '/figures/complicit_officials/2022',
    '/figures/sentences/2022', '/reports', '/reports/tip/2022', '/reports/eurostat/2022', '/reports/reconcile?year=2022', '/calendar',
    '/registers', '/estimates'],
  ieva: ['/work', '/import', '/calendar', '/registers'],
  admin: ['/accounts', '/accounts/new', '/organisations', '/organisations/new', '/units/new', '/comparisons']
}

for (const [login, paths] of Object.entries(pages)) {
  const page = await open({ lang: 'lt' })
  await step(`${login}: signs in`, async () => { if (login !== 'nobody') await signIn(page, login) })
  for (const path of paths) {
    await step(`${login} ${path}`, async () => {
      const name = `page-${login}${path.replace(/[^a-z0-9_]+/g, '-')}`
      const there = lang => `${path}${path.includes('?') ? '&' : '?'}lang=${lang}`
      const status = path === '/no/such/page' ? 404 : 200
      for (const lang of read) { // what is drawn is the same
        const answer = await page.request.get(there(lang))
        const text = await answer.text()
        is(answer.status(), status, `${login} ${path} answers in ${lang}`)
        is(/<html[^>]*\slang="([a-z]+)"/.exec(text)?.[1], lang, `${login} ${path} says that it is in ${lang}`)
        like(/<title>([^<]*)<\/title>/.exec(text)?.[1] ?? '', /Atrama$/, 'its title is neutral')
      }
      for (const lang of drawn) {
        is((await page.goto(there(lang))).status(), status, `${login} ${path} answers in ${lang}`)
        is(await page.getAttribute('html', 'lang'), lang, `${login} ${path} says that it is in ${lang}`)
        like(await page.title(), /Atrama$/, 'its title is neutral')
        await pageIsSound(page, `${login} ${path} in ${lang}`)
      }
      for (const [width, size] of [[1280, wide], [360, narrow]]) {
        await page.setViewportSize(size)
        await shot(page, `${name}-lt-${width}`)
      }
      await page.setViewportSize(wide)
      const walk = await focusWalk(page)
      ok(walk.length > 3, `${login} ${path}: the keyboard goes through it`)
      none(walk.filter(each => !each.shows).map(each => each.name), `${login} ${path}: the focus is always seen`)
    })
  }
  await page.context().close()
}

await step('egle: people no agency recorded, as far as two lists can tell', async () => {
  const page = await open({ lang: 'lt' }), now = new Date().getFullYear()
  await signIn(page, 'egle')
  await page.goto('/estimates?lang=lt')
  await page.fill('input[name=from_year]', String(now - 9))
  await page.fill('input[name=year]', String(now))
  await page.check('input[name=whom][value=met]')
  await page.click('main details summary')
  for (const kind of ['police', 'ngo']) await page.check(`input[name=org_kind][value=${kind}]`)
  await send(page, page.locator('main form button').last())
  like(new URL(page.url()).pathname, /^\/estimates\/[0-9a-f]{32}$/, 'it is begun')
  for (let tries = 0; tries < 100 && await page.locator('progress').count() > 0; tries++) {
    await page.waitForTimeout(200)
    await page.reload()
  }
  is(await page.locator('main h2#of-doubts').count(), 1, 'it says what speaks against it')
  await pageIsSound(page, 'an estimate in lt')
  for (const [width, size] of [[1280, wide], [360, narrow]]) {
    await page.setViewportSize(size)
    await shot(page, `page-egle-estimate-lt-${width}`)
  }
  await page.context().close()
})

// A form sent empty comes back with a summary on top, each line of which leads to a question that says the same.
const forms = {
  nobody: ['/sign-in', '/report/other', '/report/check'],
  rasa: ['/sign/new', '/password', '/ask', '/people', 'person/screening?language=uk', 'person/consent?language=uk',
    'person/ask/field-8', 'person/block', 'person/consent?org=silto-vejo&purpose=support', 'person/name', 'person/refer'],
  ona: ['/places/new', 'person/reflection', 'person/service', 'person/presume', 'likeness', '/groups/new',
    'person/sheet/need/new', 'person/attachments', '/leads/new', '/calls/new'],
  daiva: ['person/decision'],
  egle: ['/estimates'],
  ieva: ['/import'],
  admin: ['/accounts/new', '/organisations/new', '/units/new']
}

for (const [login, paths] of Object.entries(forms)) {
  const page = await open({ lang: 'lt' })
  const first = async (list, kind) => {
    await page.goto(list)
    return page.locator(`main a[href^="/${kind}/"]`).first().getAttribute('href')
  }
  const known = {}
  await step(`${login}: signs in and finds whom the forms are about`, async () => {
    if (login === 'nobody') return
    await signIn(page, login)
    if (paths.some(each => each.startsWith('person'))) known.person = await first('/people', 'person')
    if (paths.includes('likeness')) known.likeness = await first('/work', 'likeness')
  })
  for (const form of paths) {
    await step(`${login} ${form}, sent empty, says what is needed`, async () => {
      const path = form.replace(/^(person|likeness)/, kind => known[kind])
      await page.goto(`${path}${path.includes('?') ? '&' : '?'}lang=lt`)
      await openFile(page)
      const last = page.locator('main form').filter({ has: page.locator('input:not([type="hidden"]), textarea, select') }).last()
      await last.evaluate(each => {
        each.closest('details')?.setAttribute('open', '')
        for (const field of each.querySelectorAll('input:not([type="hidden"]), textarea, select')) {
          field.checked = false
          if (!/radio|checkbox/.test(field.type)) field.value = ''
        }
      })
      await send(page, last.locator('button:not([name="keep"])').last())
      const links = page.locator('.govuk-error-summary a')
      ok(await links.count() > 0, `${login} ${form}: there is a summary`)
      is(await page.evaluate(() => document.activeElement.className), 'govuk-error-summary', `${login} ${form}: it has the focus`)
      none(await links.evaluateAll(all => all.map(each => each.hash).filter(each => !document.querySelector(each))),
        `${login} ${form}: each of its lines leads to a question`)
      if (login !== 'nobody') is(await page.locator('.govuk-error-message:visible').count(), await links.count(), `${login} ${form}: and each question says it again`)
      none(await axeFinds(page), `${login} ${form}: axe finds nothing`)
      await shot(page, `empty-${login}-${form.replace(/[^a-z]+/g, '-')}`)
    })
  }
  await page.context().close()
}

await step('while a name is typed, whom one may know already is proposed', async () => {
  const page = await open({ lang: 'lt' })
  await signIn(page, 'ona')
  await page.goto('/people?lang=lt')
  await page.locator('#given').pressSequentially('Marya')
  await page.locator('#family').pressSequentially('Tkachenko')
  await page.locator('[data-like] section').waitFor()
  ok(await page.locator('[data-like] li a').count() > 0, 'a misspelt name proposes somebody')
  is(await page.locator('[data-like] [role=status]').textContent(), await page.locator('[data-like] h2').textContent(), 'and it is said')
  ok(!/Marya|Tka/i.test(page.url() + await page.locator('[data-like]').innerText()), 'without a name')
  none(await axeFinds(page), 'axe finds nothing')
  await page.locator('#family').fill('')
  await page.locator('[data-like] section').waitFor({ state: 'detached' })
  await page.context().close()
})

await step('a work page weighs little', async () => {
  const page = await open({ lang: 'lt' })
  await signIn(page, 'ona')
  for (const path of ['/work', '/people', '/referrals', '/places']) {
    const bytes = (await (await page.request.get(path)).body()).length
    ok(bytes < 30 * 1024 * 2, `${path} is ${bytes} bytes`)
  }
})

await finish()
