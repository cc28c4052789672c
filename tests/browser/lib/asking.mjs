// Questions one a page: an answer is chosen by the words of its question.
import { press } from './hands.mjs'

export async function choose (page, question, value) {
  const group = page.locator('main fieldset').filter({ hasText: question }).first()
  await group.locator(`input[value="${value}"]`).check({ force: true })
}

export const goOn = page => press(page, /^go on$/i)

// Where and how it is asked, and why: the two pages before the first question.
export async function protocol (page, { adult, proactive = 'yes', target } = {}) {
  await choose(page, /nobody else can hear/, 'yes')
  await choose(page, /who interprets/i, 'telephone')
  await choose(page, /may stop or rest/, 'yes')
  if (adult) {
    await choose(page, /which adult/i, adult)
  }
  await goOn(page)
  await choose(page, /look for and ask/, proactive)
  if (target) await choose(page, /which of these/i, target)
  await goOn(page)
}

// The one question of the page, then on.
export async function say (page, value) {
  await page.locator(`main input[type="radio"][value="${value}"]`).first().check({ force: true })
  await goOn(page)
}
