// Reads the demonstration from link to link, as every account, and hands what came to axe and to the Nu checker.
//
// Documents that differ only in their words and in how often a row comes back are of one make (make.mjs). A page of a new
// make is read in four languages, each of which axe looks at, loaded with nothing kept from before and weighed with all
// that comes with it; one of a known make is read in one language, another for each account. The Nu checker reads all.
import { execFile } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { is, none, ok, step, finish, stage } from '../browser/lib/tap.mjs'
import { axeFinds } from '../browser/lib/browser.mjs'
import { answer, openFile } from '../browser/lib/hands.mjs'
import { root } from '../browser/lib/registry.mjs'
import { makeOf } from './make.mjs'

const run = promisify(execFile)
const languages = ['lt', 'en', 'uk', 'ru']
const most = Number(process.env.PAGES ?? 2) // of one shape: /person/REF counts once for all persons
const folder = path.join(process.env.TMP_DIR, 'pages')
const demo = JSON.parse(await readFile(path.join(root, 'profiles/lt/demo.json'), 'utf8'))
const accounts = process.env.ACCOUNTS?.split(' ') ?? ['nobody', ...demo.accounts.map(each => each.login)]
const { open } = await stage({ seconds: 120 })
const seen = new Set(), whole = new Set() // makes in a language; makes of which all four were read
const sums = { documents: 0, pages: 0, looked: 0, weight: 0, heaviest: '' }
const faults = []
const fault = text => { // said at once: the whole takes an hour
  faults.push(text)
  process.stdout.write(`# fault: ${text}\n`)
}
const heavy = 200 * 1024 // bytes of a first load

// "/person/7f.../sheets?x=1" and "/person/8a.../sheets?x=2" have one shape.
const shape = address => address.replace(/[0-9a-f]{32}/g, 'REF').replace(/\d+/g, 'N').replace(/=[^&]*/g, '=')
const spelt = text => text.replace(/&amp;/g, '&').replace(/&#39;/g, "'").replace(/&quot;/g, '"')
const there = (address, lang) => `${address}${address.includes('?') ? '&' : '?'}lang=${lang}`
const past = /sign-out|\/leave|\/csv|\/svg|\/png|\/pdf|\/xlsx|\/papers\/|\/json|\/html\?|\.(csv|svg|png|pdf|xlsx|json|xml)\b/

// Loads a page as who comes for the first time does; what came over the wire, in bytes.
async function load (page, address) {
  let bytes = 0
  const count = event => { bytes += event.encodedDataLength }
  page.wire.on('Network.loadingFinished', count)
  await page.goto(address)
  page.wire.off('Network.loadingFinished', count)
  return bytes
}

async function look (page, login, address, lang, make) {
  const name = `${shape(address)} in ${lang}, for ${login}`
  if (seen.has(`${lang} ${make}`)) return
  seen.add(`${lang} ${make}`)
  const bytes = await load(page, there(address, lang))
  if (bytes >= heavy) fault(`${name} weighs ${bytes} bytes`)
  if (bytes > sums.weight) Object.assign(sums, { weight: bytes, heaviest: name })
  for (const each of await axeFinds(page)) fault(`${name}: ${each}`)
  for (const each of page.troubles.splice(0)) fault(`${name}: ${each}`)
  sums.looked++
}

// What the page links to; nothing where it is no page.
async function read (page, login, address, again) {
  const links = new Set()
  const first = (accounts.indexOf(login) + 4) % languages.length
  for (const lang of [...languages.slice(first), ...languages.slice(0, first)]) {
    const got = await page.request.get(there(address, lang))
    if (!(got.headers()['content-type'] ?? '').startsWith('text/html')) return links
    if (got.status() >= 500) fault(`${shape(address)} answers ${got.status()} to ${login}`)
    const text = await got.text()
    const asks = new URL(got.url()) // a file is asked for what it is opened before it is shown
    const opening = !again && asks.pathname === '/open' && !address.startsWith('/open')
    const make = makeOf(text)
    await writeFile(path.join(folder, `${login}-${sums.documents++}-${lang}.html`), text)
    await look(page, login, opening ? asks.pathname + asks.search.replace(/[?&]lang=[a-z]+/, '') : address, lang, make)
    for (const [, href] of text.matchAll(/<a\s[^>]*\bhref="([^"]*)"/g)) links.add(spelt(href))
    if (opening) {
      await page.goto(there(address, lang))
      await openFile(page)
      for (const each of await read(page, login, address, true)) links.add(each)
      return links
    }
    if (whole.has(make)) break
    if (languages.every(each => seen.has(`${each} ${make}`))) whole.add(make)
  }
  sums.pages++
  return links
}

async function walk (login) {
  const page = await open({ lang: 'lt' })
  page.wire = await page.context().newCDPSession(page)
  await page.wire.send('Network.enable')
  await page.wire.send('Network.setCacheDisabled', { cacheDisabled: true })
  if (login !== 'nobody') {
    await page.goto('/sign-in?lang=en')
    await answer(page, { login, password: 'nobody-is-real' })
    await page.locator('main form button').first().click()
    await page.waitForURL('**/work*')
  }
  const counts = new Map()
  const queue = ['/', '/work', '/about', '/account', '/report', '/no/such/page']
  const before = sums.pages
  while (queue.length > 0) {
    const address = queue.shift().replace(/#.*$/, '').replace(/([?&])lang=[a-z]+&?/, '$1').replace(/[?&]$/, '')
    const count = counts.get(shape(address)) ?? 0
    if (!address.startsWith('/') || address.startsWith('//') || address.startsWith('/static') || count >= most || past.test(address)) continue
    counts.set(shape(address), count + 1)
    try {
      queue.push(...await read(page, login, address))
    } catch (error) {
      fault(`${shape(address)}, for ${login}: ${error.message.split('\n')[0]}`)
    }
  }
  await page.context().close()
  process.stdout.write(`# ${login}: ${counts.size} shapes, ${sums.pages - before} pages until now, ${sums.looked} looked at in all\n`)
}

await mkdir(folder, { recursive: true })
const waiting = [...accounts]
const worker = async () => {
  for (let login = waiting.shift(); login; login = waiting.shift()) await step(`${login} reads`, () => walk(login))
}
await Promise.all(os.cpus().slice(0, 2).map(worker))

none(faults, `axe finds nothing in ${sums.looked} makes and languages of ${sums.documents} documents of ${accounts.length} accounts`)
ok(sums.pages > (process.env.ACCOUNTS ? 0 : 500), `${sums.pages} pages were read`)
is(sums.weight < heavy, true, `the heaviest first load, ${sums.heaviest}, is ${sums.weight} bytes`)

await step('the Nu checker finds nothing', async () => {
  const jar = path.join(root, 'tests/soak/nu/node_modules/vnu-jar/build/dist/vnu.jar')
  const said = await run('java', ['-Xss4m', '-Xmx2g', '-jar', jar, '--errors-only', '--format', 'json', folder], { maxBuffer: 256 << 20 })
    .catch(error => error)
  const messages = JSON.parse(said.stderr).messages.filter(each => each.type === 'error')
  const kinds = new Map()
  for (const each of messages) {
    if (!kinds.has(each.message)) kinds.set(each.message, `${path.basename(each.url)} line ${each.lastLine}: ${each.message}: ${each.extract}`)
  }
  none([...kinds.values()], `${sums.documents} documents are valid HTML`)
})
await finish()
