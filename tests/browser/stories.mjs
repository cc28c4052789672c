// The stories: people who do not exist, from a sign to the end of it, as those who help them see it. One registry tells them
// all, one after another; a story is a file of lib/story that exports `title` and `tell(stage)`. STORY=name tells one.
import { readdir } from 'node:fs/promises'
import { finish, none, stage, step } from './lib/tap.mjs'
import { axeFinds, narrow, shot, sticksOut, wide } from './lib/browser.mjs'
import { inLanguage, signIn } from './lib/hands.mjs'

const { registry, open } = await stage()

// The page of whoever signs in so: signed in once for all stories.
const signedIn = new Map()
async function as (login) {
  if (!signedIn.has(login)) {
    const page = await open({ lang: 'en' })
    await signIn(page, login)
    signedIn.set(login, page)
  }
  return signedIn.get(login)
}

// A page as it is shown to people: sound, and pictured in English as on a desk and in Lithuanian as on a telephone.
async function look (page, name) {
  none(await axeFinds(page), `${name}: axe finds nothing`)
  none(await sticksOut(page, 320), `${name}: fits 320 px`)
  none(page.troubles.splice(0), `${name}: no script error, nothing refused, nothing from elsewhere`)
  if (!process.env.SHOTS) return
  const whole = process.env.STORY // told alone: all four pictures
  const pictures = async (lang, sizes) => {
    for (const size of sizes) {
      await page.setViewportSize(size)
      await shot(page, `story-${name}-${lang}-${size.width}`)
    }
    await page.setViewportSize(wide)
  }
  await pictures('en', whole ? [narrow, wide] : [wide])
  await inLanguage(page, 'lt', () => pictures('lt', whole ? [wide, narrow] : [narrow]))
}

const folder = new URL('./lib/story/', import.meta.url)
const files = (await readdir(folder)).filter(each => each.endsWith('.mjs')).sort()
for (const file of files) {
  if (process.env.STORY && file !== `${process.env.STORY}.mjs`) continue
  const story = await import(new URL(file, folder))
  await step(story.title, () => story.tell({ as, look, open, registry }))
}

await finish()
