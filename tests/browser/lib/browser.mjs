// Chromium, driven for tests: pages that notice what goes wrong on them, and the checks every page has to pass.
import { chromium } from 'playwright-core'
import { mkdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

export const wide = { width: 1280, height: 900 }
export const narrow = { width: 360, height: 740 }

export const startBrowser = () => chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-dev-shm-usage',
    '--disable-background-networking', '--disable-component-update', '--disable-sync']
})

// A page of a visitor of its own (cookies apart). page.troubles lists script errors, refused resources (the content
// security policy) and addresses outside `url`, which no page may ask for.
export async function openPage (browser, { url, size = wide, lang = 'lt', scripts = true } = {}) {
  const visitor = await browser.newContext({
    baseURL: url, viewport: size, locale: lang, javaScriptEnabled: scripts, reducedMotion: 'reduce',
    bypassCSP: false, serviceWorkers: 'block'
  })
  visitor.setDefaultTimeout(15000)
  const page = await visitor.newPage()
  page.troubles = []
  page.on('pageerror', error => page.troubles.push(`script: ${error.message}`))
  page.on('console', message => {
    if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) page.troubles.push(message.text())
  })
  page.on('request', request => {
    const asked = request.url()
    if (url && !asked.startsWith(url) && !asked.startsWith('data:')) page.troubles.push(`asked for ${asked}`)
  })
  return page
}

// What axe finds on the page as it stands: one line a violation and place; none is right. Axe is evaluated by the
// debugger, so the policy of the page stays as it is.
export async function axeFinds (page) {
  await page.evaluate(axe + ';0')
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }))
  return violations.flatMap(violation => violation.nodes.map(node =>
    `${violation.id} (${violation.impact}): ${violation.help}: ${node.target.join(' ')}`))
}

// Whether the page fits the width without scrolling sideways; says what sticks out.
export async function sticksOut (page, width) {
  const before = page.viewportSize()
  await page.setViewportSize({ width, height: 740 })
  const out = await page.evaluate(() => {
    const room = document.documentElement.clientWidth
    if (document.documentElement.scrollWidth <= room) return []
    const wide = [...document.body.querySelectorAll('*')].filter(each => each.getBoundingClientRect().right > room + 1)
    const name = each => each.tagName.toLowerCase() + (each.id ? `#${each.id}` : '') +
      (each.classList.length ? `.${[...each.classList].join('.')}` : '')
    return wide.slice(0, 8).map(each => `${name(each)} reaches ${Math.round(each.getBoundingClientRect().right)} of ${room}`)
      .concat(wide.length ? [] : ['the page is wider than the window'])
  })
  await page.setViewportSize(before)
  return out
}

// The same with letters twice as large, as a reader sets them in the browser.
export async function sticksOutZoomed (page, width) {
  await page.evaluate(() => { document.documentElement.style.fontSize = '200%' })
  const out = await sticksOut(page, width)
  await page.evaluate(() => { document.documentElement.style.fontSize = '' })
  return out
}

// The visible elements that Tab reaches, in its order; each must show that it has the focus.
export async function focusWalk (page, most = 80) {
  const seen = []
  await page.evaluate(() => { // from the top, wherever the focus was
    document.body.tabIndex = -1
    document.body.focus()
    document.body.removeAttribute('tabindex')
    for (const each of document.querySelectorAll('[data-walked]')) delete each.dataset.walked
  })
  for (let i = 0; i < most; i++) {
    await page.keyboard.press('Tab')
    const at = await page.evaluate(() => {
      const each = document.activeElement
      if (!each || each === document.body) return null
      const shows = [each, each.nextElementSibling, each.closest('label')].filter(Boolean).some(one =>
        ['', '::before', '::after'].some(part => {
          const style = getComputedStyle(one, part || null)
          return (style.outlineStyle !== 'none' && style.outlineColor !== 'rgba(0, 0, 0, 0)') || style.boxShadow !== 'none'
        }))
      each.dataset.walked = (Number(each.dataset.walked) || 0) + 1
      return { name: (each.innerText || each.name || each.id || each.tagName).trim().slice(0, 60), shows, again: each.dataset.walked > 1 }
    })
    if (!at || at.again) break
    seen.push(at)
  }
  return seen
}

// A picture of the page in $SHOTS, if that is set.
export async function shot (page, name, { full = true } = {}) {
  if (!process.env.SHOTS) return
  await mkdir(process.env.SHOTS, { recursive: true })
  await page.evaluate(() => document.fonts.ready.then(() => 0))
  await page.screenshot({ path: path.join(process.env.SHOTS, `${name}.png`), fullPage: full, animations: 'disabled' })
}
