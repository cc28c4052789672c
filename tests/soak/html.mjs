// Reads the demonstration from link to link, as every kind of account, and hands what came to axe and to the Nu checker.
import { execFile } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { is, none, ok, step, finish, stage } from '../browser/lib/tap.mjs'
import { axeFinds } from '../browser/lib/browser.mjs'
import { openFile, signIn } from '../browser/lib/hands.mjs'
import { root } from '../browser/lib/registry.mjs'

const run = promisify(execFile)
const languages = ['lt', 'en', 'uk', 'ru']
const accounts = ['nobody', 'rasa', 'ona', 'daiva', 'dovydas', 'milda', 'oliver', 'jonas', 'egle', 'ieva', 'agne', 'ruta', 'saulius',
  'admin']
const most = Number(process.env.PAGES ?? 2) // of one shape: /person/REF counts once for all persons
const folder = path.join(process.env.TMP_DIR, 'pages')
const { open } = await stage()
const heaviest = { bytes: 0 }
let pages = 0

// "/person/7f.../sheets?x=1" and "/person/8a.../sheets?x=2" have one shape.
const shape = address => address.replace(/[0-9a-f]{32}/g, 'REF').replace(/\d+/g, 'N').replace(/=[^&]*/g, '=')

await mkdir(folder, { recursive: true })

async function read (page, login, address) {
  const there = lang => `${address}${address.includes('?') ? '&' : '?'}lang=${lang}`
  for (const lang of languages) {
    const answer = await page.request.get(there(lang))
    if (!(answer.headers()['content-type'] ?? '').startsWith('text/html')) return []
    const body = await answer.body()
    if (body.length > heaviest.bytes) Object.assign(heaviest, { bytes: body.length, address: shape(address) })
    await writeFile(path.join(folder, `${login}-${pages}-${lang}.html`), body)
    await page.goto(there(lang))
    none(await axeFinds(page), `${login} ${shape(address)} in ${lang}: axe finds nothing`)
  }
  pages++
  return page.evaluate(() => [...document.querySelectorAll('a[href]')].map(each => each.getAttribute('href')))
}

for (const login of accounts) {
  await step(`${login} reads`, async () => {
    const page = await open({ lang: 'lt' })
    if (login !== 'nobody') await signIn(page, login)
    const seen = new Map()
    const queue = ['/', '/work', '/about', '/account']
    while (queue.length > 0) {
      const address = queue.shift().replace(/#.*$/, '').replace(/([?&])lang=[a-z]+&?/, '$1').replace(/[?&]$/, '')
      const count = seen.get(shape(address)) ?? 0
      if (!address.startsWith('/') || address.startsWith('//') || address.startsWith('/static') || count >= most) continue
      if (/sign-out|\/leave|\/csv|\/svg|\/png|\/pdf|\/xlsx|\/papers\/|\/json/.test(address)) continue
      seen.set(shape(address), count + 1)
      if (/^\/person\/[0-9a-f]{32}$/.test(address)) {
        await page.goto(address)
        await openFile(page)
      }
      queue.push(...await read(page, login, address))
    }
    await page.context().close()
  })
}

await step('the Nu checker finds nothing', async () => {
  const jar = path.join(root, 'tests/soak/nu/node_modules/vnu-jar/build/dist/vnu.jar')
  const said = await run('java', ['-Xss4m', '-jar', jar, '--errors-only', '--format', 'json', folder], { maxBuffer: 256 << 20 })
    .catch(error => error)
  const messages = JSON.parse(said.stderr).messages.filter(each => each.type === 'error')
  const kinds = new Map()
  for (const each of messages) {
    const name = `${path.basename(each.url)}: ${each.message}`.replace(/^[a-z]+-\d+-[a-z]+\.html: /, '')
    if (!kinds.has(name)) kinds.set(name, `${path.basename(each.url)} line ${each.lastLine}: ${each.message}`)
  }
  none([...kinds.values()], `${pages} pages in ${languages.length} languages are valid HTML`)
})
ok(pages > 100, `${pages} pages were read`)
is(heaviest.bytes < 200 * 1024, true, `the heaviest, ${heaviest.address}, has ${heaviest.bytes} bytes`)
await finish()
