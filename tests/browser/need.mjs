// The pages of need to know: who opens a file and what for, who looked, what one person alone may not do, who watches.
// Sound in Lithuanian and English, wide and narrow, by keyboard; and each does what it says, without scripts too.
import { is, like, none, ok, step, finish, stage, pageIsSound } from './lib/tap.mjs'
import { shot, wide, narrow, focusWalk } from './lib/browser.mjs'
import { answer, inLanguage, openFile, pathOf, press, signIn, words } from './lib/hands.mjs'

const { open } = await stage()

const links = async (page, list, start) => {
  await page.goto(list)
  return page.locator(`main a[href^="${start}"]`).evaluateAll(all => all.map(each => each.getAttribute('href')))
}

// What a page owes whoever reads it by ear: one heading of its own, and a name for everything that can be filled in.
async function reads (page, name) {
  is(await page.locator('main h1').count(), 1, `${name}: one heading says where one is`)
  none(await page.locator('main').evaluate(main => [...main.querySelectorAll('input:not([type="hidden"]), select, textarea')]
    .filter(each => !each.labels || each.labels.length === 0).map(each => each.name)), `${name}: every question has a label`)
  none(await page.locator('main a').evaluateAll(all => all.filter(each => each.innerText.trim() === '').map(each => each.href)),
    `${name}: every link says where it leads`)
}

async function look (page, name) {
  for (const lang of ['lt', 'en']) {
    await inLanguage(page, lang, async () => {
      is(await page.getAttribute('html', 'lang'), lang, `${name}: in ${lang}`)
      like(await page.title(), /Atrama$/, `${name}: its title is neutral`)
      await reads(page, `${name}, ${lang}`)
      if (lang === 'en') return
      await pageIsSound(page, name)
      for (const [width, size] of [[1280, wide], [360, narrow]]) {
        await page.setViewportSize(size)
        await shot(page, `need-${name.replace(/[^a-z0-9]+/g, '-')}-${width}`)
      }
      await page.setViewportSize(wide)
    })
  }
}

const tours = {
  rasa: async () => ['/complaints', '/complaints/new', '/own', '/account/vault', '/log', '/open/closed', '/emergency'],
  ona: async page => {
    const [person] = (await links(page, '/people', '/person/')).slice(-1)
    return [`/open?person=${person.split('/')[2]}`, person, `${person}/agreed`, `${person}/consent?org=saules-slenkstis&purpose=support`,
      `${person}/block`, `${person}/block?whom=org`, `${person}/block?whom=one`, `${person}/channels`, `${person}/assign`,
      `${person}/erase`, `${person}/looked`]
  },
  saulius: async page => {
    const [proposal] = await links(page, '/review', '/review/proposal/')
    const [glass] = await links(page, '/review', '/review/emergency/')
    return ['/work', '/review', proposal, glass, '/team', '/team/handover']
  },
  agne: async page => {
    const [alarm] = (await links(page, '/oversight', '/oversight/')).filter(each => !each.endsWith('/witness'))
    return ['/oversight', alarm, '/oversight/witness', '/policy']
  },
  egle: async page => {
    const [complaint] = (await links(page, '/complaints', '/complaints/')).filter(each => !each.endsWith('/new'))
    return ['/complaints', complaint, '/facts']
  },
  admin: async page => {
    const [account] = (await links(page, '/accounts', '/accounts/')).filter(each => !each.endsWith('/new'))
    return ['/accounts', account, `${account}/role`, `${account}/credential`, `${account}/move`, `${account}/end`, `${account}/reset`,
      '/policy', '/policy/change?role=officer', '/review']
  }
}

for (const [login, paths] of Object.entries(tours)) {
  const page = await open({ lang: 'lt' })
  await step(`${login}: the pages are there, sound and clear`, async () => {
    await signIn(page, login)
    for (const path of await paths(page)) {
      ok(path !== undefined, `${login}: the demonstration has something to show`)
      if (path === undefined) continue
      await page.goto(path)
      if (!path.startsWith('/open')) await openFile(page)
      if (pathOf(page) !== path.split('?')[0]) await page.goto(path)
      is(pathOf(page), path.split('?')[0], `${login} reaches ${path.replace(/[0-9a-f]{32}/g, 'REF')}`)
      await look(page, `${login} ${path.replace(/[0-9a-f]{32}/g, 'ref')}`)
    }
    const walk = await focusWalk(page)
    none(walk.filter(each => !each.shows).map(each => each.name), `${login}: on the last of them the focus is always seen`)
  })
  await page.context().close()
}

await step('a file opens for a purpose; whoever knows the person is led away, kindly, and never comes back', async () => {
  const page = await open({ lang: 'en', scripts: false })
  await signIn(page, 'milda')
  const [person] = await links(page, '/people', '/person/')
  await page.goto(`${person}/looked?lang=en`)
  is(pathOf(page), '/open', 'who wants to read is asked first what for')
  await press(page, /go on/i)
  like(await words(page), /This is needed/, 'saying nothing does not open it')
  await answer(page, { use: 'support', knows: 'no' })
  await press(page, /go on/i)
  is(pathOf(page), `${person}/looked`, 'and comes to where one wanted to go')
  await page.goto(`${person}/looked?lang=en`)
  like(await words(page), /To help the person/, 'what it was opened for stands in the list')
  const other = (await links(page, '/people', '/person/')).find(each => each !== person)
  await page.goto(`/open?person=${other.split('/')[2]}&lang=en`)
  await answer(page, { use: 'support', knows: 'yes' })
  await press(page, /go on/i)
  like(await words(page), /closed to you/, 'knowing the person closes the file')
  is((await page.request.get(other)).status(), 404, 'from then on there is no such page')
  ok(!(await links(page, '/people', '/person/')).includes(other), 'nor a line in a list')
  await page.context().close()
})

await step('an emergency is told in one page whoever it is about; a second person reads the reasons', async () => {
  const page = await open({ lang: 'en', scripts: false })
  await signIn(page, 'rita')
  await page.goto('/emergency?lang=en')
  const said = { glass_why: 'life', words: 'The ambulance is here and nobody of the shelter answers the telephone.' }
  await answer(page, { given: 'Nobody', family: 'Invented', born: '1990', ...said })
  await press(page, /open in an emergency/i)
  like(await words(page), /Nothing can be opened for you. That says nothing/, 'an invented name opens nothing')
  await page.goto('/emergency?lang=en')
  await answer(page, { given: 'Gabija', family: 'Pakalnytė', born: '2005', ...said })
  await press(page, /open in an emergency/i)
  await page.locator('main a', { hasText: 'Read the file' }).first().click()
  await page.waitForLoadState()
  like(await words(page), /Gabija Pakalnytė|Gabija.*Pakalnytė/, 'the name opens')
  like(await words(page), /Nothing can be changed/, 'to be read only')
  is(await page.locator('main form').count(), 0, 'with nothing to fill in')
  await page.context().close()
  const second = await open({ lang: 'en', scripts: false })
  await signIn(second, 'agne')
  for (const href of await links(second, '/review?lang=en', '/review/emergency/')) {
    await second.goto(`${href}?lang=en`)
    if (/ambulance/.test(await words(second))) break
  }
  like(await words(second), /ambulance.*Whose file/, 'the reasons, and a word for the person')
  ok(!/Gabija|Pakalnyt/.test(await second.content()), 'never the name')
  await answer(second, { justified: 'yes', words: 'The emergency service confirmed the call and the hour of it.' })
  await press(second, /save the answer/i)
  like(await words(second), /Your answer is written down/, 'and the answer is kept')
  await second.context().close()
})

await finish()
