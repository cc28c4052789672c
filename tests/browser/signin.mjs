// Signing in to a real registry: authenticator, recovery codes, passkeys (a virtual one, through Chromium's own protocol).
import { execFileSync } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { ok, is, like, step, finish, stage, pageIsSound } from './lib/tap.mjs'
import { atrama } from './lib/registry.mjs'
import { answer, press, follow, words, pathOf } from './lib/hands.mjs'

const password = 'seven quiet harbours'
const make = async dir => {
  const run = (args, input) => execFileSync(atrama, args, { input, stdio: ['pipe', 'ignore', 'pipe'] })
  run(['init', dir])
  run(['op', dir, 'org_create', JSON.stringify({ org: 'haven', org_name: 'Haven', org_kind: 'ngo', region: 'panevezys' })])
  for (const [login, name] of [['lina', 'Lina'], ['olga', 'Olga']]) run(['user', 'add', dir, login, '--name', name, '--org', 'haven', '--role', 'support'], password + '\n')
}

// RFC 6238, from the secret as an authenticator is given it.
function totp (secret, steps = 0) {
  const bits = [...secret.replaceAll(' ', '')].map(c => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('')
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30000) + steps))
  const mac = createHmac('sha1', Buffer.from(bits.match(/.{8}/g).map(byte => parseInt(byte, 2)))).update(counter).digest()
  return String((mac.readUInt32BE(mac[19] & 15) & 0x7fffffff) % 1000000).padStart(6, '0')
}

const { registry, open } = await stage({ make })
const url = registry.url.replace('127.0.0.1', 'localhost') // browsers allow passkeys without TLS there only
const page = await open({ lang: 'en', url })
const signOut = async page => {
  await page.locator('header').getByRole('button', { name: /sign out/i }).click()
  await page.waitForLoadState()
}
const firstStep = async (page, login) => {
  await page.goto('/sign-in?lang=en')
  await answer(page, { login, password })
  await press(page, /^sign in$/i)
}
let secret
let codes

await step('a password alone leads to setting up a second proof, and nowhere else', async () => {
  await firstStep(page, 'lina')
  is(pathOf(page), '/sign-in/enrol', 'the page that asks for a second proof')
  await pageIsSound(page, 'asking for a second proof')
  await page.goto('/people')
  is(pathOf(page), '/sign-in/enrol', 'another page leads back')
})

await step('an authenticator is set up by scanning a picture', async () => {
  await page.goto('/sign-in/enrol?lang=en')
  await follow(page, /authenticator/i)
  await press(page, /show the code/i)
  await pageIsSound(page, 'the picture to scan')
  await page.locator('summary').first().click()
  secret = (await page.locator('details code').innerText()).trim()
  like(secret, /^[A-Z2-7 ]{39}$/, 'the same can be typed')
  await answer(page, { code: '000000' })
  await press(page, /go on/i)
  like(await words(page), /not the code of the moment/, 'a wrong code is told')
  await answer(page, { code: totp(secret) })
  await press(page, /go on/i)
  codes = await page.locator('main li code').allInnerTexts()
  is(codes.length, 10, 'ten recovery codes')
  await pageIsSound(page, 'recovery codes')
  await follow(page, /written them down/i)
  is(pathOf(page), '/work', 'then one is signed in')
  await page.goto('/account?lang=en')
  await pageIsSound(page, 'my account')
})

const cdp = await page.context().newCDPSession(page)
await cdp.send('WebAuthn.enable')
const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', { options: { protocol: 'ctap2', transport: 'internal',
  hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true, hasPrf: true } })

await step('a passkey is added', async () => {
  await page.goto('/account/passkey?lang=en')
  await pageIsSound(page, 'adding a passkey')
  await answer(page, { label: 'Key on my ring' })
  await page.locator('main').getByRole('button', { name: /add it/i }).click()
  await page.waitForURL(/\/account$/)
  like(await words(page), /Key on my ring/, 'it is listed')
})

await step('it is the second step of the next sign-in', async () => {
  await signOut(page)
  await firstStep(page, 'lina')
  is(pathOf(page), '/sign-in/code', 'a second proof is asked for')
  await pageIsSound(page, 'the second step')
  await page.locator('main').getByRole('button', { name: /use my passkey/i }).click()
  await page.waitForURL(/\/work/)
  ok(true, 'signed in')
})

await step('it proves again who one is', async () => {
  await page.goto('/prove?next=/account&lang=en')
  await pageIsSound(page, 'proving again')
  await page.locator('main').getByRole('button', { name: /use my passkey/i }).click()
  await page.waitForURL(/\/account$/)
  ok(true, 'proved')
})

// Signs in by the passkey, with what the script sends changed on its way; where one is then.
const byPasskey = async (change, arrives) => {
  await page.context().clearCookies({ name: 'sid' })
  await firstStep(page, 'lina')
  await page.route('**/sign-in/passkey', async route => {
    const form = new URLSearchParams(route.request().postData())
    change(form)
    await route.continue({ postData: form.toString() })
  }, { times: 1 })
  await page.locator('main').getByRole('button', { name: /use my passkey/i }).click()
  await page.waitForURL(arrives)
  return pathOf(page)
}

await step('what a passkey signed works once, for this ceremony and this site', async () => {
  let kept
  is(await byPasskey(form => { kept = form.toString() }, /\/work/), '/work', 'as it was sent, it is taken')
  const client = change => form => {
    const data = JSON.parse(Buffer.from(form.get('client_data'), 'base64url'))
    change(data)
    form.set('client_data', Buffer.from(JSON.stringify(data)).toString('base64url'))
  }
  const changes = {
    'sent again in another session': form => { for (const [name, value] of new URLSearchParams(kept)) form.set(name, value) },
    'of another site': client(data => { data.origin = 'https://other.example' }),
    'of another ceremony': client(data => { data.type = 'webauthn.create' }),
    'by another passkey': form => form.set('passkey', Buffer.alloc(16, 1).toString('base64url')),
    'with another signature': form => form.set('signature', Buffer.alloc(70, 1).toString('base64url'))
  }
  for (const [what, change] of Object.entries(changes)) is(await byPasskey(change, /failed=1/), '/sign-in/code', `${what} it is not`)
})

await step('a device that does not know its owner is not believed', async () => {
  await cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false })
  await page.goto('/sign-in/code?lang=en')
  await page.locator('main').getByRole('button', { name: /use my passkey/i }).click()
  await page.locator('[data-passkey-failed]').waitFor({ state: 'visible' })
  is(pathOf(page), '/sign-in/code', 'nobody is signed in')
  await answer(page, { code: codes[0] })
  await press(page, /go on/i)
  is(pathOf(page), '/work', 'a recovery code is the way then')
})

await step('without scripts the codes are offered, and no passkey', async () => {
  const plain = await open({ lang: 'en', url, scripts: false })
  await firstStep(plain, 'lina')
  is(await plain.locator('main').getByRole('button', { name: /use my passkey/i }).isVisible(), false, 'no button that does nothing')
  await answer(plain, { code: codes[1] })
  await press(plain, /go on/i)
  is(pathOf(plain), '/work', 'signed in')
})

await finish()
