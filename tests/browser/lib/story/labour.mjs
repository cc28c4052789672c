// A hundred and twenty people in greenhouses: written down as a group by a labour inspector, three of them ask for help.
import { answer, pathOf, press, words } from '../hands.mjs'
import { is, like } from '../tap.mjs'

export const title = 'a labour case with 120 workers: one list, three who want help, and nobody a suspect'

const rows = [['80', 'male', '25_39', 'ru'], ['30', 'male', '40_up', 'uk'], ['10', 'female', '18_24', 'uk']]

export async function tell ({ as, look }) {
  const inga = await as('inga')
  const milda = await as('milda')
  await inga.goto('/groups/new?lang=en')
  await answer(inga, { label: 'Greenhouses by the river', municipality: 'kedainiai' })
  await press(inga, /save and write/i)
  for (const [i, [heads, sex, age, language]] of rows.entries())
    await answer(inga, { [`heads-${i + 1}`]: heads, [`sex-${i + 1}`]: sex, [`age-${i + 1}`]: age, [`language-${i + 1}`]: language })
  await press(inga, /write them down/i)
  like(await words(inga), /120 people/, '120 people are written down in three rows')
  const group = pathOf(inga)
  await look(inga, 'labour-group')

  const choose = async which => {
    await inga.goto(`${group}?lang=en`)
    for (const i of which)
      await inga.locator('main [name="person"]').nth(i).check({ force: true })
  }
  await choose([0, 1, 117])
  await press(inga, /agreed to/i)
  await answer(inga, { org: 'saules-slenkstis', purpose: 'support', consent_state: 'given', read_aloud: 'yes' })
  await press(inga, /write down the answers/i)
  like(await words(inga), /Done for 3 people/, 'three of them say yes, each asked')
  await choose([0, 1, 2, 117]) // the third was never asked
  await press(inga, /ask an organisation/i)
  await answer(inga, { org: 'saules-slenkstis', need: ['shelter', 'legal'] })
  await press(inga, /send the referrals/i)
  like(await words(inga), /Done for 3 people/, 'and are referred in one act, whoever stood after one who cannot be too')
  like(await words(inga), /Not done for 1 person.*Ask her first/, 'for whom it could not be done stands below, with the reason')

  await milda.goto('/work?lang=en')
  is(await milda.locator('.at-task a', { hasText: /answer a referral/i }).count() >= 3, true, 'the organisation finds three referrals in its queue')
  await look(milda, 'labour-queue')
  await milda.goto('/referrals?lang=en')
  await milda.locator('main .at-task a').first().click()
  await press(milda, /accept/i)
  like(await words(milda), /greet|accepted|name|person/i, 'the first is accepted')
  await inga.goto(`${group}?lang=en`)
  like(await words(inga), /Accepted/, 'the inspector sees in the list who is helped')
}
