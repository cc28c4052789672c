// Two records that may be of one person: proposed before a name is sealed, laid side by side with why, and answered.
import { answer, openFile, press, words } from '../hands.mjs'
import { is, like, ok } from '../tap.mjs'
import { accept, at, consent, meet, refer } from '../deeds.mjs'

export const title = 'records that may be of one person are proposed, compared and answered, and nothing is shown of what others keep'

async function named (page, given, family, born) {
  const person = await meet(page)
  await at(page, person, '/name')
  await answer(page, { given, family, born })
  await press(page, /seal it/i)
  return person
}

// What the keeper finds comes a moment later.
async function queue (page, wanted) {
  for (let i = 0; i < 50; i++) {
    await page.goto('/likenesses?lang=en')
    const links = await page.locator('main .at-work a').evaluateAll(all => all.map(each => each.getAttribute('href')))
    if (links.some(href => wanted.test(href))) return links.filter(href => wanted.test(href))
    await page.waitForTimeout(100)
  }
  return []
}

export async function tell ({ as, look }) {
  const ona = await as('ona'), lina = await as('lina')
  await named(ona, 'Aldona', 'Niekurbutaitė', '1987')
  await named(ona, 'Aldutė', 'Niekurbutaitė', '1988')
  like(await words(ona), /may know this person already/, 'a name that may be known is not sealed at once')
  await press(ona, /somebody else/i)
  await named(ona, 'Aldona', 'Niekurbutaite', '1987')
  await press(ona, /somebody else/i)
  const pairs = await queue(ona, /^\/likeness\//)
  ok(pairs.length > 0, 'what may be one person stands in the queue')
  await look(ona, 'same-queue')
  await ona.goto(`${pairs[0]}?lang=en`)
  await openFile(ona, 'support')
  await ona.goto(`${pairs[0]}?lang=en`)
  const said = await words(ona)
  like(said, /Why the registry laid them side by side/, 'it says why')
  like(said, /exactly the same|the same but for the spelling|another form/, 'in words')
  ok(await ona.locator('main svg rect').count() > 2, 'and by a bar')
  await look(ona, 'same-pair')
  await answer(ona, { like: 'unsure' })
  await press(ona, /save the answer/i)
  like(await words(ona), /Your answer so far: Looked at, and not sure/, 'not sure is an answer')
  await press(ona, /take our answer back/i)
  like(await words(ona), /Both records stand as they did before/, 'and can be taken back')
  const rasa = await as('rasa'), she = await named(rasa, 'Stefanija', 'Niekadabutaitė', '1979')
  await consent(rasa, she, 'silto-vejo')
  await accept(ona, await refer(rasa, she, 'silto-vejo', ['shelter']))
  await named(lina, 'Stefanija', 'Niekadabutaitė', '1979')
  const [elsewhere] = await queue(ona, /^\/elsewhere\//)
  like(elsewhere, /^\/elsewhere\/[0-9a-f]{32}$/, 'who helps her hears that another agency may know her')
  await ona.goto(`${elsewhere}?lang=en`)
  ok(!(await words(ona)).includes('Niekada'), 'of the other record nothing is shown')
  await look(ona, 'same-elsewhere')
  await answer(ona, { why: 'Is this person safe with you already?' })
  await press(ona, /ask the other agency/i)
  is(new URL(ona.url()).pathname, '/elsewhere/asked', 'one can only ask')
}
