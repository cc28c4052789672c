// Every page the tour does not stop at: sound in Lithuanian, whole in the four languages, reachable by keyboard.
import { is, like, none, ok, step, finish, stage, pageIsSound } from './lib/tap.mjs'
import { focusWalk, shot, wide, narrow } from './lib/browser.mjs'
import { signIn } from './tour/hands.mjs'

const { open } = await stage()

const pages = {
  nobody: ['/', '/sign-in', '/about', '/accessibility', '/no/such/page'],
  rasa: ['/people', '/referrals', '/places', '/password', '/ask'],
  ona: ['/people', '/referrals', '/places', '/places/new'],
  daiva: ['/work', '/referrals', '/people'],
  jonas: ['/work', '/figures'],
  egle: ['/figures', '/figures/persons_supported/2022', '/figures/victims_identified_authorities/2020'],
  admin: ['/accounts', '/accounts/new', '/organisations', '/organisations/new', '/units/new']
}

for (const [login, paths] of Object.entries(pages)) {
  const page = await open({ lang: 'lt' })
  await step(`${login}: signs in`, async () => { if (login !== 'nobody') await signIn(page, login) })
  for (const path of paths) {
    await step(`${login} ${path}`, async () => {
      const name = `page-${login}${path.replaceAll('/', '-')}`
      for (const lang of ['en', 'uk', 'ru', 'lt']) {
        const answer = await page.goto(`${path}?lang=${lang}`)
        is(answer.status(), path === '/no/such/page' ? 404 : 200, `${login} ${path} answers in ${lang}`)
        is(await page.getAttribute('html', 'lang'), lang, `${login} ${path} says that it is in ${lang}`)
        like(await page.title(), /Atrama$/, 'its title is neutral')
      }
      await pageIsSound(page, `${login} ${path}`)
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

await step('a work page weighs little', async () => {
  const page = await open({ lang: 'lt' })
  await signIn(page, 'ona')
  for (const path of ['/work', '/people', '/referrals', '/places']) {
    const bytes = (await (await page.request.get(path)).body()).length
    ok(bytes < 30 * 1024 * 2, `${path} is ${bytes} bytes`)
  }
})

await finish()
