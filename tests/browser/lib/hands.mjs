// What a person does on a page: fill in what is asked, press, read.
import { is } from './tap.mjs'

// Answers a form by the names of its fields, whatever kind of input stands behind each.
export async function answer (page, answers) {
  for (const [name, value] of Object.entries(answers)) {
    const fields = page.locator(`main [name="${name}"]`)
    const kind = await fields.first().evaluate(each => each.tagName === 'SELECT' ? 'select' : each.type)
    if (kind === 'select') {
      await fields.first().selectOption(value)
    } else if (kind === 'radio' || kind === 'checkbox') {
      for (const one of [value].flat()) await page.locator(`main [name="${name}"][value="${one}"]`).check({ force: true })
    } else {
      await fields.first().fill(String(value))
    }
  }
}

// A form that is patient (atrama.js) goes on a moment after it was sent: the page that comes is waited for.
export async function send (page, button) {
  const patient = await button.evaluate(each => 'patient' in (each.form?.dataset ?? {}))
  const comes = patient ? page.waitForEvent('framenavigated') : null
  await button.click()
  await comes
  await page.waitForLoadState()
}

export const press = (page, name) => send(page, page.locator('main').getByRole('button', { name }).first())

export const follow = async (page, name) => {
  await page.locator('main').getByRole('link', { name }).first().click()
  await page.waitForLoadState()
}

export const words = async page => (await page.locator('main').innerText()).replace(/\s+/g, ' ').trim()

export const pathOf = page => new URL(page.url()).pathname

// Where a page asks first what a file is opened for: say it, and that the person is a stranger.
export async function openFile (page, use = 'support') {
  if (pathOf(page) !== '/open') return
  await answer(page, { use, knows: 'no' })
  await page.locator('main form button').last().click()
  await page.waitForLoadState()
}

export async function signIn (page, login) {
  await page.goto('/sign-in?lang=en')
  await answer(page, { login, password: 'nobody-is-real' })
  await press(page, /sign in/i)
  is(pathOf(page), '/work', `${login} comes to her or his own work`)
}

// The same page in another language, and back to English for the test's own reading.
export async function inLanguage (page, lang, does) {
  const here = new URL(page.url())
  const there = new URL(here)
  there.searchParams.set('lang', lang)
  await page.goto(there.toString())
  await does()
  there.searchParams.set('lang', 'en')
  await page.goto(there.toString())
}

export const today = (days = 0) => {
  const day = new Date(Date.now() + days * 86400000)
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Vilnius' }).format(day)
}
